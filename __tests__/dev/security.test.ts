import { once } from 'node:events'
import { symlink } from 'node:fs/promises'
import { request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { WebSocket } from 'ws'
import { type Server, startServer } from '../support/servers.ts'
import { until } from '../support/until.ts'
import { fastest, onTheWall } from '../support/growth.ts'
import { ATTACKS, LINKS, NOT_SERVED, PUBLISHED, SECRETS } from './attacks.ts'
import { type Project, createProject } from './project.ts'

const places = [
  { where: 'at the root', at: '' },
  { where: 'below a mount path', at: '/shop' },
  { where: 'with a base', at: '/docs' },
  { where: 'with a base below a mount path', at: '/x/docs' },
]

const FILES = [...Object.keys(SECRETS), ...Object.keys(LINKS)]
const REFUSALS = new Set(['400', '403', '404'])
const FOREIGN = [
  'evil.example',
  'localhost.evil.example',
  'evil.example#localhost',
  'x@localhost',
  '%6cocalhost',
  '',
]
const PING = { 'sec-websocket-protocol': 'vite-ping' }
const CONFIG = { 'ssr-pages.config.mjs': "export default { base: '/docs' } // CANARY" }

let roots: Project[]
let server: Server

beforeAll(async () => {
  const files = { ...SECRETS, ...PUBLISHED, 'public/robots.txt': 'public' }
  roots = [await createProject(files), await createProject({ ...files, ...CONFIG })]
  for (const { root } of roots) {
    for (const [link, target] of Object.entries(LINKS)) await symlink(target, join(root, link))
  }
  server = await startServer('dev-places.mjs', ...roots.map(({ root }) => root))
})

afterAll(async () => {
  await server?.stop()
  for (const project of roots) await project.remove()
})

describe.each(places)('a development server $where', ({ at }) => {
  const root = () => roots[at.includes('docs') ? 1 : 0]?.root ?? ''

  // Vite serves more once it knows the modules of a page.
  test('serves the files that a page uses, without any server code', async () => {
    const page = await send(`${at}/`)
    // Of Markdown, only its HTML and its fields are printed.
    expect(page).toContain('6 12')
    const images = ['mark', 'shown', 'ground'].map((name) => `${at}/src/img/${name}.svg`)
    for (const path of [...urlsOf(page), ...images]) {
      const answer = await send(path)
      expect(answer).toMatch(/^HTTP\/1\.1 200 /)
      expect(answer + sourceMapOf(answer)).not.toContain('CANARY')
      for (const [, url = ''] of answer.matchAll(/(?:from|import)\s*"(\/[^"]+)"/g)) {
        expect(await send(url)).toMatch(/^HTTP\/1\.1 200 /)
      }
    }
    expect((await send(`${at}/src/menu.ts`)).includes('console.log(acme')).toBe(true)
  })

  test.each(ATTACKS)('does not serve other files, requested by %s', async (attack) => {
    const paths = FILES.map((file) => {
      return attack.replaceAll('FILE', file).replace('ROOT', root())
    })
    const answers = await sendAll(paths.map((path) => at + path))
    expect(answers).not.toMatch(/CANARY|root:x:/)
    const statuses = Array.from(answers.matchAll(/^HTTP\/1\.1 (\d+)/gm), ([, status]) => status)
    expect(statuses).toHaveLength(paths.length)
    expect(paths.filter((_, index) => !REFUSALS.has(statuses[index] ?? ''))).toEqual([])
  })

  test.each(NOT_SERVED)('has no %s', async (path) => {
    expect(isRefusal(await send(at + path))).toBe(true)
    expect(isRefusal(await send(`http://localhost${at}${path}`))).toBe(true)
  })

  test.each(['/', '/@vite/client', '/@ssr-pages/client.js', '/src/menu.ts', '/src/img/mark.svg'])(
    'answers %s neither under a foreign name nor for a foreign page',
    async (path) => {
      for (const host of FOREIGN) {
        expect(await send(at + path, `Host: ${host}\r\n`)).toMatch(/^HTTP\/1\.1 40[03] /)
      }
      const answer = await send(at + path, 'Host: localhost\r\nOrigin: https://evil.example\r\n')
      expect(answer).not.toMatch(/access-control-allow-origin/i)
    },
  )

  test.each(['LOCALHOST', 'localhost.', 'LocalHost.:3000', 'shop.LOCALHOST'])(
    'answers a page and its files under the name %s',
    async (host) => {
      const urls = urlsOf(await send(`${at}/`))
      for (const url of [`${at}/`, ...urls]) {
        const answer = await send(url, `Host: ${host}\r\n`)
        expect([url, answer.slice(9, 12)]).toEqual([url, '200'])
      }
    },
  )

  test.each(['document', 'iframe', 'frame', 'fencedframe', 'object', 'embed', 'empty', 'worker'])(
    'shows no server code to a browser that requests a %s',
    async (use) => {
      const urls = urlsOf(await send(`${at}/`))
      expect(urls.some((url) => url.includes('type=script'))).toBe(true)
      for (const url of urls) {
        const answer = await send(url, `Host: localhost\r\nSec-Fetch-Dest: ${use}\r\n`)
        expect(answer).toMatch(/^HTTP\/1\.1 200 /)
        expect(answer + sourceMapOf(answer)).not.toContain('CANARY')
      }
    },
  )

  test.each([
    ['cross-site', 'script', 403],
    ['same-site', 'script', 403],
    ['cross-site', 'style', 403],
    ['cross-site', 'empty', 403],
    ['cross-site', 'worker', 403],
    ['same-origin', 'script', 200],
    ['none', 'script', 200],
    ['cross-site', 'image', 200],
  ])('lets a %s page load a %s or not', async (site, use, status) => {
    await send(`${at}/`)
    await send(`${at}/src/pages/index.astro?astro&type=script&index=0&lang.ts`)
    const fetched = `Sec-Fetch-Mode: no-cors\r\nSec-Fetch-Site: ${site}\r\nSec-Fetch-Dest: ${use}\r\n`
    for (const path of ['/src/menu.ts', '/@vite/client', '/@ssr-pages/client.js']) {
      const answer = await send(at + path, `Host: localhost\r\n${fetched}`)
      expect([path, answer.slice(9, 12)]).toEqual([path, String(status)])
    }
  })

  test('does not tell a stranger which files exist', async () => {
    const paths = ['/src/img/shown.svg', '/src/img/nowhere.svg', '/@fs/etc/passwd', '/@fs/nowhere']
    const answers = paths.map((path) => send(at + path, 'Host: evil.example\r\n'))
    const statuses = (await Promise.all(answers)).map((answer) => answer.slice(9, 12))
    expect(new Set(statuses)).toEqual(new Set(['403']))
  })

  test.each(['&', '?', '?import', '&t=1', '%61', '/', '@fs/', '?&', '.astro?'])(
    'is not kept busy by an address of 15 kB of %s without a valid name',
    async (part) => {
      const path = `${at}/x?${part.repeat(15_000 / part.length)}x`
      for (const host of ['localhost', 'evil.example']) {
        const times: number[] = []
        for (let run = 0; run < 5; run++) {
          const start = performance.now()
          await send(path, `Host: ${host}\r\n`)
          times.push(performance.now() - start)
        }
        // With quadratic growth it took 400 ms.
        expect(Math.min(...times)).toBeLessThan(100)
      }
    },
  )

  test('does not list its routes under a foreign name', async () => {
    const headers = 'Accept: text/html\r\nHost: '
    expect(await send(`${at}/nowhere`, `${headers}localhost\r\n`)).toContain('index.astro')
    expect(await send(`${at}/nowhere`, `${headers}evil.example\r\n`)).not.toContain('index.astro')
  })

  const sockets = [
    ['of its own page', {}, true, 101],
    ['without the token', {}, false, 403],
    ['of no page at all, without the token', { origin: undefined }, false, 403],
    ['of no page at all, with the token', { origin: undefined }, true, 101],
    ['under its name in capitals', { host: 'LOCALHOST' }, true, 101],
    ['under its name with a dot at the end', { host: 'localhost.' }, true, 101],
    ['of a foreign page', { origin: 'https://evil.example' }, true, 403],
    ['of a page without an origin', { origin: 'null' }, true, 403],
    ['under a foreign name', { host: 'evil.example' }, true, 403],
    [
      'under a foreign name, of a page of that name',
      { host: 'evil.example', origin: 'http://evil.example' },
      true,
      403,
    ],
    ['of a foreign page, to ping', { origin: 'https://evil.example', ...PING }, false, 403],
    ['to ping', PING, true, 403],
  ] as const

  test.each(sockets)('lets a socket %s in or not', async (_what, headers, hasToken, status) => {
    expect(await upgrade(hasToken ? await socketPath(at) : pathOf(at, 'none'), headers)).toBe(
      status,
    )
  })

  test.each(['vite-ping', 'vite-hmr'])('survives a client of %s that breaks it', async (name) => {
    const path = await socketPath(at)
    const handshake = [
      `GET ${path} HTTP/1.1`,
      `Host: localhost:${server.port}`,
      `Origin: http://localhost:${server.port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==',
      `Sec-WebSocket-Protocol: ${name}`,
    ].join('\r\n')
    for (const bytes of ['xxxx', '\xff\xff\xff\xff', '\x88\x80', '\x81\xff\xff\xff']) {
      const socket = connect(server.port, 'localhost').on('error', () => {})
      socket.write(`${handshake}\r\n\r\n${bytes}`, 'latin1')
      await once(socket, 'data')
      socket.resetAndDestroy()
    }
    expect(await send(`${at}/`)).toMatch(/^HTTP\/1\.1 200 /)
    expect(server.troubles()).toEqual([])
  })

  test('sends no file over the socket of live changes', async () => {
    const origin = `http://localhost:${server.port}`
    const url = `ws://localhost:${server.port}${await socketPath(at)}`
    const socket = new WebSocket(url, 'vite-hmr', { origin })
    await once(socket, 'open')
    let received = ''
    socket.on('message', (message) => (received += String(message)))
    for (const file of FILES) {
      const data = { name: 'fetchModule', id: `send:${file}`, data: [`${root()}/${file}?raw`] }
      socket.send(JSON.stringify({ type: 'custom', event: 'vite:invoke', data }))
    }
    while (!received.includes(`response:${FILES.at(-1)}`)) await once(socket, 'message')
    expect(received.split('"message":"fetchModule is disabled').length - 1).toBe(FILES.length)
    expect(received).not.toContain('CANARY')
    socket.close()
  })
})

test('a removed script or style of a page shows no source of the page', async () => {
  const page = "---\nconst secret = 'CANARY'\n---\n<p>{secret.length}</p>\n"
  const parts = '<script>console.log(1)</script><style>p { color: red }</style>'
  const project = await createProject({ 'src/pages/index.astro': page + parts })
  const live = await startServer('dev-plain.mjs', project.root, 'node')
  const get = (path: string) => sendTo(live.port, path, 'Host: localhost\r\n')
  try {
    const urls = urlsOf(await get('/'))
    expect(urls).toHaveLength(3)
    await project.write('src/pages/index.astro', page)
    await until(async () => urlsOf(await get('/')).length === 1)
    for (const url of urls) {
      const answer = await get(url)
      expect(answer + sourceMapOf(answer)).not.toContain('CANARY')
      expect(answer).toMatch(/^HTTP\/1\.1 200 /)
    }
  } finally {
    await live.stop()
    await project.remove()
  }
})

test('an error of the configuration is not shown to strangers', async () => {
  const config = { 'ssr-pages.config.mjs': "throw new Error('CANARY')" }
  const project = await createProject({ ...SECRETS, ...config })
  const broken = await startServer('dev-plain.mjs', project.root, 'express')
  try {
    for (const path of ['/', '/nowhere', '/src/menu.ts']) {
      const answer = await sendTo(broken.port, path, 'Host: evil.example\r\nAccept: */*\r\n')
      expect([answer.slice(9, 12), answer.includes('CANARY')]).toEqual(['403', false])
    }
  } finally {
    await broken.stop()
    await project.remove()
  }
})

describe('an address of 15 kB', () => {
  const parts = ['&', '?', '&t=1', '&import', '/', '%2e', '?hash=a', '&hash=', '#', '@', '"', 'x']
  test.each(parts)('of %j is answered in linear time', async (part) => {
    for (const headers of ['Host: localhost\r\n', 'Host: evil.example\r\n']) {
      const ask = (length: number) => {
        return send(`/src/x?${part.repeat(length / part.length)}!`, headers)
      }
      const [half, whole] = [
        await fastest(() => ask(7_000), onTheWall, 5),
        await fastest(() => ask(14_000), onTheWall, 5),
      ]
      // Very short times are not compared.
      expect(whole).toBeLessThan(Math.max(half * 2.5, 60))
    }
  })
})

function isRefusal(answer: string): boolean {
  return REFUSALS.has(answer.slice(9, 12)) && !/CANARY|root:x:/.test(answer)
}

function urlsOf(page: string): string[] {
  const urls = page.matchAll(/(?:src|href)="(\/[^"]+)"/g)
  return [...urls]
    .map(([, url = '']) => url.replaceAll('&amp;', '&'))
    .filter((url) => !url.endsWith('.svg'))
}

function sourceMapOf(answer: string): string {
  const [, map = ''] =
    /sourceMappingURL=data:application\/json;base64,([\w+/=]+)/.exec(answer) ?? []
  return Buffer.from(map, 'base64').toString()
}

function pathOf(at: string, token: string): string {
  return `${at}/@ssr-pages/socket?token=${token}`
}

async function socketPath(at: string): Promise<string> {
  const [, token = ''] = /const wsToken = "([^"]+)"/.exec(await send(`${at}/@vite/client`)) ?? []
  expect(token).not.toBe('')
  return pathOf(at, token)
}

function send(path: string, headers = 'Host: localhost\r\n'): Promise<string> {
  return sendTo(server.port, path, headers)
}

async function sendTo(port: number, path: string, headers: string): Promise<string> {
  const socket = connect(port, 'localhost')
  socket.write(`GET ${path} HTTP/1.1\r\n${headers}Connection: close\r\n\r\n`, 'latin1')
  return text(socket)
}

/** Sends requests one after another over one connection. */
async function sendAll(paths: readonly string[]): Promise<string> {
  const socket = connect(server.port, 'localhost')
  const requests = paths.map((path, index) => {
    const connection = index === paths.length - 1 ? 'close' : 'keep-alive'
    return `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: ${connection}\r\n\r\n`
  })
  socket.write(requests.join(''), 'latin1')
  return text(socket)
}

async function upgrade(
  path: string,
  headers: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const { port } = server
  const sent = {
    origin: `http://localhost:${port}`,
    host: `localhost:${port}`,
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-protocol': 'vite-hmr',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'MDEyMzQ1Njc4OWFiY2RlZg==',
    ...headers,
  }
  const known = Object.entries(sent).filter(([, value]) => value !== undefined)
  const outgoing = request({ port, path, headers: Object.fromEntries(known) }).end()
  return new Promise((resolve, reject) => {
    outgoing.once('error', reject)
    outgoing.once('response', (response) => resolve(response.statusCode ?? 0))
    outgoing.once('upgrade', (_response, socket) => {
      socket.destroy()
      resolve(101)
    })
  })
}
