import { beforeAll, describe, expect, test } from '@jest/globals'
import { toText } from '../../src/cli/routes.ts'
import { createRoutes } from '../../src/loader/routes.ts'
import { toRouteFiles } from '../support/routes.ts'
import { buildWarm, runWarmCli } from '../support/warm-cli.ts'
import { createProject } from '../support/project.ts'

const CONFIG = `export default {
  srcDir: 'web',
  redirects: { '/old/[id]': '/products/[id]', '/away': { destination: 'https://a.example', status: 302 } },
}`

const SITE = {
  'ssr-pages.config.mjs': CONFIG,
  'package.json': '{ "type": "module" }',
  // For example of a browser extension.
  'manifest.json': '{ "name": "mine" }',
  'web/pages/index.astro': '<h1>home</h1>',
  'web/pages/products/[id].astro': '<h1>product</h1>',
  'web/pages/docs/[...path].html': '<h1>docs</h1>',
  'web/pages/[a]-page.ts': "import { html } from 'ssr-pages'\nexport default () => html`<p>`",
  'web/pages/page-[b].ts': 'const GET = () => new Response()\nexport { GET as GET }',
  'web/pages/[b].named.ts': "export { page as default } from '../_page.ts'",
  'web/_page.ts': "import { html } from 'ssr-pages'\nexport const page = () => html`<p>`",
  'web/pages/feed.xml.ts':
    "// export default\nexport const text = 'export default'\nexport function GET() {}",
  'web/pages/_part.astro': '<p>no route</p>',
}

const TABLE = `route            kind      file
/away            redirect  -> https://a.example
/docs/[...path]  page      web/pages/docs/[...path].html
/feed.xml        endpoint  web/pages/feed.xml.ts
/old/[id]        redirect  -> /products/[id]
/products/[id]   page      web/pages/products/[id].astro
/[b].named       page      web/pages/[b].named.ts
/page-[b]        endpoint  web/pages/page-[b].ts
/[a]-page        page      web/pages/[a]-page.ts
/                page      web/pages/index.astro
`

interface Entry {
  readonly pattern: string
  readonly kind: string
  readonly file?: string
}

describe('the routes of a project', () => {
  let root: string

  beforeAll(() => {
    root = createProject(SITE)
  })

  test('are printed without a build, in match order, with kind and file', async () => {
    expect(await runWarmCli(['routes'], root)).toEqual({ code: 0, stdout: TABLE, stderr: '' })
  }, 60_000)

  test('are the same as those of the build, also as JSON', async () => {
    await buildWarm(root)
    const before = await listJson(root, root)
    const after = await listJson('dist/pages', root)
    expect(after?.map(toId)).toEqual(before?.map(toId))
    expect(before?.[0]).toEqual({
      pattern: '/away',
      params: [],
      kind: 'redirect',
      destination: 'https://a.example',
      status: 302,
    })
    expect(after?.find(({ pattern }) => pattern === '/products/[id]')).toEqual({
      pattern: '/products/[id]',
      params: ['id'],
      kind: 'page',
      file: 'products/[id].mjs',
    })
  }, 60_000)
})

describe('the command fails like a build', () => {
  const cases: [string, Record<string, string>, string][] = [
    ['two files for one path', { 'src/pages/a.astro': '', 'src/pages/a.ts': '' }, 'ROUTE_CONFLICT'],
    ['a bad name', { 'src/pages/[a.ts': '' }, 'ROUTE_NAME_INVALID'],
    ['no pages', { 'src/pages/_a.astro': '' }, 'PAGES_MISSING'],
    ['a wrong configuration', { 'ssr-pages.config.mjs': 'export default 1' }, 'CONFIG_INVALID'],
  ]
  test.each(cases)(
    '%s',
    async (_complaint, files, code) => {
      const root = createProject(files)
      const [routes, built] = [
        await runWarmCli(['routes'], root),
        await runWarmCli(['build'], root),
      ]
      expect(routes).toEqual(built)
      expect(routes).toMatchObject({ code: 1, stdout: '' })
      expect(routes.stderr).toContain(`[SSR_PAGES_${code}]`)
    },
    60_000,
  )
})

test('the error of a damaged build is about the build, not about missing sources', async () => {
  const root = createProject({ 'dist/pages/manifest.json': '{}' })
  expect(await runWarmCli(['routes', 'dist/pages'], root)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('[SSR_PAGES_MANIFEST_INVALID]'),
  })
})

test('only the headings are dim', () => {
  const routes = createRoutes(toRouteFiles(['a.astro']), () => Promise.resolve({}))
  const text = toText(routes, (colour, plain) => `<${colour}>${plain}</${colour}>`)
  expect(text.split('\n')[0]).toBe('<dim>route  kind  file</dim>')
  expect(text.match(/<dim>/g)).toHaveLength(1)
})

async function listJson(folder: string, cwd: string): Promise<Entry[]> {
  const { stdout, stderr } = await runWarmCli(['routes', folder, '--json'], cwd)
  expect(stderr).toBe('')
  return JSON.parse(stdout)
}

function toId({ pattern, kind }: Entry): string {
  return `${kind} ${pattern}`
}
