import { describe, expect, test } from '@jest/globals'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { inspect } from 'node:util'
import { Request as UndiciRequest } from 'undici'
import type { Context } from '../../src/context/context.ts'
import { failOnFaults } from '../support/faults.ts'
import { withServer } from '../support/serve.ts'
import { siteOf } from './site.ts'
import { OK, exchange, lines } from '../support/wire.ts'

failOnFaults()

const BODY = '\u00ef\u00bb\u00bf{"a":1}'
const POST =
  lines(
    'POST /?q HTTP/1.1',
    'Host: a',
    'Content-Type: Application/JSON; Charset=UTF-8',
    'X-A: 1',
    `Content-Length: ${BODY.length}`,
  ) + BODY

type Read = (request: Request) => unknown

/**
 * Returns what a page reads from its request. The next request on the connection must be answered.
 */
async function seen(read: Read): Promise<unknown> {
  const pages = siteOf({
    'index.ts': { POST: async ({ request }: Context) => Response.json(await read(request)) },
    'next.ts': { GET: () => new Response('next') },
  })
  const [answer, next] = await withServer(pages as never, ({ port }) => exchange(port, POST + OK))
  expect(next?.body).toBe('next')
  return JSON.parse(answer?.body ?? '')
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no failure',
    (error: Error) => error.name,
  )

describe('the request of a page', () => {
  const cases: [what: string, read: Read, expected: unknown][] = [
    [
      'is a Request of the platform',
      (request) => [
        request instanceof Request,
        Object.prototype.toString.call(request),
        Request.prototype.clone.call(request) instanceof Request,
      ],
      [true, '[object Request]', true],
    ],
    [
      'can be the model of another',
      async (request) => {
        const copy = new Request(request, { headers: { 'x-b': '2' } })
        return [copy.url, copy.method, copy.headers.get('x-a'), await copy.json()]
      },
      ['http://a/?q', 'POST', null, { a: 1 }],
    ],
    [
      'can be the model of one for another URL',
      async (request) => {
        const copy = new Request('http://b/', request)
        return [copy.url, copy.headers.get('x-a'), await copy.text()]
      },
      ['http://b/', '1', '{"a":1}'],
    ],
    [
      'can be the model of one of undici',
      async ({ url, method, headers, body }) => {
        const init = { method, headers: [...headers], body, duplex: 'half' }
        const copy = new UndiciRequest(url, init as never)
        return [copy.url, copy.headers.get('x-a'), await copy.json()]
      },
      ['http://a/?q', '1', { a: 1 }],
    ],
    [
      'hands its signal on to a clone, and to the copy it is the model of',
      (request) => {
        const { signal } = request
        const copy = new Request('http://b/', request)
        return [request.clone().signal === signal, copy.signal.aborted]
      },
      [true, false],
    ],
    [
      'has a clone as long as nobody has read it',
      async (request) => [
        request.bodyUsed,
        await request.clone().json(),
        request.bodyUsed,
        await request.json(),
        request.bodyUsed,
      ],
      [false, { a: 1 }, false, { a: 1 }, true],
    ],
    [
      'has neither clone nor body once it is read',
      async (request) => {
        await request.text()
        const clone = failure((async () => request.clone())())
        return [await clone, await failure(request.text()), request.bodyUsed]
      },
      ['TypeError', 'TypeError', true],
    ],
    [
      'has the same headers each time, which may be changed',
      (request) => {
        const { headers, signal } = request
        headers.set('x-a', '2')
        return [headers === request.headers, request.headers.get('x-a'), signal === request.signal]
      },
      [true, '2', true],
    ],
    [
      'has the same URL before and after it is read',
      async (request) => {
        const before = request.url
        await request.text()
        return [before, request.url]
      },
      ['http://a/?q', 'http://a/?q'],
    ],
    [
      'can be printed, and read afterwards',
      async (request) => [inspect(request).includes("method: 'POST'"), await request.json()],
      [true, { a: 1 }],
    ],
    [
      'has a Blob with its type',
      async (request) => {
        const blob = await request.blob()
        return [blob.type, blob.size]
      },
      ['application/json;charset=utf-8', 10],
    ],
    [
      'has all of its bytes, the mark of their order too',
      async (request) => [...new Uint8Array(await request.arrayBuffer())].slice(0, 4),
      [0xef, 0xbb, 0xbf, 0x7b],
    ],
  ]

  test.each(cases)('%s', async (_, read, expected) => {
    expect(await seen(read)).toEqual(expected)
  })

  test('can be passed on to fetch() with its body', async () => {
    const upstream = createServer(async (req, res) => {
      res.end(JSON.stringify([req.method, req.headers['x-a'], await text(req)]))
    })
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/`
    const answer = await seen(async (request) => (await fetch(new Request(url, request))).json())
    upstream.closeAllConnections()
    upstream.close()
    expect(answer).toEqual(['POST', '1', '{"a":1}'])
  })

  test('keeps bytes that later requests cannot overwrite', async () => {
    const kept: Uint8Array[] = []
    const pages = siteOf({
      'index.ts': {
        async POST({ request }: Context) {
          for await (const chunk of request.body ?? []) kept.push(chunk)
          return new Response('ok')
        },
      },
      'next.ts': { GET: () => new Response('next') },
    })
    const post = (body: string) =>
      lines('POST / HTTP/1.1', 'Host: a', `Content-Length: ${body.length}`) + body
    const bytes = Array.from({ length: 26 }, (_, i) => post(String.fromCharCode(97 + i).repeat(99)))
    await withServer(pages as never, ({ port }) => exchange(port, bytes.join('') + OK))
    const words = Buffer.concat(kept).toString()
    expect(words).toBe(
      Array.from({ length: 26 }, (_, i) => String.fromCharCode(97 + i).repeat(99)).join(''),
    )
  })

  test('works without changes to the globals', async () => {
    const names = ['Request', 'Response', 'Headers', 'fetch', 'ReadableStream'] as const
    const before = names.map((name) => globalThis[name])
    await seen((request) => request.json())
    expect(names.map((name) => globalThis[name])).toEqual(before)
  })
})
