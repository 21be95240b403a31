import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { WebSocket } from 'ws'
import { type Server, startServer } from '../support/servers.ts'
import { until, untilMatches } from '../support/until.ts'
import { type Project, copyShop, createProject } from './project.ts'

const FILES = {
  'src/pages/index.astro':
    "---\nimport { word } from '../word.ts'\n---\n<h1>{word} {import.meta.env.PUBLIC_WORD} {String(Astro.site)}</h1>\n<script>import '../menu.ts'</script>",
  'src/pages/wrong.ts': 'export const GET = () => 42\n',
  'src/pages/lost.astro': "---\nimport { gone } from '../gone.ts'\n---\n{gone}",
  'src/pages/throws.astro': "---\nthrow new TypeError('no luck')\n---\n",
  'src/pages/late.astro':
    "---\nawait new Promise((done) => setTimeout(done, 500))\nthrow new Error('too late')\n---\n",
  'src/word.ts': "export const word = 'old'\n",
  'src/menu.ts': "console.log('menu')\n",
  '.env': 'PUBLIC_WORD=first\n',
}

describe('a project in development', () => {
  let project: Project
  let express: Server
  let plain: Server

  beforeAll(async () => {
    project = await createProject(FILES)
    ;[express, plain] = await Promise.all([
      startServer('dev-plain.mjs', project.root, 'express'),
      startServer('dev-plain.mjs', project.root, 'node'),
    ])
    await Promise.all([get('/'), get('/', plain)])
  })

  afterAll(async () => {
    await express?.stop()
    await plain?.stop()
    await project?.remove()
  })

  test('shows a changed module, .env and configuration in the next pages', async () => {
    await project.write('src/word.ts', "export const word = 'new'\n")
    await becomes('/', /new first undefined/)
    await project.write('.env', 'PUBLIC_WORD=second\n')
    await becomes('/', /new second undefined/)
    await project.write('ssr-pages.config.ts', "export default { site: 'https://example.com' }")
    await becomes('/', /new second https:\/\/example\.com\//)
    await project.write('ssr-pages.config.ts', "export default { site: 'nowhere' }")
    await becomes('/', /problem=\d+/)
    await project.remove('ssr-pages.config.ts')
    await becomes('/', /new second undefined/)
  })

  test("serves the rest of Vite's client to a page that got the first part from the previous run", async () => {
    const { body: client } = await get('/@vite/client')
    const [, rest = ''] = /import "([^"]+env\.mjs)"/.exec(client) ?? []
    await project.write('.env', 'PUBLIC_WORD=third\n')
    await becomes('/', /new third undefined/)
    expect([rest, (await get(rest)).status]).toEqual([rest, 200])
    await project.write('.env', 'PUBLIC_WORD=second\n')
    await becomes('/', /new second undefined/)
  })

  test('shows the last of several saves at once', async () => {
    for (const word of ['a', 'b', 'c', 'd', 'new']) {
      await project.write('src/word.ts', `export const word = '${word}'\n`)
      await get('/')
    }
    await becomes('/', /new second undefined/)
  })

  test('answers a page that fails while Vite starts again', async () => {
    const late = get('/late', plain)
    const slow = "{ name: 'slow', config: () => new Promise((done) => setTimeout(done, 900)) }"
    const config = `export default { vite: { plugins: [${slow}] } }`
    await project.write('ssr-pages.config.ts', config)
    expect((await late).status).toBe(500)
    await project.remove('ssr-pages.config.ts')
    await becomes('/', /new second undefined/)
  })

  test('finds a module that was missing once it is there', async () => {
    expect((await get('/lost')).status).toBe(500)
    await project.write('src/gone.ts', "export const gone = 'found'\n")
    await becomes('/lost', /found/)
  })

  test('routes endpoints that are added, and forgets those that are removed', async () => {
    await project.write('src/pages/api/time.ts', "export const GET = () => new Response('noon')\n")
    await becomes('/api/time', /^noon$/)
    expect(await project.read('ssr-pages-env.d.ts')).toContain('"/api/time": {}')
    await project.remove('src/pages/api/time.ts')
    await becomes('/api/time', /no route of the server/)
  })

  test('lists its routes for a path without a page, and only there', async () => {
    for (const server of [express, plain]) {
      const { status, body } = await get('/nowhere', server)
      expect(status).toBe(404)
      expect(body).toContain('<code>/throws</code></a><td>throws.astro')
    }
    expect((await get('/own')).body).toBe('own')
  })

  test.each([
    ['/throws', /no luck/, /throws\.astro:2:\d/],
    ['/wrong', /Return a Response/, undefined],
  ])('shows %s in the browser and the terminal', async (path, what, where) => {
    const { status, body } = await get(path)
    expect(status).toBe(500)
    const script = /src="([^"]+problem=\d+)"/.exec(body)?.[1] ?? ''
    const shown = (await get(script.replaceAll('&amp;', '&'))).body
    await until(() => what.test(express.output()))
    for (const seen of [shown, express.output()]) {
      expect(seen).toMatch(what)
      if (where) expect(seen).toMatch(where)
    }
    expect((await get('/')).status).toBe(200)
  })

  test('logs a line for each page, unless that is turned off', async () => {
    await get('/?x=1', plain)
    await until(() => /^GET \/ 200 \d+ ms$/m.test(plain.output()))
    expect(express.output()).not.toMatch(/^GET \/ 200/m)
  })

  async function becomes(path: string, expected: RegExp): Promise<void> {
    await untilMatches(async () => (await get(path)).body, expected)
  }

  async function get(path: string, server = express): Promise<{ status: number; body: string }> {
    const headers = { accept: 'text/html' }
    const response = await fetch(`http://localhost:${server.port}${path}`, { headers })
    return { status: response.status, body: await response.text() }
  }
})

test('a WebSocket server of the same http server is not disturbed', async () => {
  const project = await copyShop()
  const server = await startServer('dev.mjs', project.root, 'http')
  try {
    await fetch(`http://localhost:${server.port}/login`)
    const socket = new WebSocket(`ws://localhost:${server.port}/chat`)
    await once(socket, 'open')
    socket.send('hello')
    const [message] = await once(socket, 'message')
    expect(String(message)).toBe('echo hello')
    socket.close()
  } finally {
    await server.stop()
    await project.remove()
  }
})
