import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { WebSocket } from 'ws'
import { type Client, type Protocol, createClient } from '../support/client.ts'
import { type Server, startServer } from '../support/servers.ts'
import { type Project, createProject } from './project.ts'

const INDEX = 'src/pages/index.astro'
const FILES = {
  [INDEX]: `<h1>first {Astro.url.href} {Astro.clientAddress}</h1>
<script>console.log('script')</script>
<style>h1 { color: red }</style>`,
}

interface Place {
  readonly where: string
  readonly port: 'http' | 'h2' | 'proxy'
  readonly protocol: Protocol
  /** The base of the site. */
  readonly at: '' | '/docs'
}

const places: readonly Place[] = [
  { where: 'behind compression()', port: 'http', protocol: 'http', at: '' },
  { where: 'through a proxy', port: 'proxy', protocol: 'http', at: '' },
  { where: 'through a proxy, below a prefix', port: 'proxy', protocol: 'http', at: '/docs' },
  { where: 'over HTTP/2', port: 'h2', protocol: 'h2', at: '' },
  { where: 'over HTTP/1 to an HTTP/2 server', port: 'h2', protocol: 'https', at: '' },
]

let projects: Record<Place['at'], Project>
let server: Server

beforeAll(async () => {
  const config = { 'ssr-pages.config.mjs': "export default { base: '/docs' }" }
  const [root, docs] = [await createProject(FILES), await createProject({ ...FILES, ...config })]
  projects = { '': root, '/docs': docs }
  server = await startServer('dev-proxied.mjs', root.root, docs.root)
})

afterAll(async () => {
  await server?.stop()
  for (const project of Object.values(projects)) await project.remove()
})

describe.each(places)('a development server $where', ({ port, protocol, at }) => {
  let client: Client

  beforeAll(() => {
    client = createClient(protocol, portOf(port))
  })
  afterAll(() => client?.close())

  test('serves its pages, and everything that they load', async () => {
    const { status, body } = await get(`${at}/`)
    expect([status, body]).toEqual([200, expect.stringContaining(`${client.origin}${at}/ `)])
    const urls = [...body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url = '']) => url)
    expect(urls).toHaveLength(3)
    for (const url of [...urls, `${at}/@vite/client`]) {
      expect([url, (await get(url.replaceAll('&amp;', '&'))).status]).toEqual([url, 200])
    }
  })

  test('shows no server code to a browser that navigates to a script', async () => {
    const { body } = await get(`${at}/`)
    const [, url = ''] = /src="([^"]+type=script[^"]+)"/.exec(body) ?? []
    const headers = { 'sec-fetch-dest': 'document' }
    const answer = await client.send({ path: url.replaceAll('&amp;', '&'), headers })
    expect([answer.status, answer.body.includes('Astro.')]).toEqual([200, false])
  })

  test('lists its routes for a path without a page', async () => {
    expect(await get(`${at}/nowhere`)).toMatchObject({
      status: 404,
      body: expect.stringContaining('index.astro'),
    })
  })

  test('is not reachable under a foreign name', async () => {
    const { status } = await client.send({ path: `${at}/`, host: 'evil.example' })
    expect(status).toBe(403)
  })

  test('tells open pages about a change', async () => {
    await get(`${at}/`)
    const socket = await openSocket()
    const messages: string[] = []
    socket.on('message', (message) => messages.push(String(message)))
    const word = `${port}-${protocol}`
    const page = await projects[at].read(INDEX)
    await projects[at].write(INDEX, page.replace(/<h1>\S+/, `<h1>${word}`))
    while (!messages.some((message) => message.includes('ssr-pages:reload'))) {
      await once(socket, 'message')
    }
    expect((await get(`${at}/`)).body).toContain(word)
    socket.close()
  })

  function get(path: string) {
    const headers = { accept: 'text/html,text/css', 'accept-encoding': 'identity' }
    return client.send({ path, headers })
  }

  async function openSocket(): Promise<WebSocket> {
    const { body } = await get(`${at}/@vite/client`)
    const [, token = ''] = /const wsToken = "([^"]+)"/.exec(body) ?? []
    const url = `${client.origin.replace('http', 'ws')}${at}/@ssr-pages/socket?token=${token}`
    const options = { origin: client.origin, rejectUnauthorized: false }
    const socket = new WebSocket(url, 'vite-hmr', options)
    await once(socket, 'message')
    return socket
  }
})

test('pages believe the proxy that the server trusts', async () => {
  const client = createClient('http', portOf('http'))
  const headers = {
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'shop.test',
    'x-forwarded-for': '192.0.2.1',
  }
  const { body } = await client.send({ path: '/', headers })
  expect(body).toContain('https://shop.test/ 192.0.2.1')
  client.close()
})

test('an answer that compression() compresses is the same', async () => {
  const page = await fetch(`http://localhost:${portOf('http')}/`)
  expect(page.headers.get('content-encoding')).not.toBeNull()
  expect(await page.text()).toContain('</h1>')
})

function portOf(name: Place['port']): number {
  const [, ports = '{}'] = /^ports (.*)$/m.exec(server.output()) ?? []
  return JSON.parse(ports)[name]
}
