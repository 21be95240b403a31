import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { Manifest } from '../../src/types.ts'
import { build, createProject, readTree, runCli } from './project.ts'

const page = { 'src/pages/index.astro': '<h1>fine</h1>' }

test('an adapter is told where the build is when the build is done', () => {
  const root = createProject({
    ...page,
    'ssr-pages.config.mjs': `
      import { existsSync } from 'node:fs'
      function done({ root, pagesDir, clientDir, manifest }) {
        console.log(JSON.stringify([root, pagesDir, clientDir, manifest.routes.length]))
        console.log(existsSync(pagesDir + '/manifest.json'))
      }
      export default { adapter: { name: 'test', done } }`,
  })
  const lines = build(root).stdout.split('\n')
  const [told = '', exists] = lines.filter((line) => line.startsWith('[') || line === 'true')
  expect(JSON.parse(told)).toEqual([root, join(root, 'dist/pages'), join(root, 'dist/client'), 1])
  expect(exists).toBe('true')
})

describe('the vite option', () => {
  test('adds plugins to the build', () => {
    const root = createProject({
      'src/pages/a.ts': `export const GET = () => 'BEFORE'`,
      'ssr-pages.config.ts': `
        const plugin = { name: 'x', transform: (code: string) => code.replace('BEFORE', 'after') }
        export default { vite: { plugins: [plugin] } }`,
    })
    build(root)
    expect(readTree(join(root, 'dist')).get('pages/a.mjs')).toContain('"after"')
  })

  test('can ask for source maps, and those of the server are not public', () => {
    const root = createProject({
      'src/pages/a/index.astro':
        '---\nconst secret = 1\n---\n<p>{secret}</p><script>alert()</script>',
      'ssr-pages.config.mjs': 'export default { vite: { build: { sourcemap: true } } }',
    })
    build(root)
    const tree = readTree(join(root, 'dist'))
    const maps = [...tree].filter(([name]) => name.endsWith('.map'))
    expect(
      maps.map(([name, text]) => [name.replace(/\.[\w-]{8}\./, '.#.'), sources(text)]),
    ).toEqual([
      [
        'client/_assets/index.#.js.map',
        [expect.stringMatching(/^\.\.\/\.\.\/\.\.\/src\/pages\/a/)],
      ],
      ['pages/a/index.mjs.map', ['../../../src/pages/a/index.astro']],
    ])
  })
})

test('a module that exports a component by hand is a page', () => {
  const root = createProject({
    'src/pages/hand.ts': `export default () => '<p>by hand</p>'`,
    'src/pages/both.ts': `export default () => ''\nexport const GET = () => new Response()`,
  })
  build(root)
  const text = readTree(join(root, 'dist')).get('pages/manifest.json') ?? ''
  const { routes }: Manifest = JSON.parse(text)
  expect(routes.map(({ pattern, kind }) => [pattern, kind])).toEqual([
    ['/both', 'endpoint'],
    ['/hand', 'page'],
  ])
})

test('a project that is reached over a link builds the same', () => {
  const root = createProject(page)
  build(root)
  const tree = readTree(join(root, 'dist'))
  symlinkSync(root, join(root, '../link'))
  build(join(root, '../link'))
  expect(readTree(join(root, 'dist'))).toEqual(tree)
})

test('a warning about a missing file is shown once, without failing the build', () => {
  const root = createProject({
    'src/pages/a.astro': '<p/><style>p { background: url(/no.png) }</style>',
  })
  const { code, stderr } = runCli(['build'], root)
  expect(code).toBe(0)
  expect(stderr).toMatch(/^warning \/no\.png referenced in .* didn't resolve at build time.*\n$/)
})

test('what scripts fetch is found relative to them, so the site can be mounted anywhere', () => {
  const root = createProject({
    'src/pages/a.astro': `<script>
      import url from '../mark.svg'
      const { lazy } = await import('../lazy.ts')
      document.title = url + lazy
    </script>`,
    'src/mark.svg': '<svg/>',
    'src/lazy.ts': `import './lazy.css'\nexport const lazy = 'lazy'`,
    'src/lazy.css': 'p { color: red }',
  })
  build(root)
  const tree = readTree(join(root, 'dist/client'))
  const [, code = ''] = [...tree].find(([name]) => /^_assets\/a\..*js$/.test(name)) ?? []
  expect(code).toMatch(/new URL\([`"']mark\.[\w-]+\.svg[`"'],import\.meta\.url\)/)
  expect(code).toMatch(/import\([`"']\.\/lazy\.[\w-]+\.js[`"']\)/)
  expect(code).not.toContain('/_assets/')
})

test('a page that names its view transitions builds', () => {
  const root = createProject({ 'src/pages/a.astro': '<p transition:name="x">x</p>' })
  build(root)
  expect(readTree(join(root, 'dist')).get('pages/a.mjs')).not.toContain('virtual:')
})

test('files of the strangest names are built and found', () => {
  const root = createProject({
    'src/pages/[hash].astro': `---
import { x } from './_a#b %20[1].ts'
import logo from './_logo 1 [x].svg'
import './_plain.css'
---
<p>{x}{logo}</p>`,
    'src/pages/[name].c#.d/[...ext].ts': `import { x } from '../_a#b %20[1].ts'\nexport const GET = () => x`,
    'src/pages/_a#b %20[1].ts': 'export const x: number = Math.random()',
    'src/pages/_logo 1 [x].svg': '<svg/>',
    'src/pages/_plain.css': '/* import.meta.env.X */ p { color: red }',
  })
  build(root)
  const names = [...readTree(join(root, 'dist')).keys()]
  expect(names.map((name) => name.replace(/[.-][\w-]{8}(\.\w+)$/, '.#$1'))).toEqual([
    'client/_assets/_logo_1_x_.#.svg',
    'client/_assets/_plain.#.css',
    'pages/[hash].mjs',
    'pages/[name].c#.d/[...ext].mjs',
    'pages/_chunks/_a_b_20_1_.#.mjs',
    'pages/manifest.json',
  ])
})

function sources(map: string): unknown {
  return JSON.parse(map).sources
}

test('a source that hardly means what it says is warned of, with its place', () => {
  const root = createProject({ 'src/pages/index.astro': '<p />\n  <script src={x}></script>\n' })
  const { stderr } = build(root)
  expect(stderr).toContain(
    'src/pages/index.astro:2:3: <script src={...}> loses its source: a bundled script has a fixed one. Add is:inline.\n' +
      '  2 |   <script src={x}></script>\n' +
      '    |   ^\n',
  )
  expect(stderr.match(/loses its source/g)).toHaveLength(1)
})

test.each([
  ['as written', '', '<p>a</p>\n\n  <p>b</p>\n  <i>c</i> <i>d</i>'],
  ['html', "compact: 'html'", '<p>a</p> <p>b</p> <i>c</i> <i>d</i>'],
  ['jsx', "compact: 'jsx'", '<p>a</p><p>b</p><i>c</i> <i>d</i>'],
])('whitespace is kept %s', (_, option, html) => {
  const root = createProject({
    'src/pages/index.astro': '<p>a</p>\n\n  <p>b</p>\n  <i>c</i> <i>d</i>\n',
    'ssr-pages.config.mjs': `export default { ${option} }`,
  })
  build(root)
  expect(readTree(join(root, 'dist')).get('pages/index.mjs')).toContain(`}${html}`)
})
