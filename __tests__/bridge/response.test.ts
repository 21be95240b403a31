import { describe, expect, test } from '@jest/globals'
import { createServer } from 'node:http'
import http2 from 'node:http2'
import type { AddressInfo } from 'node:net'
import { Duplex } from 'node:stream'
import vm from 'node:vm'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { Response as UndiciResponse, fetch as undiciFetch, request } from 'undici'
import type { PageResult } from '../../src/shared/types.ts'
import type { Host, Sent } from './send.ts'
import { GET, HEAD, createListener, page, pieces, respond, send, sendResult } from './send.ts'
import { withServer } from '../support/serve.ts'

const HTML = 'content-type: text/html; charset=utf-8'
const CHUNKED = 'Transfer-Encoding: chunked'

describe('on the wire', () => {
  const bytes = (text: string) => new Response(new TextEncoder().encode(text))
  const status = (code: number, headers: HeadersInit = {}) =>
    respond(new Response(null, { status: code, headers }))

  const cases: [
    what: string,
    make: () => PageResult,
    request: string,
    line: string,
    headers: string[],
    body: string,
  ][] = [
    ['a page', () => page('<p>hi'), GET, '200 OK', [HTML, 'content-length: 5'], '<p>hi'],
    [
      'a page counts bytes',
      () => page('\u{1f600}'),
      GET,
      '200 OK',
      [HTML, 'content-length: 4'],
      '\xf0\x9f\x98\x80',
    ],
    ['a page for HEAD', () => page('<p>hi'), HEAD, '200 OK', [HTML, 'content-length: 5'], ''],
    ['an empty page', () => page(''), GET, '200 OK', [HTML, 'content-length: 0'], ''],
    [
      'a page of another type',
      () => page('x', { headers: new Headers({ 'Content-Type': 'text/plain' }) }),
      GET,
      '200 OK',
      ['content-type: text/plain', 'content-length: 1'],
      'x',
    ],
    [
      'a page in its own words',
      () => page('x', { status: 299, statusText: 'Odd' }),
      GET,
      '299 Odd',
      [HTML, 'content-length: 1'],
      'x',
    ],
    [
      'a page not found',
      () => page('x', { status: 404 }),
      GET,
      '404 Not Found',
      [HTML, 'content-length: 1'],
      'x',
    ],
    [
      'a page with a wrong length',
      () => page('x', { headers: new Headers({ 'content-length': '9' }) }),
      GET,
      '200 OK',
      [HTML, 'content-length: 1'],
      'x',
    ],
    ['a page of nothing', () => page('x', { status: 204 }), GET, '204 No Content', [], ''],
    [
      'a page in chunks',
      () => page(pieces('<p>', '', 'hi')),
      GET,
      '200 OK',
      [HTML, CHUNKED],
      '3\r\n<p>\r\n2\r\nhi\r\n0\r\n\r\n',
    ],
    ['a page in chunks for HEAD', () => page(pieces('<p>', 'hi')), HEAD, '200 OK', [HTML], ''],
    ['a page in no chunks', () => page(pieces()), GET, '200 OK', [HTML, 'content-length: 0'], ''],
    [
      'a page in empty chunks',
      () => page(pieces('', '')),
      GET,
      '200 OK',
      [HTML, 'content-length: 0'],
      '',
    ],

    [
      'a Response',
      () => respond(new Response('hi')),
      GET,
      '200 OK',
      ['content-type: text/plain;charset=UTF-8', 'content-length: 2'],
      'hi',
    ],
    ['a Response of bytes', () => respond(bytes('hi')), GET, '200 OK', ['content-length: 2'], 'hi'],
    [
      'a Response that announces trailers',
      () => respond(new Response('hi', { headers: { 'content-type': 'a/b', trailer: 'x-sum' } })),
      GET,
      '200 OK',
      ['content-type: a/b', CHUNKED],
      '2\r\nhi\r\n0\r\n\r\n',
    ],
    [
      'a Response in pieces',
      () => respond(new Response(pieceStream('h', 'i'))),
      GET,
      '200 OK',
      [CHUNKED],
      '1\r\nh\r\n1\r\ni\r\n0\r\n\r\n',
    ],
    ['a Response of nothing', () => status(200), GET, '200 OK', ['content-length: 0'], ''],
    [
      'a Response of an empty text',
      () => respond(bytes('')),
      GET,
      '200 OK',
      ['content-length: 0'],
      '',
    ],
    [
      'a Response with a length',
      () => respond(new Response(pieceStream('hi'), { headers: { 'content-length': '2' } })),
      GET,
      '200 OK',
      ['content-length: 2'],
      'hi',
    ],
    [
      'a Response with a length for HEAD',
      () => respond(new Response(pieceStream('hi'), { headers: { 'content-length': '2' } })),
      HEAD,
      '200 OK',
      ['content-length: 2'],
      '',
    ],
    [
      'a HEAD handler that tells a length',
      () => status(200, { 'content-length': '99' }),
      HEAD,
      '200 OK',
      ['content-length: 99'],
      '',
    ],
    [
      'a GET that tells a length of nothing',
      () => status(200, { 'content-length': '99' }),
      GET,
      '200 OK',
      ['content-length: 0'],
      '',
    ],
    [
      'a stream of events, which no proxy may hold back',
      () => status(200, { 'content-type': 'text/event-stream; charset=utf-8' }),
      GET,
      '200 OK',
      [
        'content-type: text/event-stream; charset=utf-8',
        'x-accel-buffering: no',
        'content-length: 0',
      ],
      '',
    ],
    [
      'a stream of events with a will of its own',
      () => status(200, { 'content-type': 'text/event-stream', 'x-accel-buffering': 'yes' }),
      GET,
      '200 OK',
      ['content-type: text/event-stream', 'x-accel-buffering: yes', 'content-length: 0'],
      '',
    ],
    ['no content', () => status(204, { 'content-length': '5' }), GET, '204 No Content', [], ''],
    ['reset content', () => status(205), GET, '205 Reset Content', ['content-length: 0'], ''],
    [
      'not modified',
      () => status(304, { etag: '"1"' }),
      GET,
      '304 Not Modified',
      ['etag: "1"'],
      '',
    ],
    [
      'not modified with a length',
      () => status(304, { 'content-length': '5' }),
      GET,
      '304 Not Modified',
      ['content-length: 5'],
      '',
    ],
    [
      'a redirect',
      () => status(302, { location: '/x?y' }),
      GET,
      '302 Found',
      ['location: /x?y', 'content-length: 0'],
      '',
    ],
    [
      'an immutable redirect with a cookie',
      () => respond(Response.redirect('http://a/x'), ['c=1']),
      GET,
      '302 Found',
      ['location: http://a/x', 'set-cookie: c=1', 'content-length: 0'],
      '',
    ],
    [
      'headers of the connection',
      () =>
        status(200, {
          'keep-alive': 'x',
          'proxy-authenticate': 'x',
          te: 'gzip',
          trailer: 'x',
          'transfer-encoding': 'chunked',
          upgrade: 'x',
          connection: 'x-hop',
          'x-hop': '1',
          'x-stays': '1',
        }),
      GET,
      '200 OK',
      ['x-stays: 1', 'content-length: 0'],
      '',
    ],
  ]

  test.each(cases)('%s is right', async (_, make, request_, line, headers, body) => {
    const sent = await send(make, { request: request_ })
    expect(sent.errors).toEqual([])
    expect([sent.line, sent.headers, sent.body]).toEqual([`HTTP/1.1 ${line}`, headers, body])
    expect(sent.isNextWhole).toBe(true)
  })

  test('a long page keeps every character', async () => {
    const html = `abc${'\u{1f600}\u00e9x'.repeat(70_000)}`
    const sent = await send(() => page(html))
    expect(Buffer.from(sent.body, 'latin1').toString()).toBe(html)
    expect([sent.headers[1], sent.isNextWhole]).toEqual([
      `content-length: ${Buffer.byteLength(html)}`,
      true,
    ])
  })

  test('a Response with connection: close closes the connection', async () => {
    const close = new Headers({ connection: 'close' })
    const sent = await send(() => page('x', { headers: close }))
    expect([sent.body, sent.isNextWhole]).toEqual(['x', false])
  })

  test.each<[what: string, make: () => PageResult, end: RegExp]>([
    ['in pieces', () => page(pieces('a', 'b')), /\r\n0\r\n\r\n$/],
    ['of one piece', () => respond(bytes(`${'x'.repeat(1e6)}end`)), /xend$/],
  ])('an answer %s is complete when its promise is', async (_, make, end) => {
    let written = ''
    const connection = new Duplex({
      read: () => undefined,
      write(chunk, _encoding, done) {
        setTimeout(() => {
          written += String(chunk)
          done()
        }, 20)
      },
    })
    const sent = new Promise((resolve, reject) => {
      const server = createServer((req, res) => {
        Promise.resolve(sendResult(make(), req, res)).then(resolve, reject)
      })
      server.emit('connection', connection)
    })
    connection.push(GET)
    await sent
    expect(written).toMatch(end)
    connection.destroy()
  })

  test.each<[what: string, make: () => PageResult]>([
    ['a page', () => page('hi')],
    ['a Response', () => respond(bytes('hi'))],
  ])('%s has one length where the host asks for chunks', async (_, make) => {
    const sent = await send(make, {
      host: (_req, res) => void res.setHeader('transfer-encoding', 'chunked'),
    })
    expect(sent.headers.join()).not.toMatch(/content-length/i)
    expect([sent.body, sent.isNextWhole]).toEqual(['2\r\nhi\r\n0\r\n\r\n', true])
  })

  test('a string is sent before sendResult returns', async () => {
    let returned: unknown = 'not called'
    let wasEnded = false
    await withServer(
      (req, res) => {
        returned = sendResult(page('x'), req, res)
        wasEnded = res.writableEnded
      },
      async ({ url }) => (await request(url)).body.text(),
    )
    expect([returned, wasEnded]).toEqual([undefined, true])
  })
})

describe('what cannot be sent', () => {
  const used = () => {
    const response = new Response('x')
    void response.text()
    return respond(response)
  }
  const locked = () => {
    const response = new Response('x')
    response.body?.getReader()
    return respond(response)
  }
  const bad = new Headers({ 'x-first': '1', 'x-second': '\u0001', location: '/x' })

  test.each<[what: string, make: () => PageResult, code: string]>([
    ['a Response read before', used, 'SSR_PAGES_RESPONSE_USED'],
    ['a Response being read', locked, 'SSR_PAGES_RESPONSE_USED'],
    ['Response.error()', () => respond(Response.error()), 'SSR_PAGES_RESPONSE_INVALID'],
    ['a status of 99', () => page('x', { status: 99 }), 'SSR_PAGES_RESPONSE_INVALID'],
    ['a status of 600', () => page(pieces('x'), { status: 600 }), 'SSR_PAGES_RESPONSE_INVALID'],
    ['a status that is no number', () => page('x', { status: NaN }), 'SSR_PAGES_RESPONSE_INVALID'],
    [
      'a control character in a header',
      () => page('x', { headers: bad, cookies: ['a=1'], status: 201 }),
      'ERR_INVALID_CHAR',
    ],
    [
      'one in the header of a stream',
      () => page(pieces('x'), { headers: bad, status: 201 }),
      'ERR_INVALID_CHAR',
    ],
    [
      'one in a cookie',
      () => respond(new Response('x', { status: 201 }), ['a=\u0001']),
      'ERR_INVALID_CHAR',
    ],
    [
      'one in the status text of a page not found',
      () => page('x', { status: 404, statusText: 'a\nb' }),
      'ERR_INVALID_CHAR',
    ],
    [
      'one in the status text',
      () => page('x', { status: 201, statusText: 'a\nb' }),
      'ERR_INVALID_CHAR',
    ],
    ['a chunk that is an object', () => page(pieces({} as string)), 'SSR_PAGES_RESPONSE_INVALID'],
    [
      'a chunk that is null',
      () => page(pieces(null as unknown as string)),
      'SSR_PAGES_RESPONSE_INVALID',
    ],
  ])('%s leaves a clean error page', async (_, make, code) => {
    const host: Host = (_req, res) => {
      res.setHeader('X-Host', '1')
      res.setHeader('Set-Cookie', 'host=1')
    }
    const sent = await send(make, { host })
    expect(sent.errors).toMatchObject([{ code }])
    expect(sent.line).toBe('HTTP/1.1 500 Internal Server Error')
    expect([...sent.headers].sort()).toEqual(['Set-Cookie: host=1', CHUNKED, 'X-Host: 1'])
    expect([sent.body, sent.isNextWhole]).toEqual(['a\r\nerror page\r\n0\r\n\r\n', true])
  })

  test('a failing hook of the host leaves a clean error page too', async () => {
    const host: Host = (_, res) => {
      const { writeHead } = res
      res.writeHead = () => {
        res.writeHead = writeHead
        throw new Error('hook')
      }
    }
    const sent = await send(() => page('x', { headers: new Headers({ location: '/x' }) }), { host })
    expect([sent.errors, sent.headers]).toEqual([[new Error('hook')], [CHUNKED]])
  })

  test('one Response for two requests is refused the second time', async () => {
    const shared = respond(new Response('x'))
    const errors: unknown[] = []
    const bodies = await withServer(
      createListener(() => shared, errors),
      async ({ url }) => [
        await (await request(url)).body.text(),
        await (await request(url)).body.text(),
      ],
    )
    expect([bodies, errors]).toMatchObject([
      ['x', 'error page'],
      [{ code: 'SSR_PAGES_RESPONSE_USED' }],
    ])
  })

  test('one Response without a body can answer any number of requests', async () => {
    const shared = respond(new Response(null, { status: 404 }))
    expect((await send(() => shared)).line).toBe('HTTP/1.1 404 Not Found')
    expect((await send(() => shared)).line).toBe('HTTP/1.1 404 Not Found')
  })

  const announced = (length: string, ...chunks: string[]) =>
    respond(new Response(pieceStream(...chunks), { headers: { 'content-length': length } }))

  test.each<[what: string, make: () => PageResult]>([
    ['more bytes than announced', () => announced('2', 'hi', 'hi')],
    ['less bytes than announced', () => announced('9', 'hi', 'hi')],
  ])('%s never reach the next response', async (_, make) => {
    const sent = await send(make)
    expect(sent.errors).toMatchObject([{ code: 'SSR_PAGES_RESPONSE_INVALID' }])
    expect(sent.isNextWhole).toBe(false)
  })

  test.each<[what: string, make: () => PageResult]>([
    ['that counts characters', () => announced('4', 'caf\u00e9')],
    ['of nothing at all', () => announced('9')],
    ['of more than there is', () => announced('9', 'hi')],
  ])('a wrong length %s leaves a clean error page', async (_, make) => {
    const sent = await send(make)
    expect(sent.errors).toMatchObject([{ code: 'SSR_PAGES_RESPONSE_INVALID' }])
    expect([sent.line, sent.headers, sent.isNextWhole]).toEqual([
      'HTTP/1.1 500 Internal Server Error',
      [CHUNKED],
      true,
    ])
  })

  test('a response that the host has sent is left alone, and the body cancelled', async () => {
    const cancelled: unknown[] = []
    const body = new ReadableStream({ cancel: () => void cancelled.push('stream') })
    const host: Host = (_, res) => void res.end('host')
    expect((await send(() => respond(new Response(body)), { host })).body).toBe('host')
    expect((await send(() => page('x'), { host })).errors).toEqual([])
    expect(cancelled).toEqual(['stream'])
  })
})

describe('a Response of another implementation', () => {
  test('from another realm is sent', async () => {
    const make = vm.runInNewContext(`() => ({
      status: 201, statusText: '', bodyUsed: false, url: '',
      headers: { get: () => null, forEach: (each) => each('1', 'X-A'), raw: () => ({ 'set-cookie': ['a=1', 'b=2'] }) },
      body: (async function* () { yield 'h'; yield new Uint8Array([105]) })(),
    })`) as () => Response
    const sent = await send(() => respond(make()))
    expect([sent.line, sent.headers]).toEqual([
      'HTTP/1.1 201 Created',
      ['x-a: 1', 'set-cookie: a=1', 'set-cookie: b=2', CHUNKED],
    ])
    expect(sent.body).toBe('1\r\nh\r\n1\r\ni\r\n0\r\n\r\n')
  })

  test('from the undici package is sent', async () => {
    const make = () =>
      new UndiciResponse('hi', {
        headers: [
          ['set-cookie', 'a=1'],
          ['set-cookie', 'b=2'],
        ],
      })
    const sent = await send(() => respond(make() as unknown as Response))
    expect([sent.headers.slice(1, 3), sent.body]).toEqual([
      ['set-cookie: a=1', 'set-cookie: b=2'],
      'hi',
    ])
  })

  /** Sends the result of a `fetch()` whose server used this encoding. */
  async function proxy(load: typeof fetch, encoding: string, body: Buffer): Promise<Sent> {
    const upstream = createServer((_req, res) => {
      if (encoding !== '') res.setHeader('content-encoding', encoding)
      res.setHeader('x-up', '1').setHeader('content-length', body.length).end(body)
    })
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
    const response = await load(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}`)
    const sent = await send(() => respond(response, ['mine=1']))
    upstream.closeAllConnections()
    upstream.close()
    return sent
  }

  const loads: [string, typeof fetch][] = [
    ['fetch', fetch],
    ['fetch of undici', undiciFetch as unknown as typeof fetch],
  ]
  const zipped: [string, Buffer][] = [
    ['gzip', gzipSync('hello')],
    ['X-GZIP', gzipSync('hello')],
    ['br', brotliCompressSync('hello')],
    ['deflate', deflateSync('hello')],
    ['gzip, br', brotliCompressSync(gzipSync('hello'))],
  ]

  test.each(loads.flatMap(([name, load]) => zipped.map((all) => [name, ...all, load] as const)))(
    'from %s is readable although its server encoded it as %s',
    async (_, encoding, body, load) => {
      const sent = await proxy(load, encoding, body)
      expect(sent.body).toBe('5\r\nhello\r\n0\r\n\r\n')
      const some = ['x-up: 1', 'set-cookie: mine=1', CHUNKED]
      expect(sent.headers).toEqual(expect.arrayContaining(some))
      expect(sent.headers.join()).not.toMatch(/content-(?:encoding|length)/)
    },
  )

  test.each(loads)('from %s keeps an encoding that fetch() does not decode', async (_, load) => {
    const sent = await proxy(load, 'unknown', Buffer.from('hello'))
    expect(sent.body).toBe('hello')
    const some = ['content-encoding: unknown', 'content-length: 5']
    expect(sent.headers).toEqual(expect.arrayContaining(some))
  })

  test.each(loads)('from %s keeps its length if it was not encoded', async (_, load) => {
    const sent = await proxy(load, '', Buffer.from('hello'))
    expect([sent.body, sent.headers.includes('content-length: 5')]).toEqual(['hello', true])
  })
})

test('over HTTP/2 a page is sent whole, without a warning about its status text', async () => {
  const headers = new Headers({ connection: 'close', 'x-a': '1' })
  const long = '\u00e9'.repeat(200_000)
  const results = [page('hi', { statusText: 'Odd', headers }), page(pieces('h', 'i')), page(long)]
  const server = http2.createServer((req, res) => {
    const fail = () => {
      throw new Error('Node warns of a status text')
    }
    Object.defineProperty(res, 'statusMessage', { get: fail, set: fail })
    const { writeHead } = res
    res.writeHead = ((status: number, text: string) =>
      text === undefined ? writeHead.call(res, status, text) : fail()) as typeof writeHead
    void sendResult(results.shift() as PageResult, req as never, res as never)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const client = http2.connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const read = async () => {
    let text = ''
    for await (const chunk of client.request({ ':path': '/' }).setEncoding('utf8'))
      text += String(chunk)
    return text
  }
  expect([await read(), await read(), (await read()) === long]).toEqual(['hi', 'hi', true])
  client.close()
  server.close()
})

function pieceStream(...chunks: string[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk))
      controller.close()
    },
  })
}
