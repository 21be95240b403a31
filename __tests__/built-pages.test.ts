import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type SsrPages, ssrPages } from '../src/index.ts'
import { ROOT } from './support/root.ts'
import { runCli } from './support/cli.ts'

/** What only a bundler can do for a page: its source, and what it must print. */
const cases: [name: string, source: string, printed: string][] = [
  [
    'finds modules by a pattern',
    `---
const found = import.meta.glob('../parts/*.astro', { eager: true })
---
{Object.entries(found).map(([name, { default: Part }]) => <i>{name} <Part /></i>)}`,
    '<i>../parts/Card.astro <b>card</b></i>',
  ],
  [
    'finds modules by a pattern and loads them when it wants',
    `---
const found = import.meta.glob('../parts/*.json')
const data = await found['../parts/data.json']()
---
<p>{data.default.answer}</p>`,
    '<p>42</p>',
  ],
  [
    'loads a component when it wants',
    `---
const { default: Card } = await import('../parts/Card.astro')
---
<Card />`,
    '<b>card</b>',
  ],
  [
    'imports the source of a component as text',
    `---
import source from '../parts/Card.astro?raw'
---
<pre>{source.trim()}</pre>`,
    '<pre>&lt;b&gt;card&lt;/b&gt;</pre>',
  ],
  [
    'imports a component over an alias of TypeScript and over an index of exports',
    `---
import Card from '@/parts/Card.astro'
import * as parts from '@/parts/index.ts'
---
<Card /><parts.Card />`,
    '<b>card</b><b>card</b>',
  ],
  [
    'has global rules in a scoped style',
    '<style>:global(.a) { top: 0 } .b :global(.c) { left: 0 }</style>',
    '<style>.a{top:0}.b:where(.astro-HASH) .c{left:0}\n</style>',
  ],
  [
    'imports a module of styles',
    `---
import './_plain.css'
---
<p>a</p>`,
    '<style>.plain{top:0}\n</style><p>a</p>',
  ],
]

const files = {
  'ssr-pages.config.mjs': "export default { srcDir: 'app', outDir: 'out', publicDir: 'static' }",
  'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./app/*"] } } }',
  'app/parts/Card.astro': '<b>card</b>\n',
  'app/parts/index.ts': "export { default as Card } from './Card.astro'",
  'app/parts/data.json': '{ "answer": 42 }',
  'app/pages/_plain.css': '.plain { top: 0 }',
  'static/menu.js': 'alert()',
}

// Inside of the repository, so that pages find the package by its name.
const root = mkdtempSync(`${ROOT}/__tests__/fixtures/dist-`)

afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('a built page', () => {
  let pages: SsrPages

  beforeAll(async () => {
    for (const [path, text] of Object.entries(files)) write(path, text)
    for (const [i, [, source]] of cases.entries()) write(`app/pages/${i}.astro`, source)
    const { code, printed } = await runCli('build', root)
    if (code !== 0) throw new Error(printed)
    pages = ssrPages({ dir: join(root, 'out/pages') })
  }, 60_000)

  test.each(cases.map(([name, , printed], i) => [name, i, printed] as const))(
    '%s',
    async (_, i, printed) => {
      const html = await pages.render(`/${i}`)
      expect(html.replaceAll(/astro-\w{8}/g, 'astro-HASH').trim()).toBe(`<!DOCTYPE html>${printed}`)
    },
  )

  test('is in the configured folder, and so are public files', () => {
    expect(existsSync(join(root, 'out/pages/0.mjs'))).toBe(true)
    expect(existsSync(join(root, 'out/client/menu.js'))).toBe(true)
  })

  test('whose script is a public file is refused with its position', async () => {
    write('app/pages/public.astro', '<p>a</p><script src="/menu.js"></script>')
    const { code, printed } = await runCli('build', root)
    expect(code).toBe(1)
    expect(printed).toContain("app/pages/public.astro:1:21: Could not resolve '/menu.js'")
  })
})

function write(path: string, text: string): void {
  const file = join(root, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
