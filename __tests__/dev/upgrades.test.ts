import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type RequestListener, type Server, createServer } from 'node:http'
import { createSecureServer } from 'node:http2'
import { createServer as createTlsServer } from 'node:https'
import { type Socket, connect as connectTcp } from 'node:net'
import { text } from 'node:stream/consumers'
import { connect as connectTls } from 'node:tls'
import { afterEach, describe, expect, test } from '@jest/globals'
import { WebSocket, WebSocketServer } from 'ws'
import { type Upgrades, type Verdict, createUpgrades } from '../../src/dev/vite/upgrades.ts'
import { failOnFaults } from '../support/faults.ts'
import { lines, parseAnswers, portOf } from '../support/wire.ts'
import { ROOT } from '../support/root.ts'

failOnFaults()

const tls = (name: string) => readFileSync(`${ROOT}/__tests__/fixtures/tls/${name}.pem`)
const TLS = { key: tls('key'), cert: tls('cert') }

/** Servers that a user may have, and how a client connects to each. */
const HOSTS: readonly [string, (listener: RequestListener) => Server, (port: number) => Socket][] =
  [
    ['http', (listener) => createServer(listener), (port) => connectTcp(port, '127.0.0.1')],
    [
      'https',
      (listener) => createTlsServer(TLS, listener),
      (port) => connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false }),
    ],
    [
      'http2 with HTTP/1',
      (listener) => {
        const server: unknown = createSecureServer({ ...TLS, allowHTTP1: true }, listener as never)
        return server as Server
      },
      (port) => connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false }),
    ],
  ]

const opened: { server: Server; upgrades: readonly Upgrades[] }[] = []

afterEach(async () => {
  for (const { server, upgrades } of opened.splice(0)) {
    for (const each of upgrades) each.close()
    server.close()
    server.closeAllConnections?.()
    await once(server, 'close')
  }
})

/** Answers with what it received. */
const echo: RequestListener = async (req, res) => {
  const { method, url, headers } = req
  const { upgrade, connection } = headers
  const body = await text(req)
  res.end(JSON.stringify({ method, url, upgrade, connection, body }))
}

interface Given {
  readonly host?: (typeof HOSTS)[number]
  readonly listener?: RequestListener
  readonly verdicts?: readonly Verdict[]
}

/** A server whose upgrades get each verdict once. */
async function start({ host = HOSTS[0], listener = echo, verdicts = ['leave'] }: Given) {
  if (host === undefined) throw new Error('There is no such host.')
  const server = host[1](listener)
  const upgrades = verdicts.map((verdict) => createUpgrades(() => verdict))
  for (const each of upgrades) each.attach(server)
  opened.push({ server, upgrades })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, upgrades, connect: () => host[2](portOf(server)) }
}

const UPGRADE = ['Host: a', 'Connection: Upgrade', 'Upgrade: websocket']

async function send(socket: Socket, bytes: string) {
  socket.write(bytes, 'latin1')
  return parseAnswers(await text(socket))
}

describe.each(HOSTS)('an upgrade to an unknown protocol, over %s', (...host) => {
  test('has its body, whose start came with the head', async () => {
    const { connect } = await start({ host })
    const socket = connect()
    const body = 'x'.repeat(300_000)
    const head = lines(
      'POST /a?b HTTP/1.1',
      'Host: a',
      'Connection: Upgrade, HTTP2-Settings, close',
      'Upgrade: h2c',
      'HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA',
      `Content-Length: ${body.length}`,
    )
    const [answer, ...more] = await send(socket, head + body)
    expect(JSON.parse(answer?.body ?? '')).toEqual({
      method: 'POST',
      url: '/a?b',
      upgrade: 'h2c',
      connection: 'HTTP2-Settings, close',
      body,
    })
    expect(more).toEqual([])
  })

  test('does not disturb the next request of its connection', async () => {
    const { connect } = await start({ host })
    const chunked = lines('POST /1 HTTP/1.1', ...UPGRADE, 'Transfer-Encoding: chunked')
    const next = lines('GET /2 HTTP/1.1', 'Host: a', 'Connection: close')
    const answers = await send(connect(), `${chunked}5\r\nhello\r\n0\r\n\r\n${next}`)
    const seen = answers.map(({ body }) => JSON.parse(body))
    expect(seen).toMatchObject([{ url: '/1', body: 'hello' }, { url: '/2' }])
  })

  test('waits for the answers to the requests before it', async () => {
    const { connect } = await start({
      host,
      listener: (req, res) => {
        setTimeout(() => res.end(req.url), req.url === '/slow' ? 50 : 0)
      },
    })
    const slow = lines('GET /slow HTTP/1.1', 'Host: a')
    const last = lines('GET /3 HTTP/1.1', 'Host: a', 'Connection: close')
    const upgrade = lines('GET /2 HTTP/1.1', ...UPGRADE)
    const answers = await send(connect(), slow + slow + upgrade + last)
    expect(answers.map(({ body }) => body)).toEqual(['/slow', '/slow', '/2', '/3'])
  })

  test('is answered by one of several that listen', async () => {
    const { connect } = await start({ host, verdicts: ['leave', 'leave', 'leave'] })
    const asked = lines('GET /1 HTTP/1.1', ...UPGRADE, 'Connection: close')
    expect(await send(connect(), asked)).toMatchObject([{ status: 200 }])
  })
})

const resets: readonly [string, Verdict][] = [
  ['is refused', 'refuse'],
  ['is accepted without a listener', 'accept'],
  ['has an unknown protocol', 'leave'],
]

describe.each(HOSTS)('a client of %s that resets the connection', (...host) => {
  test.each(resets)(
    'directly after an upgrade that %s does not end the process',
    async (_what, verdict) => {
      const { server, connect } = await start({ host, verdicts: [verdict], listener: () => {} })
      for (let count = 0; count < 20; count += 1) await sendAndReset(server, host)
      server.removeAllListeners('request')
      server.on('request', echo)
      expect(await send(connect(), PLAIN)).toMatchObject([{ status: 200 }])
    },
  )

  test('while an upgrade waits for an earlier answer does not end the process', async () => {
    const { server, connect } = await start({ host, listener: () => {} })
    await sendAndReset(server, host, lines('GET /slow HTTP/1.1', 'Host: a'))
    server.removeAllListeners('request')
    server.on('request', echo)
    expect(await send(connect(), PLAIN)).toMatchObject([{ status: 200 }])
  })
})

const PLAIN = lines('GET /x HTTP/1.1', 'Host: a', 'Connection: close')

/** Resets the connection as soon as the server has seen the upgrade, and waits until the server notices. */
async function sendAndReset(server: Server, [name]: (typeof HOSTS)[number], before = '') {
  const raw = connectTcp(portOf(server), '127.0.0.1').on('error', () => {})
  const isTls = name !== 'http'
  const socket = isTls ? connectTls({ socket: raw, rejectUnauthorized: false }) : raw
  socket.on('error', () => {})
  const [accepted] = (await once(server, 'connection')) as [Socket]
  // Node's `once()` would reject with the error that this test expects.
  const isClosed = new Promise((resolve) => accepted.once('close', resolve))
  const isSeen = new Promise((resolve) => server.once('request', resolve))
  socket.write(before + lines('GET / HTTP/1.1', ...UPGRADE))
  await Promise.race([isSeen, isClosed])
  server.removeAllListeners('request')
  server.on('request', () => {})
  raw.resetAndDestroy()
  await isClosed
}

test.each([
  ['is refused', 'refuse', 403],
  ['is accepted without a listener', 'accept', 503],
] as const)(
  'the connection of a client that keeps its side open when it %s is closed',
  async (_, verdict, status) => {
    const { server, connect } = await start({ verdicts: [verdict] })
    const closed = new Promise<void>((resolve) => {
      server.once('connection', (socket: Socket) => socket.once('close', () => resolve()))
    })
    const socket = connectTcp({ port: portOf(server), host: '127.0.0.1', allowHalfOpen: true })
    const [answer] = await send(socket, lines('GET / HTTP/1.1', ...UPGRADE))
    expect(answer?.status).toBe(status)
    await closed
    socket.destroy()
    connect().destroy()
  },
)

test('a client that closes its side directly after an upgrade is answered', async () => {
  const { server } = await start({})
  const socket = connectTcp({ port: portOf(server), host: '127.0.0.1', allowHalfOpen: true })
  socket.end(lines('GET /half HTTP/1.1', ...UPGRADE))
  expect(parseAnswers(await text(socket))).toMatchObject([{ status: 200 }])
})

test('a WebSocket server beside ours gets its own sockets, with the bytes after the request', async () => {
  const { server } = await start({ verdicts: ['leave', 'leave'] })
  const sockets = new WebSocketServer({ server, path: '/chat' })
  sockets.on('connection', (socket) => {
    socket.on('message', (data) => socket.send(`echo ${String(data)}`))
  })
  const client = new WebSocket(`ws://127.0.0.1:${portOf(server)}/chat`)
  await once(client, 'open')
  client.send('hello')
  const [data] = await once(client, 'message')
  expect(String(data)).toBe('echo hello')
  client.terminate()
  sockets.close()
})

test('a server is restored after close()', async () => {
  const { server, upgrades, connect } = await start({ verdicts: ['refuse', 'refuse'] })
  // Closed in the order of their start: the first one is not the last that intercepted the server.
  for (const each of upgrades) each.close()
  expect(server.listenerCount('upgrade')).toBe(0)
  const asked = lines('GET /1 HTTP/1.1', ...UPGRADE, 'Connection: close')
  expect(await send(connect(), asked)).toMatchObject([{ status: 200 }])
})
