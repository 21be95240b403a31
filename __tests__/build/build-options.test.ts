import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import type { Manifest } from '../../src/shared/types.ts'
import { runWarmCli, buildWarm } from '../support/warm-cli.ts'
import { createProject, readTree, write } from '../support/project.ts'

const page = { 'src/pages/index.astro': '<h1>fine</h1>' }

test('an adapter receives the folders of the finished build', async () => {
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
  const lines = (await buildWarm(root)).stdout.split('\n')
  const [told = '', exists] = lines.filter((line) => line.startsWith('[') || line === 'true')
  expect(JSON.parse(told)).toEqual([root, join(root, 'dist/pages'), join(root, 'dist/client'), 1])
  expect(exists).toBe('true')
})

test('a shared stylesheet is named after its content, even beside a 404 page', async () => {
  const shared = "---\nimport Base from '../Base.astro'\n---\n<Base>x</Base>"
  const root = createProject({
    'src/Base.astro': '<main><slot /></main><style>main { color: red }</style>',
    'src/pages/404.astro': `${shared}<style>p { color: blue }</style>`,
    'src/pages/index.astro': shared,
  })
  await buildWarm(root)
  const sheets = [...readTree(join(root, 'dist'))].filter(([name]) => name.endsWith('.css'))
  const named = sheets.map(([name, text]) => [
    name.replace(/\.[\w-]{8}\./, '.'),
    /^(\w+)/.exec(text)?.[1],
  ])
  expect(named).toEqual([
    ['client/_assets/404.css', 'p'],
    ['client/_assets/Base.css', 'main'],
  ])
})

describe('the vite option', () => {
  test('adds plugins to the build', async () => {
    const root = createProject({
      'src/pages/a.ts': `export const GET = () => 'BEFORE'`,
      'ssr-pages.config.ts': `
        const plugin = { name: 'x', transform: (code: string) => code.replace('BEFORE', 'after') }
        export default { vite: { plugins: [plugin] } }`,
    })
    await buildWarm(root)
    expect(readTree(join(root, 'dist')).get('pages/a.mjs')).toContain('"after"')
  })

  test('can ask for source maps, and those of the server are not public', async () => {
    const root = createProject({
      'src/pages/a/index.astro':
        '---\nconst secret = 1\n---\n<p>{secret}</p><script>alert()</script>',
      'ssr-pages.config.mjs': 'export default { vite: { build: { sourcemap: true } } }',
    })
    await buildWarm(root)
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

test('a module with a default export is a page, whatever else it exports', async () => {
  const root = createProject({
    'src/pages/hand.ts': `export default () => '<p>by hand</p>'`,
    'src/pages/constant.ts': `export const MAX = 3\nexport default () => ''`,
    'src/pages/both.ts': `export default () => ''\nexport const GET = () => new Response()`,
    'src/pages/lower.ts': `export const get = () => new Response()`,
  })
  await buildWarm(root)
  expect(routesOf(root).map(({ pattern, kind }) => [pattern, kind])).toEqual([
    ['/both', 'page'],
    ['/constant', 'page'],
    ['/hand', 'page'],
    ['/lower', 'endpoint'],
  ])
})

test('pages whose names differ only in case have modules of their own', async () => {
  const root = createProject({
    'src/pages/a.ts': `export const GET = () => 'small'`,
    'src/pages/A.ts': `export const GET = () => 'large'`,
    'src/pages/docs/x.ts': `export const GET = () => 'small docs'`,
    'src/pages/Docs/x.ts': `export const GET = () => 'large docs'`,
  })
  await buildWarm(root)
  const routes = routesOf(root)
  const tree = readTree(join(root, 'dist/pages'))
  const texts = routes.map(({ pattern, file }) => [
    pattern,
    /"(.+)"/.exec(tree.get(file) ?? '')?.[1],
  ])
  expect(Object.fromEntries(texts)).toEqual({
    '/a': 'small',
    '/A': 'large',
    '/docs/x': 'small docs',
    '/Docs/x': 'large docs',
  })
  expect(new Set(routes.map(({ file }) => file.toLowerCase())).size).toBe(4)
})

const FOUND_URL = /url\(\.\/u\.[\w-]+\.svg\)/

describe('an alias of tsconfig.json leads to its file', () => {
  const cases: [string, string, RegExp][] = [
    ['from the frontmatter', '---\nimport { a } from "@x/a"\n---\n{a}', /found-a/],
    ['from a script', '<script>import { a } from "@x/a"\nalert(a)</script>', /found-a/],
    ['from the src of a script', '<script src="@x/a.ts"></script>', /found-a/],
    ['from a style', '<style>@import "@x/s.css";</style>', /found-s/],
    ['from Sass', '<style lang="scss">@use "@x/t"; i { b: t.$t }</style>', /found-t/],
    ['from a stylesheet', '---\nimport "./_s.css"\n---\n', /found-s/],
    [
      'from the url() of a style',
      '<p/><style>p { background: url("@x/u.svg") }</style>',
      FOUND_URL,
    ],
    [
      'from a url() without quotes',
      '<p/><style>p { background: url(@x/u.svg) }</style>',
      FOUND_URL,
    ],
    [
      'from a url() in Sass',
      '<p/><style lang="scss">p { i { background: url("@x/u.svg") } }</style>',
      FOUND_URL,
    ],
    ['from the url() of a stylesheet', '---\nimport "./_u.css"\n---\n', FOUND_URL],
    ['from JavaScript', '---\nimport a from "./_a.js"\n---\n{a}', /found-a/],
    [
      'from JavaScript of a script',
      '<script>import a from "./_a.js"\nalert(a)</script>',
      /found-a/,
    ],
  ]
  test.each(cases)('%s', async (_name, source, expected) => {
    const root = createProject({
      'src/pages/index.astro': source,
      'src/pages/_s.css': '@import "@x/s.css";',
      'src/pages/_u.css': 'p { background: url("@x/u.svg") }',
      'src/pages/_a.js': 'import { a } from "@x/a"\nexport default a',
      'lib/u.svg': '<svg/>',
      'lib/a.ts': `export const a: string = 'found-a'\nconsole.log(a)`,
      'lib/s.css': '.found-s { color: red }',
      'lib/_t.scss': '$t: found-t;',
      'package.json': '{}',
      'tsconfig.json': '{ "compilerOptions": { "paths": { "@x/*": ["./lib/*"] } } }',
    })
    await buildWarm(root)
    expect([...readTree(join(root, 'dist')).values()].join('\n')).toMatch(expected)
  })
})

describe('what a scoped style imports is scoped', () => {
  const files = {
    'package.json': '{}',
    'tsconfig.json': '{ "compilerOptions": { "paths": { "@x/*": ["./src/css/*"] } } }',
    'node_modules/acme/package.json': '{ "name": "acme", "style": "all.css" }',
    'node_modules/acme/all.css': '.acme { color: red }',
    'src/css/a.css': '.a { background: url(./img/i.svg), url("img/i.svg#x") }',
    'src/css/b.css': '@import "./sub/c.css" print;\n.b { color: red }',
    'src/css/sub/c.css': '.c { background: url(../img/i.svg) }',
    'src/css/d.scss': '$c: red;\n.d { i { color: $c } }',
    'src/css/img/i.svg': '<svg/>',
  }
  const cases: [string, string, RegExp][] = [
    [
      'with its url() still right',
      '@import "../css/a.css";',
      /^\.a:where\(\.astro-\w+\)\{background:url\(\.\/i\.[\w-]+\.svg\),url\(\.\/i\.[\w-]+\.svg#x\)\}/,
    ],
    [
      'also by other files',
      '@import "../css/b.css";',
      /@media print\{\.c:where\(\.astro-\w+\)\{background:url\(\.\/i\.[\w-]+\.svg\)\}\}\.b:where/,
    ],
    ['by an alias of tsconfig.json', '@import "@x/b.css";', /\.b:where/],
    ['from a package', '@import "acme";', /^\.acme:where/],
    ['from Sass', "@import '../css/d.scss';", /^\.d:where\(\.astro-\w+\) i:where/],
    [
      'but not from another origin',
      '@import url(https://a.test/x.css);',
      /^@import "https:\/\/a\.test\/x\.css";/,
    ],
  ]
  test.each(cases)('%s', async (_name, style, expected) => {
    const root = createProject({
      ...files,
      'src/pages/index.astro': `<p class="a b c d acme"><i/></p><style>\n${style}\np { color: blue }\n</style>`,
    })
    await buildWarm(root)
    const css = [...readTree(join(root, 'dist/client'))].filter(([name]) => name.endsWith('.css'))
    expect(css.map(([, text]) => text)).toEqual([expect.stringMatching(expected)])
    expect(css[0]?.[1]).toMatch(/p:where\(\.astro-\w+\)\{color:#00f\}/)
  })

  test('and is:global stays global', async () => {
    const root = createProject({
      ...files,
      'src/pages/index.astro': '<p/><style is:global>@import "../css/b.css";</style>',
    })
    await buildWarm(root)
    const tree = readTree(join(root, 'dist/client'))
    const [sheet = ''] = routesOf(root)[0]?.styles ?? []
    expect(tree.get(sheet)).toContain('.b{color:red}')
  })

  test('and a missing file is named', async () => {
    const root = createProject({
      'src/pages/index.astro': '<p/><style>@import "./gone.css";</style>',
    })
    const { code, stderr } = await runWarmCli(['build'], root)
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining("error src/pages/index.astro:1:20: Could not resolve './gone.css'\n"),
    ])
  })
})

test('a component of a plugin is compiled, with its styles and scripts', async () => {
  const root = createProject({
    'ssr-pages.config.mjs': `
      const text = '<b>made</b><style>b { color: red }</style><script>console.log("made")</script>'
      const plugin = {
        name: 'made',
        resolveId: (id) => (id === 'virtual:made.astro' ? '\\0' + id : undefined),
        load: (id) => (id === '\\0virtual:made.astro' ? text : undefined),
      }
      export default { vite: { plugins: [plugin] } }`,
    'src/pages/a.astro': '---\nimport Made from "virtual:made.astro"\n---\n<Made />',
  })
  await buildWarm(root)
  const tree = readTree(join(root, 'dist'))
  const [route] = routesOf(root)
  expect(tree.get(`client/${String(route?.styles)}`)).toMatch(
    /^b:where\(\.astro-\w+\)\{color:red\}/,
  )
  expect(Object.keys(route?.scripts ?? {})).toEqual([
    '/virtual:made.astro?astro&type=script&index=0&lang.ts',
  ])
  expect(tree.get(`client/${String(Object.values(route?.scripts ?? {}))}`)).toContain('made')
  expect(tree.get('pages/a.mjs')).toContain('<b class="astro-')
})

test('a prerendered page sees the private variables of .env, and no file of the server contains them', async () => {
  const root = createProject({
    '.env': 'KEY=from-file\nPUBLIC_KEY=public',
    'src/pages/a.txt.ts':
      'export const prerender = true\nexport const GET = () => new Response([import.meta.env.KEY, process.env.KEY, import.meta.env.PUBLIC_KEY].join())',
    'src/pages/live.ts': 'export const GET = () => new Response(import.meta.env.KEY)',
  })
  expect(await runWarmCli(['build'], root)).toMatchObject({ code: 0, stderr: '' })
  const tree = readTree(join(root, 'dist'))
  expect(tree.get('client/a.txt')).toBe('from-file,from-file,public')
  const server = [...tree].filter(([name]) => name.startsWith('pages/'))
  expect(server.filter(([, text]) => text.includes('from-file'))).toEqual([])
})

test('a file: URL leads to its file', async () => {
  const root = createProject({ 'lib/a b.ts': `export const a: string = 'found'\nconsole.log(a)` })
  const url = pathToFileURL(join(root, 'lib/a b.ts')).href
  const use = `import { a } from '${url}'\nconsole.log(a)`
  write(join(root, 'src/pages/index.astro'), `---\n${use}\n---\n<script>${use}</script>`)
  await buildWarm(root)
  const tree = readTree(join(root, 'dist'))
  expect(tree.get('pages/index.mjs')).toContain('"found"')
  expect([...tree].filter(([, text]) => text.includes('file:')).map(([name]) => name)).toEqual([])
})

test('the text of an ?inline stylesheet is minified, unless the project wants it as it is', async () => {
  const files = {
    'src/pages/a.ts': `import css from './_a.css?inline'\nexport const GET = () => new Response(css)`,
    'src/pages/_a.css': 'p {\n  color: #ff0000;\n}\n',
  }
  const inlined = async (more: Readonly<Record<string, string>> = {}) => {
    const root = createProject({ ...files, ...more })
    await buildWarm(root)
    return readTree(join(root, 'dist')).get('pages/a.mjs')
  }
  expect(await inlined()).toContain('"p{color:red}"')
  const config = 'export default { vite: { build: { cssMinify: false } } }'
  expect(await inlined({ 'ssr-pages.config.mjs': config })).toContain('  color: #ff0000;')
})

test('with cssCodeSplit: false, the styles of all pages are one file, which each of them links', async () => {
  const root = createProject({
    'src/pages/a.astro': '<p/><style>p { color: red }</style>',
    'src/pages/b.astro': '<i/><style>i { color: blue }</style>',
    'src/pages/c.astro': '<script>import "./_c.css"</script>',
    'src/pages/_c.css': 'u { color: green }',
    'ssr-pages.config.mjs': 'export default { vite: { build: { cssCodeSplit: false } } }',
  })
  await buildWarm(root)
  const tree = readTree(join(root, 'dist/client'))
  const [a, b, c] = routesOf(root).map(({ styles }) => styles)
  expect(a).toEqual(b)
  expect(a?.map((file) => tree.get(file)).join('')).toMatch(/p:where.*i:where/)
  expect(c?.map((file) => tree.get(file)).join('')).toBe('u{color:green}\n')
})

describe('WebAssembly', () => {
  const wasm = (name: string) => `\0asm\u0001\0\0\0\0\u0002\u0001${name}`

  test('of the server is beside its modules, and is not published', async () => {
    const root = createProject({
      'src/a.wasm': wasm('a'),
      'src/b.wasm': wasm('b'),
      'src/c.wasm': wasm('c'),
      'src/pages/index.ts': `import init from '../a.wasm?init'\nexport const GET = () => init()`,
      'src/pages/deep/url.ts': `import init from '../../b.wasm?init'
import url from '../../b.wasm?url'
export const GET = () => [init, url]`,
      'src/pages/script.astro': '<script>import init from "../c.wasm?init"\ninit()</script>',
    })
    await buildWarm(root)
    const names = [...readTree(join(root, 'dist')).keys()].filter((name) => name.endsWith('.wasm'))
    expect(names.map((name) => name.replace(/\.[\w-]{8}(?=\.wasm)/, ''))).toEqual([
      'client/_assets/b.wasm',
      'client/_assets/c.wasm',
      'pages/_assets/a.wasm',
      'pages/_assets/b.wasm',
    ])
  })
})

test('a style without any rule is not linked', async () => {
  const root = createProject({
    'src/pages/a.astro': '<style></style>',
    'src/pages/b.astro': '<style>/* nothing */</style>',
    'src/pages/c.astro': '<script>import "./_c.css"</script>',
    'src/pages/_c.css': '/* nothing */',
  })
  await buildWarm(root)
  expect(routesOf(root).flatMap((route) => route.styles)).toEqual([])
  const names = [...readTree(join(root, 'dist/client')).keys()]
  expect(names.filter((name) => name.endsWith('.css'))).toEqual([])
})

test('the styles of a layout come first, however components are imported', async () => {
  const root = createProject({
    'src/pages/a.astro':
      '---\nimport Layout from "./_Layout.astro"\nconst { default: X } = await import("./_X.astro")\n---\n<Layout/><X/>',
    'src/pages/_Layout.astro': '<style is:global>.layout { color: red }</style>',
    'src/pages/_X.astro': '<p class="x"/><style>.x { color: blue }</style>',
  })
  await buildWarm(root)
  const tree = readTree(join(root, 'dist/client'))
  const css = routesOf(root)
    .flatMap(({ styles }) => styles.map((file) => tree.get(file)))
    .join('')
  expect(css.indexOf('.layout')).toBeLessThan(css.indexOf('.x'))
})

test('a warning of the bundler has no colours where there is no terminal', async () => {
  const root = createProject({
    'src/pages/a.ts': 'import * as x from "./_x.ts"\nexport const GET = () => x.nope',
    'src/pages/_x.ts': 'export const a = 1',
  })
  const { stderr } = await buildWarm(root)
  expect(stderr).toContain('nope')
  expect(stderr).not.toContain('\u001b')
})

test('a project that is reached by a link builds the same', async () => {
  const root = createProject(page)
  await buildWarm(root)
  const tree = readTree(join(root, 'dist'))
  symlinkSync(root, join(root, '../link'))
  await buildWarm(join(root, '../link'))
  expect(readTree(join(root, 'dist'))).toEqual(tree)
})

test('pages of linked folders are built, with their styles, and circular links end', async () => {
  const root = createProject({
    ...page,
    'shared/x.astro': '<p>{Astro.url.pathname}</p><style>p { color: red }</style>',
  })
  symlinkSync('../../shared', join(root, 'src/pages/a'))
  symlinkSync('../../shared', join(root, 'src/pages/b'))
  symlinkSync('../src/pages', join(root, 'shared/back'))
  symlinkSync('.', join(root, 'src/pages/loop'))
  await buildWarm(root)
  const styles = routesOf(root).map((route) => [route.pattern, route.styles.length])
  expect(styles).toEqual([
    ['/a/x', 1],
    ['/b/x', 1],
    ['/', 0],
  ])
})

test('a prerendered route and one that runs share a path', async () => {
  const root = createProject({
    'src/pages/notes/[id].js':
      'export const prerender = true\nexport const getStaticPaths = () => [{ params: { id: 1 } }]\nexport const GET = () => new Response("1")',
    'src/pages/notes/[id].ts': 'export const GET = () => new Response("live")',
  })
  const { stderr } = await buildWarm(root)
  expect([stderr, routesOf(root)]).toEqual([
    '',
    [
      expect.objectContaining({ prerendered: [expect.objectContaining({ path: '/notes/1' })] }),
      expect.objectContaining({ file: 'notes/[id].ts.mjs' }),
    ],
  ])
  const types = readTree(root).get('ssr-pages-env.d.ts') ?? ''
  expect(types.match(/notes\/\[id\]/g)).toHaveLength(1)
})

test('a warning about a missing file is shown once, without failing the build', async () => {
  const root = createProject({
    'src/pages/a.astro': '<p/><style>p { background: url(/no.png) }</style>',
  })
  const { code, stderr } = await runWarmCli(['build'], root)
  expect(code).toBe(0)
  expect(stderr).toMatch(/^warning \/no\.png referenced in .* didn't resolve at build time.*\n$/)
})

test('URLs in scripts are relative to them, so the site can be mounted anywhere', async () => {
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
  await buildWarm(root)
  const tree = readTree(join(root, 'dist/client'))
  const [, code = ''] = [...tree].find(([name]) => /^_assets\/a\..*js$/.test(name)) ?? []
  expect(code).toMatch(/new URL\([`"']mark\.[\w-]+\.svg[`"'],import\.meta\.url\)/)
  expect(code).toMatch(/import\([`"']\.\/lazy\.[\w-]+\.js[`"']\)/)
  expect(code).not.toContain('/_assets/')
})

test('a page that names its view transitions builds', async () => {
  const root = createProject({ 'src/pages/a.astro': '<p transition:name="x">x</p>' })
  await buildWarm(root)
  expect(readTree(join(root, 'dist')).get('pages/a.mjs')).not.toContain('virtual:')
})

test('files with the strangest names are built and found', async () => {
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
  await buildWarm(root)
  const names = [...readTree(join(root, 'dist')).keys()]
  expect(names.map((name) => name.replace(/[.-][\w-]{8}(\.\w+)$/, '.#$1'))).toEqual([
    'client/_assets/_logo_1_x_.#.svg',
    'client/_assets/_plain.#.css',
    'pages/[hash].mjs',
    'pages/[name].c#.d/[...ext].mjs',
    'pages/_chunks/_a_b_20_1_.#.mjs',
    'pages/_site.mjs',
    'pages/manifest.json',
  ])
})

function routesOf(root: string): Manifest['routes'] {
  const { routes }: Manifest = JSON.parse(
    readTree(join(root, 'dist')).get('pages/manifest.json') ?? '',
  )
  return routes
}

function sources(map: string): unknown {
  return JSON.parse(map).sources
}

test('a probable mistake in a source is a warning, with its place', async () => {
  const root = createProject({ 'src/pages/index.astro': '<p />\n  <script src={x}></script>\n' })
  const { stderr } = await buildWarm(root)
  expect(stderr).toContain(
    'src/pages/index.astro:2:3: <script src={...}> loses its src: a bundled script needs a constant src. Add is:inline.\n' +
      '  2 |   <script src={x}></script>\n' +
      '    |   ^\n',
  )
  expect(stderr.match(/loses its src/g)).toHaveLength(1)
})

test.each([
  ['as written', '', '<p>a</p>\n\n  <p>b</p>\n  <i>c</i> <i>d</i>'],
  ['html', "compact: 'html'", '<p>a</p> <p>b</p> <i>c</i> <i>d</i>'],
  ['jsx', "compact: 'jsx'", '<p>a</p><p>b</p><i>c</i> <i>d</i>'],
])('whitespace is kept %s', async (_, option, html) => {
  const root = createProject({
    'src/pages/index.astro': '<p>a</p>\n\n  <p>b</p>\n  <i>c</i> <i>d</i>\n',
    'ssr-pages.config.mjs': `export default { ${option} }`,
  })
  await buildWarm(root)
  expect(readTree(join(root, 'dist')).get('pages/index.mjs')).toContain(`\`${html}`)
})

test('small scripts are inlined when the project asks for it', async () => {
  const root = createProject({
    'src/pages/index.astro': `<p />\n<script>alert(1)</script>\n<script>alert("${'long '.repeat(300)}")</script>\n`,
    'ssr-pages.config.mjs': 'export default { vite: { build: { assetsInlineLimit: 1000 } } }',
  })
  await buildWarm(root)
  const tree = readTree(join(root, 'dist'))
  const { routes } = JSON.parse(tree.get('pages/manifest.json') ?? '') as Manifest
  const [small, other] = Object.values(routes[0]?.scripts ?? {})
  expect(small).toEqual({ code: 'alert(1);' })
  expect(tree.has(`client/${String(other)}`)).toBe(true)
})

test('scripts that a fragment may load stay files: inlined, they would run again with each fragment', async () => {
  const root = createProject({
    'src/Part.astro': '<p />\n<script>alert(1)</script>',
    'src/views/cart.astro': `---
import Part from '../Part.astro'
export const fragments = { part: Part }
---
<b /><script>alert(2)</script>`,
    'src/views/plain.astro': '<p />\n<script>alert(3)</script>',
    'ssr-pages.config.mjs': 'export default { vite: { build: { assetsInlineLimit: 1000 } } }',
  })
  await buildWarm(root)
  const tree = readTree(join(root, 'dist'))
  const { views = [] } = JSON.parse(tree.get('pages/manifest.json') ?? '') as Manifest
  const scripts = views.map((view) => Object.values(view.scripts))
  const files = scripts[0]?.map((file) => tree.get(`client/${String(file)}`)?.trim())
  expect(files?.toSorted()).toEqual(['alert(1);', 'alert(2);'])
  expect(scripts[1]).toEqual([{ code: 'alert(3);' }])
})

describe('a script for the browser that imports a module which also exports a component', () => {
  const files = {
    'src/Card.astro': '<p>secret</p>',
    'src/Table.astro': '<p>secret</p>',
    'src/index.ts': `import Table from './Table.astro'
export { default as Card } from './Card.astro'
export { Table }
export const format = (count: number): string => \`# \${count}\``,
  }
  const page = (script: string) => ({
    ...files,
    'src/pages/index.astro': `---
import { Card, format } from '../index'
---
<Card />{format(1)}<script>${script}</script>`,
  })

  test('gets everything else of it, and no server code', async () => {
    const root = createProject(page("import { format } from '../index'; alert(format(2))"))
    await buildWarm(root)
    const scripts = [...readTree(join(root, 'dist'))].filter(([file]) => file.startsWith('client/'))
    expect(scripts.map(([, text]) => text).join()).toContain('alert(')
    expect(scripts.map(([, text]) => text).join()).not.toMatch(/secret|runs on the server/)
  })

  test.each([
    ['Card', "src/index.ts:2:33: './Card.astro'"],
    ['Table', "src/index.ts:1:19: './Table.astro'"],
  ])('stops the build at the export if it uses %s', async (name, place) => {
    const root = createProject(page(`import { ${name} } from '../index'; alert(${name})`))
    const { code, stderr } = await runWarmCli(['build'], root)
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining(`${place}: This component runs on the server; code for the browser`),
    ])
  })
})

test('a script for the browser cannot import a component and its secrets', async () => {
  const root = createProject({
    'src/Card.astro': '---\nconst secret = 1\n---\n<p>{secret}</p>',
    'src/pages/index.astro': '<script>import Card from "../Card.astro"; console.log(Card)</script>',
  })
  const { code, stderr } = await runWarmCli(['build'], root)
  expect([code, stderr]).toEqual([
    1,
    expect.stringContaining('src/Card.astro runs on the server; a <script> for the browser cannot'),
  ])
})
