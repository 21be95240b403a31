import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { untilMatches } from '../support/until.ts'
import { type Server, startServer } from '../support/servers.ts'
import { runCli } from '../support/cli.ts'
import { type Project, createProject } from './project.ts'

const FILES = {
  'src/word.ts': "export const word = 'old'",
  'src/theme.css': 'p { color: red }',
  'src/pages/index.astro': `---
import { word } from '../word.ts'
import { untilMatches } from '../support/until.ts'
import '../theme.css'
---
<p>{word} {Astro.locals.user} {Astro.props.name}</p>
<script>console.log('script')</script>
<style>p { margin: 0 }</style>`,
  'src/pages/who.astro': '<p>{Astro.url.pathname} {Astro.clientAddress}</p>',
  'src/pages/api/[id].ts':
    "export const POST = ({ params }) => new Response(params.id, { status: 201, headers: { 'x-a': '1' } })",
  'src/pages/to.astro': "---\nreturn Astro.rewrite('/')\n---\n",
  'src/pages/about.astro': '---\nexport const prerender = true\n---\n<p>about</p>',
  'src/pages/tags/[tag].astro': `---
export const prerender = true
export const getStaticPaths = () => [{ params: { tag: 'a b' }, props: { word: 'listed' } }]
---
<p>{Astro.params.tag} {Astro.props.word}</p><style>p { padding: 0 }</style>`,
  'src/pages/data.json.ts':
    'export const prerender = true\nexport const GET = () => Response.json({ a: 1 })',
  'src/pages/throws.astro': "---\nthrow new Error('no luck')\n---\n",
}

const questions = [
  ['GET', '/fetch/'],
  ['HEAD', '/fetch/'],
  ['GET', '/fetch/who?a=1'],
  ['GET', '/fetch/nowhere'],
  ['POST', '/fetch/api/7'],
  ['GET', '/fetch/api/7'],
  ['GET', '/fetch/about'],
  ['POST', '/fetch/about'],
  ['GET', '/fetch/tags/a%20b'],
  ['GET', '/fetch/tags/none'],
  ['GET', '/fetch/data.json'],
  ['GET', '/fetch/throws'],
  ['GET', '/render/'],
  ['GET', '/render/about'],
  ['GET', '/render/tags/a%20b'],
  ['GET', '/render/tags/none'],
  ['GET', '/render/data.json'],
  ['GET', '/render/nowhere'],
  ['GET', '/render/throws'],
  ['GET', '/render/api/7'],
  ['GET', '/routes'],
] as const

describe.each([
  ['without a base', ''],
  ['with a base', '/docs'],
])('pages without a socket, %s', (_what, base) => {
  let project: Project
  let live: Server
  let built: Server

  beforeAll(async () => {
    const config = { 'ssr-pages.config.mjs': `export default { base: '${base}/' }` }
    project = await createProject({ ...FILES, ...config })
    const { code, printed } = await runCli('build', project.root)
    expect([code, printed]).toEqual([0, printed])
    ;[live, built] = await Promise.all([
      startServer('dev-fetch.mjs', project.root, 'live'),
      startServer('dev-fetch.mjs', project.root, 'built'),
    ])
  })

  afterAll(async () => {
    await live?.stop()
    await built?.stop()
    await project?.remove()
  })

  test.each(questions)(
    '%s %s is the same in development as in production',
    async (method, path) => {
      const below = path.replace('/fetch', `/fetch${base}`)
      expect(await ask(live, below, method)).toEqual(await ask(built, below, method))
    },
  )

  test.each([
    ['', '/render/'],
    [' with a query', '/render/?a=1'],
    [' that is rewritten to', '/render/to'],
  ])('render() has the styles in a page%s, without the script of development', async (_, path) => {
    const text = await read(path)
    expect(text).toMatch(
      /<style>[^<]*color: ?red[^<]*<\/style><style>[^<]*margin: ?0[^<]*<\/style>/,
    )
    expect(text).toContain(path === '/render/to' ? 'old Ada' : 'old Ada Bob')
    expect(text).not.toContain('client.js')
  })

  test('render() has no script of development in a page that a build renders', async () => {
    const text = await read('/render/tags/a%20b')
    expect(text).toMatch(/<style>[^<]*padding: ?0[^<]*<\/style>/)
    expect(text).not.toContain('client.js')
  })

  test('render() and fetch() have what has changed', async () => {
    await project.write('src/word.ts', "export const word = 'new'")
    await project.write('src/theme.css', 'p { color: blue }')
    await becomes('/render/', /color: ?blue.*new Ada/s)
    await becomes(`/fetch${base}/`, /new Ada/)
    await project.write('src/pages/later.astro', '<p>later</p>')
    await becomes('/render/later', /later/)
  })

  // The mount path is not known before.
  test('the first request at a mount path comes after them', async () => {
    const text = await read(`/pages${base}/who`)
    expect(text).toContain(`src="/pages${base}/@ssr-pages/client.js`)
    const [, script = ''] = /src="([^"]+)"/.exec(text) ?? []
    expect((await ask(live, script)).status).toBe(200)
    await becomes('/render/', /new Ada Bob/)
  })

  async function read(path: string): Promise<string> {
    return (await fetch(`http://localhost:${live.port}${path}`)).text()
  }

  async function becomes(path: string, expected: RegExp): Promise<void> {
    await untilMatches(() => read(path), expected)
  }
})

async function ask({ port }: Server, path: string, method = 'GET') {
  const response = await fetch(`http://localhost:${port}${path}`, { method })
  const headers = ['content-type', 'allow', 'x-a'].map((name) => response.headers.get(name))
  return { status: response.status, headers, text: withoutAssets(await response.text()) }
}

// A build minifies styles and joins them.
function withoutAssets(html: string): string {
  return html
    .replaceAll(/<style>.*?<\/style>/gs, '')
    .replaceAll(/<link rel="stylesheet"[^>]*>/g, '')
    .replaceAll(
      /<script type="module" src="[^"]*(?:_assets|type=script|client\.js)[^>]*><\/script>/g,
      '',
    )
}
