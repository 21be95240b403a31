import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { ssrPages } from '../../src/index.ts'
import { ROOT } from '../support/root.ts'
import { buildWarm, runWarmCli } from '../support/warm-cli.ts'
import { writeAll } from '../support/project.ts'

const CONFIG = 'ssr-pages.config.mjs'
const SCRIPT = /<script type="module" src="\/docs\/_assets\/prefetch\.[\w-]+\.js" nonce="bm9uY2U">/
const link = (rest = ''): string => `<a href="/docs/b" ${rest}>b</a>`

const FILES: Readonly<Record<string, string>> = {
  'src/pages/none.astro': '<p>no link</p>',
  'src/pages/unmarked.astro': link(),
  'src/pages/marked.astro': link('data-astro-prefetch'),
  'src/pages/expression.astro': link('data-astro-prefetch={1 > 0 && "tap"}'),
  'src/pages/component.astro': `---
import Nav from '../Nav.astro'
---
<Nav />`,
  'src/Nav.astro': link('data-astro-prefetch="viewport"'),
  'src/pages/props.astro': `---
import { props } from '../props.ts'
---
<a href="/" {...props}>b</a>`,
  'src/props.ts': "export const props = { 'data-astro-prefetch': 'load' }",
  'src/pages/markdown.md': `text ${link('data-astro-prefetch')}`,
  'src/pages/prerendered.astro': `---
export const prerender = true
---
<html><head><title>a</title></head><body>${link('data-astro-prefetch')}</body></html>`,
  'src/pages/style.astro': '<style is:global>a[data-astro-prefetch] { color: red }</style><p>b</p>',
  'src/pages/collection.astro': `---
import { getEntry, render } from 'astro:content'
const { Content } = await render(await getEntry('texts', 'one'))
---
<Content />`,
  'src/content.config.ts': `import { defineCollection } from 'astro:content'
import { glob } from 'astro/loaders'
export const collections = { texts: defineCollection({ loader: glob({ pattern: '*.md', base: './texts' }) }), code: defineCollection({ loader: glob({ pattern: '*.mdx', base: './code' }) }) }`,
  'texts/one.md': `text ${link('data-astro-prefetch')}`,
  'src/pages/mdx.astro': `---
import { getEntry, render } from 'astro:content'
const { Content } = await render(await getEntry('code', 'two'))
---
<html><head><title>a</title></head><body><Content /></body></html>`,
  'code/two.mdx': `text ${link('data-astro-prefetch')}`,
  'src/pages/api.ts': "export const GET = () => new Response('a')",
}

const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })))

function createSite(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(`${ROOT}/__tests__/fixtures/dist-prefetch-`)
  folders.push(root)
  writeAll(root, files)
  return root
}

const toOption = (prefetch: string): Record<string, string> => ({
  [CONFIG]: `import mdx from '@astrojs/mdx'
export default { base: '/docs', integrations: [mdx()], prefetch: ${prefetch} }`,
})

describe.each<[prefetch: string, withScript: readonly string[]]>([
  ['undefined', []],
  ['false', []],
  [
    'true',
    ['marked', 'expression', 'component', 'props', 'markdown', 'prerendered', 'collection', 'mdx'],
  ],
  [
    "{ prefetchAll: true, defaultStrategy: 'tap' }",
    [
      'none',
      'unmarked',
      'marked',
      'expression',
      'component',
      'props',
      'markdown',
      'prerendered',
      'style',
      'collection',
      'mdx',
    ],
  ],
])('with prefetch: %s', (prefetch, withScript) => {
  let root: string
  let pages: ReturnType<typeof ssrPages>

  beforeAll(async () => {
    root = createSite({ ...FILES, ...toOption(prefetch) })
    await buildWarm(root)
    pages = ssrPages({ dir: join(root, 'dist/pages') })
  })

  test.each(
    Object.keys(FILES).flatMap((file) => /^src\/pages\/(\w+)\.(?:astro|md)$/.exec(file)?.[1] ?? []),
  )('the page %s has the script if a link is marked', async (name) => {
    const html = await pages.render(`/${name}`, { nonce: 'bm9uY2U', styles: 'link' })
    expect([name, SCRIPT.test(html)]).toEqual([name, withScript.includes(name)])
    expect(html.match(/_assets\/prefetch/g) ?? []).toHaveLength(withScript.includes(name) ? 1 : 0)
  })

  test('an API route needs no script', () => {
    const { routes } = JSON.parse(readFileSync(join(root, 'dist/pages/manifest.json'), 'utf8'))
    expect(routes.find(({ pattern }: { pattern: string }) => pattern === '/api').scripts).toEqual(
      {},
    )
  })

  test('a mail has no script', async () => {
    expect(await pages.render('/marked')).not.toContain('<script')
  })
})

test('an import of astro:prefetch without the option is an error with its place', async () => {
  const root = createSite({
    'src/pages/index.astro':
      "<script>\n  import { prefetch } from 'astro:prefetch'\n  prefetch('/')\n</script>",
  })
  const { code, stderr } = await runWarmCli(['build'], root)
  expect(code).toBe(1)
  expect(stderr).toMatch(
    /src\/pages\/index\.astro:2:\d+: 'astro:prefetch': The option `prefetch` is not set/,
  )
  expect(stderr).toContain('Set `prefetch: true` in the configuration.')
  expect(existsSync(join(root, 'dist'))).toBe(false)
})
