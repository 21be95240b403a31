import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { WebSocket } from 'ws'
import { type Server, type Servers, startAll, startServer } from '../support/servers.ts'
import { until } from '../support/until.ts'
import { type Project, createProject } from './project.ts'

const FILES = {
  'src/pages/index.astro': "<h1>{String(Astro.site)}</h1><script>import '../menu.ts'</script>",
  'src/menu.ts': "console.log('menu')",
}

type Use = (server: Server, project: Project) => Promise<unknown>

/** Events before a server is closed. */
const uses: readonly (readonly [when: string, use: Use])[] = [
  ['before its first request', async () => {}],
  ['while Vite starts', ask],
  ['after a page', getPage],
  ['with open pages', (server) => Promise.all([openPage(server), openPage(server)])],
  [
    'after a change of the configuration',
    async (server, project) => {
      await openPage(server)
      await configure(project)
      await until(async () => (await getPage(server)).includes('https://example.com'))
    },
  ],
  [
    'while Vite starts again',
    async (server, project) => {
      await openPage(server)
      await configure(
        project,
        "console.log('read'); await new Promise((done) => setTimeout(done, 200))",
      )
      await until(() => /^read$/m.test(server.output()))
    },
  ],
]

let projects: Map<string, Project>
let servers: Servers<string>

beforeAll(async () => {
  const names = uses.map(([when]) => when)
  projects = new Map()
  for (const name of names) projects.set(name, await createProject(FILES))
  servers = await startAll(names, (name) => {
    return startServer('dev-plain.mjs', projects.get(name)?.root ?? '', 'close')
  })
})

afterAll(async () => {
  await servers?.stop()
  for (const project of projects.values()) await project.remove()
})

test.each(uses)('a server that is closed %s leaves nothing open', async (when, use) => {
  const [server, project] = [await servers.get(when), projects.get(when)]
  if (project === undefined) throw new Error(`There is no project for ${when}.`)
  await use(server, project)
  server.signal('SIGUSR2')
  expect(await server.ended()).toBe(0)
  expect(server.troubles()).toEqual([])
})

/** Sends a request without waiting for its answer. */
async function ask(server: Server): Promise<void> {
  const socket = connect(server.port, 'localhost').on('error', () => {})
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
  await until(() => server.output().includes('asked /'))
}

async function getPage({ port }: Server): Promise<string> {
  return (await fetch(`http://localhost:${port}/`)).text()
}

async function openPage(server: Server): Promise<void> {
  await getPage(server)
  const { port } = server
  const client = await (await fetch(`http://localhost:${port}/@vite/client`)).text()
  const [, token = ''] = /const wsToken = "([^"]+)"/.exec(client) ?? []
  const url = `ws://localhost:${port}/@ssr-pages/socket?token=${token}`
  const socket = new WebSocket(url, 'vite-hmr', { origin: `http://localhost:${port}` })
  socket.on('error', () => {})
  await once(socket, 'message')
}

function configure(project: Project, code = ''): Promise<void> {
  const site = "export default { site: 'https://example.com' }"
  return project.write('ssr-pages.config.mjs', `${code}\n${site}`)
}
