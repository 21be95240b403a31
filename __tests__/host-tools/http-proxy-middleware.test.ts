import { once } from 'node:events'
import { Agent, type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createProxyMiddleware } from 'http-proxy-middleware'
import { request } from 'undici'
import { withServer } from '../support/serve.ts'
import { createGate } from './gate.ts'
import { FRAMEWORKS, pages } from './hosts.ts'
import { readBody } from './read-body.ts'
import { watchProcess } from './watch-process.ts'

// The proxy uses `util._extend`, which newer versions of Node warn about.
watchProcess(['util._extend'])

const BYTES = Buffer.alloc(1_000_000, Buffer.from([...Array(256).keys()]))

/** The other server, which echoes requests. */
const upstream = createServer((req, res) => void answer(req, res))
let target = ''
const agent = new Agent({ keepAlive: true })

/** The last part of the answer at `/slow` waits for this gate. */
let rest = createGate()

async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk as Buffer)
  res.setHeader('x-seen', `${req.method} ${req.url} ${req.headers['content-length'] ?? 'chunked'}`)
  res.setHeader('set-cookie', ['upstream=1', 'upstream=2'])
  if (req.url === '/slow') res.write('first')
  if (req.url === '/slow') res.end(await rest.promise)
  else res.end(Buffer.concat(chunks))
}

beforeAll(async () => {
  await once(upstream.listen(0, '127.0.0.1'), 'listening')
  target = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`
})
afterAll(() => {
  agent.destroy()
  upstream.closeAllConnections()
  upstream.close()
})

function* inChunks(): Generator<Buffer> {
  for (let i = 0; i < BYTES.length; i += 100_000) yield BYTES.subarray(i, i + 100_000)
}

describe.each(FRAMEWORKS)('http-proxy-middleware in %s', (_framework, framework) => {
  const orders = [
    [
      'in front of the pages',
      () =>
        framework().use(createProxyMiddleware({ target, agent, pathFilter: '/backend' }), pages),
    ],
    ['behind the pages', () => framework().use(pages, createProxyMiddleware({ target, agent }))],
  ] as const

  describe.each(orders)('%s', (_where, createApp) => {
    test.each([
      ['POST', BYTES, '1000000'],
      ['PUT', 'in chunks', 'chunked'],
      ['PATCH', '{"a":1}', '7'],
      ['DELETE', '', '0'],
      ['OPTIONS', 'x', '1'],
    ] as const)('a %s gets through with its body untouched', async (method, content, length) => {
      await withServer(createApp(), async ({ url }) => {
        const { headers, body } = await request(`${url}/backend?a=%2F`, {
          method,
          body: content === 'in chunks' ? Readable.from(inChunks()) : content,
        })
        const sent = content === 'in chunks' ? BYTES : Buffer.from(content)
        expect(Buffer.from(await body.arrayBuffer()).equals(sent)).toBe(true)
        expect(headers['x-seen']).toBe(`${method} /backend?a=%2F ${length}`)
        expect(headers['set-cookie']).toEqual(['upstream=1', 'upstream=2'])
      })
    })

    test('a page is answered by the pages', async () => {
      await withServer(createApp(), async ({ url }) => {
        for (const [method, path, status] of [
          ['GET', '/whole', 200],
          ['HEAD', '/whole', 200],
          ['GET', '/moved', 302],
          ['POST', '/api/ignore', 200],
          ['GET', '/api/ignore', 405],
        ] as const) {
          const { statusCode, headers, body } = await request(url + path, { method })
          await body.dump()
          expect([path, statusCode, headers['x-seen']]).toEqual([path, status, undefined])
        }
      })
    })

    test('a connection serves pages and the other server in turn', async () => {
      await withServer(createApp(), async ({ raw }) => {
        const post = 'POST /backend HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody'
        const get = 'GET /own HTTP/1.1\r\nHost: a\r\n\r\n'
        const answers = await raw(
          post + get + post + get.replace('Host', 'Connection: close\r\nHost'),
        )
        const bodies = answers.split(/HTTP\/1\.1 200[^]*?\r\n\r\n/).slice(1)
        expect(bodies.map((body) => /body|own/.exec(body)?.[0])).toEqual([
          'body',
          'own',
          'body',
          'own',
        ])
      })
    })
  })

  test('after the pages, an OPTIONS for a page keeps its body too', async () => {
    await withServer(orders[1][1](), async ({ url }) => {
      const { headers, body } = await request(`${url}/whole`, { method: 'OPTIONS', body: 'asked' })
      expect([headers['x-seen'], await body.text()]).toEqual(['OPTIONS /whole 5', 'asked'])
    })
  })

  test('after the pages, a slow response is passed on as it arrives', async () => {
    rest = createGate()
    await withServer(orders[1][1](), async ({ url }) => {
      const { body } = await request(`${url}/slow`)
      const reader = readBody(body, undefined)
      await reader.until('first')
      rest.open()
      expect(await reader.rest()).toBe('firstlast')
    })
  })

  test('pages go on while the other server is down', async () => {
    const down = createProxyMiddleware({ target: 'http://127.0.0.1:1' })
    await withServer(framework().use(pages, down), async ({ url }) => {
      const { statusCode, body } = await request(`${url}/nowhere`)
      await body.dump()
      expect(statusCode).toBe(504)
      expect((await request(`${url}/whole`)).statusCode).toBe(200)
    })
  })
})
