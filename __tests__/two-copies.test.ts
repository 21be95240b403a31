import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { parseAst } from 'vite'
import { compileAstro } from '../src/compiler/compile.ts'
import { optimize } from '../src/compiler/optimize.ts'
import type { Node } from '../src/compiler/syntax-tree.ts'
import { isSsrPagesError } from '../src/shared/errors.ts'
import { type SsrPages, ssrPages } from '../src/index.ts'
// The pages import the built package: other suites' pages import `src`.
import './support/package.ts'
import { removeSites, writeSite } from './support/site.ts'

const LIST = `---
const rows = await Promise.all([1, 2].map((n) => Astro.slots.render('default', [n])))
---
<ul>{rows.map((row) => <li>{row}</li>)}</ul>`

/** Pages of `.astro` text, and what they answer. */
const PAGES: Readonly<Record<string, string>> = {
  arguments: '<List>{(n) => <b>{n}</b>}</List>',
  nested: '<List><Fragment>{(n) => <b>{n}</b>}</Fragment></List>',
  headed: '<List><p>{(n) => <b>{n}</b>}</p></List>',
  script: '<List>{(n) => n}<script>console.log(1)</script></List>',
  head: '<html><head><title>a</title></head><body><List>x</List></body></html>',
  redirect: '<p>a</p><Guard />',
  raw: '<p set:html={["<b>", Promise.resolve("c")]} /><p>{"<b>"}</p>',
  unknown: '---\nconst Nothing = undefined\n---\n<Nothing />',
  template: '<p style={new String("a:b")}>{[1, [2]].map((n) => <i>{n}</i>)}</p>',
}
const COMPONENTS: Readonly<Record<string, string>> = {
  List: LIST,
  Guard: '---\nreturn Astro.redirect("/login")\n---\n',
}

afterAll(removeSites)

// The pages import the built package; the server is its source.
describe.each([
  ['as development does', false],
  ['as a build does', true],
])('pages with a copy of this package of their own, compiled %s', (_, isOptimized) => {
  let pages: SsrPages

  beforeAll(() => {
    const files = Object.fromEntries(
      Object.entries({ ...PAGES, ...withUnderscore(COMPONENTS) }).map(([name, text]) => [
        `${name}.mjs`,
        toCode(name, text, isOptimized),
      ]),
    )
    const hand = 'export default (Astro) => html`<p>${[html`<b>${Astro.url.pathname}</b>`]}</p>`'
    const middleware = `export const onRequest = sequence(
      (context, next) => next(context.url.pathname === '/rewritten' ? '/hand' : undefined),
      async (context, next) => { const response = await next(); response.headers.set('x-a', '1'); return response })`
    const dir = writeSite({
      ...files,
      'hand.mjs': hand,
      'rewritten.mjs': hand,
      '_middleware.mjs': middleware,
    })
    pages = ssrPages({ dir, session: false })
  })

  test.each([
    ['arguments', '<ul><li><b>1</b></li><li><b>2</b></li></ul>'],
    ['nested', '<ul><li><b>1</b></li><li><b>2</b></li></ul>'],
    ['headed', '<ul><li><b>1</b></li><li><b>2</b></li></ul>'],
    ['script', '<ul><li>1</li><li>2</li></ul>'],
    [
      'head',
      '<html><head><title>a</title></head><body><ul><li>x</li><li>x</li></ul></body></html>',
    ],
    ['raw', '<p><b>c</p><p>&lt;b&gt;</p>'],
    ['template', '<p style="a:b"><i>1</i><i>2</i></p>'],
    ['hand', '<p><b>/hand</b></p>'],
    ['rewritten', '<p><b>/hand</b></p>'],
  ])('print %s', async (path, html) => {
    const response = await pages.fetch(new Request(`http://localhost/${path}`))
    expect(await response?.text()).toBe(`<!DOCTYPE html>${html}`)
    expect(response?.headers.get('x-a')).toBe('1')
  })

  test('redirect from a component', async () => {
    const response = await pages.fetch(new Request('http://localhost/redirect'))
    expect([response?.status, response?.headers.get('location')]).toEqual([302, '/login'])
  })

  test('fail with an error that is known', async () => {
    const error = await pages
      .fetch(new Request('http://localhost/unknown'))
      .catch((e: unknown) => e)
    expect(isSsrPagesError(error)).toBe(true)
    expect(error).toMatchObject({ code: 'SSR_PAGES_COMPONENT_UNDEFINED' })
  })
})

function withUnderscore(components: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(components).map(([name, text]) => [`_${name}`, text]))
}

function toCode(name: string, text: string, isOptimized: boolean): string {
  const imports = Object.keys(COMPONENTS).filter((used) => text.includes(`<${used}`))
  const lines = imports.map((used) => `import ${used} from './_${used}.mjs'\n`).join('')
  const source = text.startsWith('---\n')
    ? `---\n${lines}${text.slice(4)}`
    : `---\n${lines}---\n${text}`
  const { code } = compileAstro(source, { filename: `/src/pages/${name}.astro` })
  return isOptimized ? (optimize(code, parseAst(code) as unknown as Node)?.code ?? code) : code
}
