import { describe, expect, test } from '@jest/globals'
import express from 'express'
import http from 'node:http'
import net from 'node:net'
import { gzipSync } from 'node:zlib'
import { setTimeout as pause } from 'node:timers/promises'
import type { Context } from '../../src/context/context.ts'
import { failOnFaults } from '../support/faults.ts'
import { askHttp2 } from './http2.ts'
import { withServer } from '../support/serve.ts'
import { siteOf } from './site.ts'
import {
  OK,
  type WireCase,
  close,
  exchange,
  lines,
  listen,
  parseAnswers,
  portOf,
  runOnWire,
} from '../support/wire.ts'

const LIMIT = 5

const pages = siteOf(
  {
    'next.ts': { GET: () => new Response('next') },
    'ignore.ts': { POST: () => new Response('ignored') },
    'is-null.ts': { POST: ({ request }: Context) => Response.json(request.body === null) },
    'text.ts': { POST: async ({ request }: Context) => new Response(await request.text()) },
    'encoding.ts': {
      async POST({ request }: Context) {
        const { byteLength } = await request.arrayBuffer()
        return Response.json([request.headers.get('content-encoding'), byteLength])
      },
    },
    'first.ts': {
      async POST({ request }: Context) {
        await request.body?.getReader().read()
        return new Response('enough')
      },
    },
    'refuse.ts': {
      async POST({ request }: Context) {
        await request.body?.cancel()
        return new Response('no', { status: 413 })
      },
    },
  },
  { bodyLimit: LIMIT },
)

const TOO_LARGE = { http: 413, express: 413 }
const zipped = gzipSync('x').toString('latin1').slice(0, 20)

const post = (path: string, body: string, ...headers: string[]) =>
  lines(`POST ${path} HTTP/1.1`, 'Host: a', `Content-Length: ${body.length}`, ...headers) + body

const chunks = (path: string, ...parts: string[]) =>
  lines(`POST ${path} HTTP/1.1`, 'Host: a', 'Transfer-Encoding: ChuNked') +
  [...parts, ''].map((part) => `${part.length.toString(16)}\r\n${part}\r\n`).join('')

const is = (name: string, bytes: string, body: string): WireCase => ({
  name,
  bytes,
  status: 200,
  body,
})

describe('a request body', () => {
  runOnWire(pages, [
    is('is read', post('/text', 'hello'), 'hello'),
    is('is read in chunks', chunks('/text', 'he', 'l', 'lo'), 'hello'),
    is('of which nothing is said is none', lines('POST /is-null HTTP/1.1', 'Host: a'), 'true'),
    is('announced as empty is none', post('/is-null', ''), 'true'),
    is('may turn out to be empty', chunks('/text'), ''),
    is('is dropped when no page reads it', post('/ignore', 'x'.repeat(100_000)), 'ignored'),
    is('is dropped in chunks', chunks('/ignore', 'x'.repeat(100_000)), 'ignored'),
    is('is dropped after its first part', post('/first', 'hello'), 'enough'),
    {
      name: 'given up by the page leaves it its answer',
      bytes: post('/refuse', 'x'.repeat(1_000_000)),
      status: 413,
      body: 'no',
    },
    {
      name: 'with two kinds of length is refused by Node',
      bytes: chunks('/text', 'hello').replace('Host: a', 'Host: a\r\nContent-Length: 5'),
      status: 400,
      isLast: true,
    },
    is(
      'is never unzipped',
      lines('POST /encoding HTTP/1.1', 'Host: a', 'Content-Encoding: gzip', 'Content-Length: 4') +
        zipped.slice(0, 4),
      '["gzip",4]',
    ),
    {
      name: 'that waits to be asked for is asked for by Node, once',
      bytes: post('/text', 'hello', 'Expect: 100-continue'),
      status: 200,
      body: 'hello',
      interim: ['100 Continue'],
    },
    {
      name: 'that expects something else is refused by Node',
      bytes: lines('POST /text HTTP/1.1', 'Host: a', 'Expect: more'),
      status: 417,
    },
  ])
})

describe('a body limit', () => {
  const refused = (name: string, bytes: string): WireCase => ({ name, bytes, status: TOO_LARGE })

  runOnWire(pages, [
    is('lets exactly that much pass', post('/text', '12345'), '12345'),
    is('lets exactly that much pass in chunks', chunks('/text', '123', '45'), '12345'),
    refused('stops one byte more', post('/text', '123456')),
    refused('stops one byte more in chunks', chunks('/text', '123', '456')),
    refused('stops one byte more in its own chunk', chunks('/text', '12345', '6')),
    refused('stops a large body in one chunk', chunks('/text', 'x'.repeat(500_000))),
    is('is not about bodies that no page reads', post('/ignore', '123456'), 'ignored'),
    {
      // For Node, bytes beyond the length are another request, and an invalid one.
      name: 'cannot be passed by a length that says less',
      bytes: `${lines('POST /text HTTP/1.1', 'Host: a', 'Content-Length: 5')}12345 and more\r\n\r\n`,
      status: 400,
      body: '',
      isLast: true,
    },
  ])

  test('counts bytes, even if middleware has changed the content-length', async () => {
    const app = express()
      .use((req, _res, next) => {
        req.headers['content-length'] = '1'
        next()
      })
      .use(pages)
    const [answer, next] = await withServer(app, ({ port }) =>
      exchange(port, post('/text', '123456') + OK),
    )
    expect([answer?.status, next?.body]).toEqual([413, 'next'])
  })
})

describe('a client that is still uploading', () => {
  failOnFaults()
  const MEGABYTE = Buffer.alloc(1024 * 1024, 'x')

  /** Sends a head and megabytes of body until the server stops it; returns what it received. */
  async function upload(
    port: number,
    head: string,
    megabytes: number,
    tell?: () => void,
  ): Promise<string> {
    return new Promise((resolve) => {
      const socket = net.connect(port, '127.0.0.1')
      let received = ''
      socket.on('data', (data) => (received += data.toString('latin1')))
      socket.on('error', () => undefined)
      socket.on('close', () => resolve(received))
      socket.write(head)
      void (async () => {
        for (let sent = 0; sent < megabytes && !socket.destroyed; sent++) {
          await new Promise((written) => socket.write(MEGABYTE, written))
          tell?.()
        }
        socket.write(OK)
      })()
    })
  }

  const announced = lines(
    'POST /text HTTP/1.1',
    'Host: a',
    `Content-Length: ${50 * MEGABYTE.length}`,
  )
  const hosts: [string, http.RequestListener][] = [
    ['plain http', pages as http.RequestListener],
    ['Express', express().use(pages)],
  ]

  test.each(hosts)(
    'of 50 MB can read the 413 and send the next request, in %s',
    async (_, listener) => {
      const text = await withServer(listener, ({ port }) => upload(port, announced, 50))
      expect(parseAnswers(text).map(({ status }) => status)).toEqual([413, 200])
    },
  )

  test('without end is cut off, although it was refused at once', async () => {
    const endless = announced.replace(/(?<=Length: )\d+/, String(1e12))
    const { text, sent } = await withServer(
      hosts[0]?.[1] as http.RequestListener,
      async ({ port }) => {
        let sent = 0
        const text = await upload(port, endless, 150, () => sent++)
        return { text, sent }
      },
    )
    expect(parseAnswers(text)[0]?.status).toBe(413)
    expect(sent).toBeGreaterThan(60)
    expect(sent).toBeLessThan(100)
  })

  test('is not read ahead of the page', async () => {
    let seen = 0
    const modules = {
      'index.ts': {
        async POST({ request }: Context) {
          const reader = request.body?.getReader()
          await reader?.read()
          await pause(300)
          const before = seen
          await reader?.cancel()
          return Response.json(before)
        },
      },
    }
    const slow = siteOf(modules, { bodyLimit: Infinity })
    const text = await withServer(
      (req, res) => {
        const timer = setInterval(() => (seen = req.socket.bytesRead), 10)
        res.once('close', () => clearInterval(timer))
        void slow(req, res)
      },
      ({ port }) => upload(port, announced.replace('/text', '/'), 50),
    )
    expect(Number(parseAnswers(text)[0]?.body)).toBeGreaterThan(1000)
    expect(Number(parseAnswers(text)[0]?.body)).toBeLessThan(2 * MEGABYTE.length)
  })
})

test('a hundred bodies that nobody reads share one connection', async () => {
  const server = await listen(pages as http.RequestListener)
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  const ports = new Set<number | undefined>()
  const ask = () =>
    new Promise<string>((resolve, reject) => {
      const options = { port: portOf(server), method: 'POST', path: '/ignore', agent }
      const request = http.request(options, (answer) => {
        ports.add(request.socket?.localPort)
        answer.setEncoding('utf8').on('data', resolve)
      })
      request.on('error', reject).end('x'.repeat(10_000))
    })
  for (let i = 0; i < 100; i++) expect(await ask()).toBe('ignored')
  expect(ports.size).toBe(1)
  agent.destroy()
  await close(server)
})

test('a body that HTTP/2 announces as empty is empty', async () => {
  const ask = (body?: string) => askHttp2(pages, { ':method': 'POST', ':path': '/is-null' }, body)
  expect([(await ask()).body, (await ask('x')).body]).toEqual(['true', 'false'])
})

test('a server that handles 100 Continue itself is left to do so', async () => {
  const server = await listen(pages as http.RequestListener)
  server.on('checkContinue', pages as http.RequestListener)
  const [answer] = await exchange(
    portOf(server),
    post('/text', 'hello', 'Expect: 100-continue', 'Connection: close'),
  )
  expect([answer?.body, answer?.interim]).toEqual(['hello', []])
  await close(server)
})
