import { setTimeout as wait } from 'node:timers/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { html } from '../../src/render/html.ts'
import { until } from '../support/until.ts'
import { type Adapter, adapters, prerendering, type Site } from './adapters.ts'

/** What somebody else's server answers, by path. */
const upstreams: Readonly<Record<string, (res: ServerResponse, req: IncomingMessage) => void>> = {
  plain: (res) => res.setHeader('content-length', 5).end('hello'),
  gzip: (res) => sendEncoded(res, 'gzip', gzipSync('hello')),
  br: (res) => sendEncoded(res, 'br', brotliCompressSync('hello')),
  twice: (res) => sendEncoded(res, 'gzip, br', brotliCompressSync(gzipSync('hello'))),
  unknown: (res) => sendEncoded(res, 'squeezed', Buffer.from('hello')),
  chunks: (res) => res.writeHead(200).end(),
  none: (res) => res.writeHead(204).end(),
  'not-modified': (res) => res.writeHead(304, { etag: '"1"' }).end(),
  'keep-alive': (res) =>
    res.writeHead(200, { connection: 'keep-alive', 'keep-alive': 'timeout=5' }).end('hello'),
  named: (res) =>
    res
      .writeHead(200, {
        connection: 'close, x-hop',
        'x-hop': '1',
        'proxy-authenticate': 'Basic',
        'x-end': '1',
      })
      .end('hello'),
  cookies: (res) => res.writeHead(200, { 'set-cookie': ['a=1', 'b=2; Path=/'] }).end('hello'),
  missing: (res) => res.writeHead(404, { 'content-type': 'text/plain' }).end('hello'),
}

function sendEncoded(res: ServerResponse, encoding: string, body: Buffer): void {
  res.writeHead(200, { 'content-encoding': encoding, 'content-length': body.length }).end(body)
}

let upstream: Server
let origin: string

beforeAll(async () => {
  upstream = createServer((req, res) => upstreams[String(req.url).slice(1)]?.(res, req))
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`
})
afterAll(() => upstream.close().closeAllConnections())

const fetching = (path: string, init?: RequestInit): Site => ({
  page: {
    GET: () => fetch(`${origin}/${path}`, init),
    HEAD: () => fetch(`${origin}/${path}`, { method: 'HEAD' }),
  },
})
const fetchingForHead = (path: string): Site => ({ page: { GET: fetching(path).page['GET'] } })
const answering = (make: () => unknown): Site => ({ page: { GET: make } })

interface Case {
  readonly name: string
  readonly site: () => Site
  /** [GET] */
  readonly method?: string
  /** [200] */
  readonly status?: number
  readonly body: string
  /** Values by name; `undefined` for a header that must not leave. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>
}

const PLAIN = { 'content-encoding': undefined, 'keep-alive': undefined, trailer: undefined }

const cases: readonly Case[] = [
  {
    name: 'text that was not encoded',
    site: () => fetching('plain'),
    body: 'hello',
    headers: PLAIN,
  },
  ...['gzip', 'br', 'twice'].map((path) => ({
    name: `the text of an upstream that encodes: ${path}`,
    site: () => fetching(path),
    body: 'hello',
    headers: { ...PLAIN, 'content-length': undefined },
  })),
  {
    name: 'bytes of an encoding that fetch() does not know, as they are',
    site: () => fetching('unknown'),
    body: 'hello',
    headers: { 'content-encoding': ['squeezed'] },
  },
  {
    name: 'to HEAD the head of an encoded GET, without its length',
    site: () => fetching('gzip'),
    method: 'HEAD',
    body: '',
    headers: { ...PLAIN, 'content-length': undefined },
  },
  {
    name: 'to HEAD the head of GET where the route has no HEAD',
    site: () => fetchingForHead('gzip'),
    method: 'HEAD',
    body: '',
    headers: { ...PLAIN, 'content-length': undefined },
  },
  {
    name: 'a 204 without body',
    site: () => fetching('none'),
    status: 204,
    body: '',
    headers: { 'content-length': undefined },
  },
  {
    name: 'a 304 with its tag',
    site: () => fetching('not-modified'),
    status: 304,
    body: '',
    headers: { etag: ['"1"'] },
  },
  {
    name: 'nothing of the connection to the upstream',
    site: () => fetching('keep-alive'),
    body: 'hello',
    headers: { 'keep-alive': undefined, 'transfer-encoding': undefined, connection: undefined },
  },
  {
    name: 'no header that Connection names, but all others',
    site: () => fetching('named'),
    body: 'hello',
    headers: {
      'x-hop': undefined,
      'proxy-authenticate': undefined,
      connection: undefined,
      'x-end': ['1'],
    },
  },
  {
    name: 'each cookie on its own',
    site: () => fetching('cookies'),
    body: 'hello',
    headers: { 'set-cookie': ['a=1', 'b=2; Path=/'] },
  },
  {
    name: 'the 404 of an upstream',
    site: () => fetching('missing'),
    status: 404,
    body: 'hello',
    headers: { 'content-type': ['text/plain'] },
  },
  {
    name: 'the answer to an upstream HEAD as an empty body, not with the length of another',
    site: () => fetching('plain', { method: 'HEAD' }),
    body: '',
    headers: { 'content-encoding': undefined },
  },
  {
    name: 'headers of a connection that a Response of the page itself has set',
    site: () =>
      answering(
        () =>
          new Response('hello', {
            headers: {
              'proxy-connection': 'x',
              te: 'trailers',
              'x-end': '1',
              upgrade: 'x',
              'http2-settings': 'x',
            },
          }),
      ),
    body: 'hello',
    headers: {
      'proxy-connection': undefined,
      te: undefined,
      upgrade: undefined,
      'http2-settings': undefined,
      'x-end': ['1'],
    },
  },
  {
    name: 'a page with the status 204 without its HTML',
    site: () => ({
      page: {
        default: (astro: { response: { status: number } }) => {
          astro.response.status = 204
          return html`hello`
        },
      },
    }),
    status: 204,
    body: '',
    headers: { 'content-type': undefined },
  },
]

// What a Node server says of its own connection and body.
const OWN_TO_NODE = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length'])

function isOwnTo({ name }: Adapter, header: string, expected: unknown): boolean {
  return name.startsWith('a Node server') && expected === undefined && OWN_TO_NODE.has(header)
}

describe.each(adapters)('$name sends', (adapter) => {
  test.each(cases)('$name', async ({ site, method = 'GET', status = 200, body, headers }) => {
    const left = await adapter.send(site(), { method })
    expect([left.status, left.body]).toEqual([status, body])
    for (const [name, values] of Object.entries(headers)) {
      if (!isOwnTo(adapter, name, values))
        expect([name, left.headers[name]]).toEqual([name, values])
    }
    const length = left.headers['content-length']
    if (method === 'GET' && status === 200 && length !== undefined) {
      expect(length).toEqual([String(Buffer.byteLength(body))])
    }
  })
})

// Here Node must not add what a case above leaves to it.
describe.each(adapters.filter(({ name }) => name.startsWith('a Node server')))(
  '$name',
  (adapter) => {
    test.each(['GET', 'HEAD'])(
      'keeps its connection where an upstream ends its own: %s',
      async (method) => {
        const left = await adapter.send(fetching('named'), {
          method,
          headers: { connection: 'keep-alive' },
        })
        expect([left.status, left.headers['connection']]).toEqual([200, ['keep-alive']])
        expect(left.headers['x-hop']).toBeUndefined()
      },
    )

    test.each([
      ['gzip', undefined],
      ['chunks', undefined],
      ['plain', ['5']],
    ] as const)(
      'passes on the length that an upstream tells HEAD, and no other: %s',
      async (path, length) => {
        const left = await adapter.send(fetching(path), { method: 'HEAD' })
        expect([left.status, left.headers['content-length']]).toEqual([200, length])
      },
    )
  },
)

describe('prerendering writes', () => {
  const files = cases.filter(({ method, status, site }) => !method && !status && site)
  test.each(files)('$name', async ({ site, body, headers }) => {
    const left = await prerendering.send(site(), { method: 'GET' })
    expect(left.body).toBe(body)
    for (const [name, values] of Object.entries(headers)) {
      if (name !== 'set-cookie') expect([name, left.headers[name]]).toEqual([name, values])
    }
    expect(left.headers['content-length']).toBeUndefined()
  })
})

describe('a body that will not be read is cancelled', () => {
  const sites: readonly [what: string, method: string, make: (onCancel: () => void) => Site][] = [
    [
      'of a Response, for HEAD',
      'HEAD',
      (onCancel) => answering(() => new Response(endless(onCancel))),
    ],
    [
      'of a page middleware that answers itself',
      'GET',
      (onCancel) => ({
        page: { GET: () => new Response(endless(onCancel)) },
        onRequest: async (_: unknown, next: () => Promise<Response>) => {
          await next()
          return new Response('mine')
        },
      }),
    ],
  ]
  const all = adapters.filter(({ name }) => !name.endsWith('middleware'))

  test.each(
    all.flatMap((adapter) => sites.map((site) => [adapter.name, ...site, adapter] as const)),
  )('by %s: %s', async (_, _what, method, make, adapter) => {
    let isCancelled = false
    await adapter.send(
      make(() => (isCancelled = true)),
      { method },
    )
    await until(() => isCancelled)
  })
})

function endless(onCancel: () => void): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      await wait(5)
      controller.enqueue(new Uint8Array(1))
    },
    cancel: onCancel,
  })
}
