import { execFileSync } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createProjectInRepository } from '../support/project.ts'
import { ROOT } from '../support/root.ts'
import { runCli } from '../support/cli.ts'

const PAGE = `---
import List from '../List.astro'
const markup = '<i>set</i>'
globalThis.requests.push(Astro.request)
---
<List {...{ class: 'spread' }}><b set:html={markup} /></List>`

const LIST = `---
const html = await Astro.slots.render('default')
---
<p {...Astro.props}>{html}{html.length}</p><style define:vars={{ a: 1 }}>p { color: red }</style>`

/**
 * V8 takes shortcuts for all of a process until any code makes an exception to what they rely on.
 * @see https://github.com/v8/v8/blob/main/src/execution/protectors.h
 */
const SCRIPT = `
  const names = ['ArrayIterator', 'ArraySpecies', 'IsConcatSpreadable', 'MapIterator', 'NoElements', 'PromiseSpecies',
    'RegExpSpecies', 'SetIterator', 'StringIterator', 'StringWrapperToPrimitive', 'TypedArraySpecies']
  const holds = (name) => { try { return eval('%' + name + 'Protector()') } catch { return undefined } }
  const before = names.filter(holds)
  const { createServer } = await import('node:http')
  const { ssrPages } = await import('ssr-pages')
  const server = createServer(ssrPages({ dir: process.argv[1] })).listen(0)
  const ask = async () => (await fetch('http://localhost:' + server.address().port)).text()
  globalThis.requests = []
  const [html] = [await ask(), await ask()]
  const [first, second] = requests
  first.signal
  const haveOneShape = eval('%HaveSameMap(first, second)')
  console.log(JSON.stringify({ html, haveOneShape, lost: before.filter((name) => !holds(name)) }))
  process.exit()
`

let root: string

beforeAll(async () => {
  root = createProjectInRepository({ 'src/pages/index.astro': PAGE, 'src/List.astro': LIST })
  const { code, printed } = await runCli('build', root)
  expect([code, printed]).toEqual([0, printed])
})

afterAll(() => rm(root, { recursive: true }))

test('pages do not slow down strings, arrays or promises of the process', () => {
  const flags = ['--allow-natives-syntax', '--input-type=module', '--eval', SCRIPT]
  const printed = execFileSync(process.execPath, [...flags, `${root}/dist/pages`], { cwd: ROOT })
  const { html, haveOneShape, lost } = JSON.parse(printed.toString())
  expect(html).toContain('<b><i>set</i></b>')
  expect(lost).toEqual([])
  // Were each of its own, 100,000 of them would take 140 MB.
  expect(haveOneShape).toBe(true)
})
