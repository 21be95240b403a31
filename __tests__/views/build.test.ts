import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { ssrPages } from '../../src/index.ts'
import { runWarmCli, buildWarm } from '../support/warm-cli.ts'
import { createProject, createProjectInRepository, readTree } from '../support/project.ts'

const VIEW = '<p class="a">{Astro.props.text}</p><style>.a { color: red }</style>'

describe('a build of views alone', () => {
  let root: string
  let printed: string

  beforeAll(async () => {
    root = createProjectInRepository({
      'ssr-pages.config.mjs': "export default { viewsDir: 'templates', output: 'static' }",
      'templates/products/show.astro': VIEW,
      'templates/Index.astro': '<p>index</p>',
      'templates/_part.astro': '<p>part</p>',
      'templates/old.ejs': '<p>old</p>',
      'templates/helper.ts': 'export {}',
    })
    printed = (await buildWarm(root)).stdout
  })

  afterAll(() => rmSync(root, { recursive: true, force: true }))

  test('writes a module for each, and no page', () => {
    const files = [...readTree(join(root, 'dist')).keys()]
    expect(files.filter((file) => /views/.test(file))).toEqual([
      'pages/_views/Index.mjs',
      'pages/_views/products/show.mjs',
    ])
    expect(files.filter((file) => file.endsWith('.html'))).toEqual([])
  })

  test('lists them in the manifest without a pattern', () => {
    const manifest = JSON.parse(readTree(join(root, 'dist')).get('pages/manifest.json') ?? '{}')
    expect(manifest.routes).toEqual([])
    expect(manifest.views).toEqual([
      { name: 'Index', file: '_views/Index.mjs', styles: [], scripts: {}, hasHead: false },
      {
        name: 'products/show',
        file: '_views/products/show.mjs',
        styles: [expect.stringMatching(/^_assets\/.*\.css$/)],
        scripts: {},
        hasHead: false,
      },
    ])
  })

  test('puts them into the module for hosts without a disk', () => {
    const text = readTree(join(root, 'dist')).get('pages/_site.mjs')
    expect(text).toContain('import("./_views/products/show.mjs")')
  })

  test('prints them', () => {
    expect(printed).toMatch(/^view products\/show +\d\.\d+ kB +0\.\d+ kB +-$/m)
    expect(printed).toMatch(/^0 routes, 2 views, \d+ files/m)
  })

  test('is rendered', async () => {
    const pages = ssrPages({ dir: join(root, 'dist/pages') })
    expect(await pages.render('products/show', { props: { text: 'built' } })).toContain('>built<')
    expect(pages.routes).toEqual([])
  })

  test('is listed by `ssr-pages routes`, before and after it', async () => {
    const before =
      'view           file\nIndex          templates/Index.astro\nproducts/show  templates/products/show.astro\n'
    expect((await runWarmCli(['routes'], root)).stdout).toBe(before)
    expect(JSON.parse((await runWarmCli(['routes', 'dist/pages', '--json'], root)).stdout)).toEqual(
      [
        { name: 'Index', kind: 'view', file: '_views/Index.mjs' },
        { name: 'products/show', kind: 'view', file: '_views/products/show.mjs' },
      ],
    )
  })
})

test('a site without views has a manifest and listings without them', async () => {
  const root = createProject({ 'src/pages/index.astro': '<p>home</p>' })
  expect((await buildWarm(root)).stdout).not.toContain('view')
  expect(readTree(join(root, 'dist')).get('pages/manifest.json')).not.toContain('views')
  expect((await runWarmCli(['routes'], root)).stdout).not.toContain('view')
})

const PAGE = { 'src/pages/index.astro': '<p>home</p>' }

test.each<[says: string, files: Readonly<Record<string, string>>, ...seen: RegExp[]]>([
  [
    'a view that is to be prerendered',
    { 'src/views/a.astro': '---\n// once\nexport const prerender = true\n---\n' },
    /src\/views\/a\.astro:3:\d+: A view has no URL, so it cannot export 'prerender'/,
    /PRERENDER_INVALID/,
  ],
  [
    'a view with paths',
    { 'src/views/a.astro': '---\nexport function getStaticPaths() { return [] }\n---\n' },
    /src\/views\/a\.astro:2:\d+: .*'getStaticPaths'/,
  ],
  [
    'a view whose name has the mark of fragments',
    { 'src/views/a#b.astro': '<p/>' },
    /src\/views\/a#b\.astro cannot be a view/,
    /ROUTE_NAME_INVALID/,
  ],
  [
    'views among the pages',
    {
      'ssr-pages.config.mjs': "export default { viewsDir: 'src/pages/views' }",
      'src/pages/views/a.astro': '<p/>',
    },
    /src\/pages\/views, and that of pages, src\/pages/,
    /CONFIG_INVALID/,
  ],
  [
    'pages among the views',
    { 'ssr-pages.config.mjs': "export default { viewsDir: 'src' }" },
    /The folder of views, src, and that of pages/,
  ],
  [
    'views among the public files',
    {
      'ssr-pages.config.mjs': "export default { viewsDir: 'public/views' }",
      'public/views/a.astro': '<p/>',
    },
    /public\/views, and that of public files, public/,
  ],
  [
    'neither pages nor views',
    {
      'src/pages/index.astro': '',
      'src/views/_part.astro': '<p/>',
      'ssr-pages.config.mjs': "export default { srcDir: 'other' }",
    },
    /There is no folder other\/pages/,
    /Create other\/pages\/index\.astro, or a view in other\/views, or name .*PAGES_MISSING/,
  ],
])('a build refuses %s', async (_, files, ...seen) => {
  const { code, stderr } = await runWarmCli(['build'], createProject({ ...PAGE, ...files }))
  expect(code).toBe(1)
  for (const text of seen) expect(stderr).toMatch(text)
})

test('a view may say that it is not prerendered', async () => {
  const files = { 'src/views/a.astro': '---\nexport const prerender = false\n---\n<p>a</p>' }
  expect((await buildWarm(createProject({ ...PAGE, ...files }))).stderr).toBe('')
})

test('a build of views alone does not speak of pages', async () => {
  const { stdout } = await runWarmCli(['build'], createProject({ 'src/views/a.astro': '<p/>' }))
  expect(stdout.split('\n')[0]).toBe('compiling views (1)')
})
