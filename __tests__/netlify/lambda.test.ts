import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import type { Context } from '../../src/index.ts'
import {
  createLambdaHandler,
  type LambdaEvent,
  type LambdaResult,
} from '../../src/netlify/index.ts'
import { createSite, streamOf } from './one-module-site.ts'

let log: ReturnType<typeof jest.spyOn>

beforeEach(() => {
  log = jest.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => {
  log.mockRestore()
})

const BYTES = Uint8Array.from({ length: 256 }, (_, index) => index)
const LIMIT = 6 * 1024 * 1024

const echo = async ({ request, url, clientAddress }: Context) =>
  Response.json({
    url: url.href,
    method: request.method,
    headers: Object.fromEntries(request.headers),
    bytes: Array.from(new Uint8Array(await request.arrayBuffer())),
    clientAddress,
  })

const rawUrl = 'https://shop.test/api/x'
const get = { httpMethod: 'GET', rawUrl }

function ask(answer: (context: Context) => unknown, event: unknown = get): Promise<LambdaResult> {
  const { manifest, modules } = createSite({ ALL: answer })
  return createLambdaHandler(manifest, modules)(event as LambdaEvent)
}

async function askEcho(event: object): Promise<Record<string, unknown>> {
  const { statusCode, body } = await ask(echo, event)
  expect([statusCode, log.mock.calls]).toEqual([200, []])
  return JSON.parse(body)
}

test('a header may have the name of a member of all objects', async () => {
  const sent: [string, string][] = [
    ['__proto__', '2'],
    ['constructor', '1'],
  ]
  const { statusCode, multiValueHeaders } = await ask(() => new Response(null, { headers: sent }))
  const received = sent.map(([name, value]) => [name, [value]])
  expect([statusCode, Object.entries(multiValueHeaders)]).toEqual([200, received])
})

test('data that a page throws does not set the status', async () => {
  const { statusCode } = await ask(() => {
    throw JSON.parse('{"status":404,"headers":{"set-cookie":"a=b"}}')
  })
  expect(statusCode).toBe(500)
})

describe('a request of the classic format', () => {
  test('has the URL that the client sent, with repeated names in the query', async () => {
    const event = { ...get, rawUrl: `${rawUrl}?a=1&a=2`, queryStringParameters: { a: '1, 2' } }
    expect(await askEcho(event)).toMatchObject({ url: `${rawUrl}?a=1&a=2` })
  })

  test.each([
    [
      'multi-value parameters',
      { multiValueQueryStringParameters: { a: ['1', '2'], b: ['&'] } },
      '?a=1&a=2&b=%26',
    ],
    [
      'parameters',
      { queryStringParameters: { a: '1' }, multiValueQueryStringParameters: null },
      '?a=1',
    ],
    ['a raw query', { rawQuery: 'a=1&a=2' }, '?a=1&a=2'],
    ['no query', {}, ''],
  ])(
    'has a URL made of its path, its host and %s where there is no raw one',
    async (_, query, search) => {
      const event = { httpMethod: 'GET', path: '/api/x', headers: { host: 'shop.test' }, ...query }
      expect(await askEcho(event)).toMatchObject({ url: rawUrl + search })
    },
  )

  test('has all values of a header, and no null values', async () => {
    const multiValueHeaders = { accept: ['a', 'b'], 'x-nf-account-id': [null], 'x-none': null }
    const event = { ...get, headers: { accept: 'b' }, multiValueHeaders }
    expect((await askEcho(event))['headers']).toEqual({ accept: 'a, b' })
    const single = { ...get, headers: { accept: 'b', 'x-none': null }, multiValueHeaders: {} }
    expect((await askEcho(single))['headers']).toEqual({ accept: 'b' })
  })

  test('has the client address that Netlify sends', async () => {
    const headers = { 'x-nf-client-connection-ip': '10.0.0.1', 'x-forwarded-for': '6.6.6.6' }
    expect(await askEcho({ ...get, headers })).toMatchObject({ clientAddress: '10.0.0.1' })
  })

  test.each([
    ['bytes in base64', Buffer.from(BYTES).toString('base64'), true, [...BYTES]],
    ['text', 'é', false, [0xc3, 0xa9]],
    ['nothing', '', true, []],
    ['null', null, true, []],
  ])('has the body that was sent: %s', async (_, body, isBase64Encoded, bytes) => {
    const event = { ...get, httpMethod: 'POST', body, isBase64Encoded }
    expect(await askEcho(event)).toMatchObject({ method: 'POST', bytes })
  })

  test('has no body with GET, whatever the event says', async () => {
    expect(await askEcho({ ...get, isBase64Encoded: true })).toMatchObject({ bytes: [] })
    expect(await askEcho({ ...get, body: 'a' })).toMatchObject({ bytes: [] })
  })

  test('has the context in its locals', async () => {
    const { manifest, modules } = createSite({
      GET: ({ locals }: Context) => Response.json(locals),
    })
    const handle = createLambdaHandler(manifest, modules, {
      locals: (event) => ({ path: event.rawUrl }) as App.Locals,
    })
    const { body } = await handle(get, { awsRequestId: '7' })
    expect(JSON.parse(body)).toEqual({ path: rawUrl, netlify: { context: { awsRequestId: '7' } } })
  })
})

describe('an answer in the classic format', () => {
  test('keeps several cookies apart', async () => {
    const headers: [string, string][] = [
      ['set-cookie', 'a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT'],
      ['set-cookie', 'b=2'],
      ['x-a', '1'],
    ]
    const result = await ask(() => new Response('ok', { headers }))
    expect(result.multiValueHeaders).toMatchObject({
      'set-cookie': ['a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT', 'b=2'],
      'x-a': ['1'],
    })
  })

  test.each([
    ['text stays text', 'é \u{1f600}', 'é \u{1f600}', false],
    ['a byte order mark stays', '\ufeffa', '\ufeffa', false],
    ['bytes are base64', BYTES, Buffer.from(BYTES).toString('base64'), true],
    ['nothing is an empty text', null, '', false],
  ])('%s, whatever its type', async (_, sent, body, isBase64Encoded) => {
    const type = { headers: { 'content-type': 'image/png' } }
    expect(await ask(() => new Response(sent, type))).toMatchObject({ body, isBase64Encoded })
  })

  test('is whole, though the page streams', async () => {
    expect((await ask(() => new Response(streamOf('a', 'b')))).body).toBe('ab')
  })

  test('to HEAD has no body', async () => {
    const event = { ...get, httpMethod: 'HEAD' }
    expect(await ask(() => new Response('text'), event)).toMatchObject({
      statusCode: 200,
      body: '',
    })
    expect(await ask(fail, event)).toMatchObject({ statusCode: 500, body: '' })
  })

  test.each([
    ['text', () => 'a'.repeat(LIMIT + 1)],
    ['bytes, which base64 makes longer', () => new Uint8Array(LIMIT * 0.75 + 1).fill(255)],
  ])('that is larger than what fits is a 500 that the log explains: %s', async (_, make) => {
    const result = await ask(() => new Response(make()))
    expect(result).toMatchObject({ statusCode: 500, body: 'Internal Server Error' })
    expect(log.mock.calls).toMatchObject([[{ code: 'SSR_PAGES_RESPONSE_TOO_LARGE' }]])
  })

  test('that just fits the limit is sent', async () => {
    expect((await ask(() => new Response('a'.repeat(LIMIT)))).statusCode).toBe(200)
  })
})

describe('bad input in the classic format', () => {
  const url = { httpMethod: 'GET', path: '/api/x', headers: { host: 'shop.test' } }

  test.each(['aa', 'aaa', 'aa==', 'aaa=', 'aaaa', '-_+/'])('%s is base64', async (body) => {
    const event = { rawUrl, httpMethod: 'POST', body, isBase64Encoded: true }
    const expected = [...Buffer.from(body, 'base64')]
    expect((await askEcho(event))['bytes']).toEqual(expected)
  })

  test.each(['a', 'aaaaa', 'a=', 'aa=', 'aaa==', 'aaaa=', 'aa==aa', 'a a', 'aa===', '='])(
    '%s is not base64',
    async (body) => {
      const event = { rawUrl, httpMethod: 'POST', body, isBase64Encoded: true }
      expect((await ask(echo, event)).statusCode).toBe(400)
    },
  )

  test('a body in base64 is read up to the limit', async () => {
    const body = 'a'.repeat(LIMIT)
    const length = async ({ request }: Context) =>
      new Response(String((await request.arrayBuffer()).byteLength))
    const event = { rawUrl, httpMethod: 'POST', body, isBase64Encoded: true }
    expect(await ask(length, event)).toMatchObject({ statusCode: 200, body: String(LIMIT * 0.75) })
  })

  test.each<[string, unknown, number]>([
    ['null', null, 400],
    ['a text', 'event', 400],
    ['no method', { rawUrl }, 400],
    ['a method that is none', { rawUrl, httpMethod: 'GE T' }, 400],
    ['a method that no page may see', { rawUrl, httpMethod: 'TRACE' }, 400],
    ['a method nobody knows', { rawUrl: 'https://shop.test/nope', httpMethod: 'BREW' }, 404],
    ['a URL that is none', { httpMethod: 'GET', rawUrl: '/api/x' }, 400],
    ['a URL of a file', { httpMethod: 'GET', rawUrl: 'file:///etc/passwd' }, 400],
    ['a path that is no UTF-8', { httpMethod: 'GET', rawUrl: 'https://shop.test/api/%FF' }, 400],
    ['a header that is none', { ...get, headers: { 'a b': '1' } }, 400],
    ['a header of two lines', { ...get, headers: { a: '1\r\nb: 2' } }, 400],
    ['headers that are a string', { ...get, headers: 'a: 1' }, 400],
    ['headers that are a list', { ...get, multiValueHeaders: [['a', '1']] }, 400],
    ['a header that has no list of values', { ...get, multiValueHeaders: { a: '1' } }, 400],
    ['a header that is an object', { ...get, headers: { a: {} } }, 400],
    ['a query that is a string', { ...url, queryStringParameters: 'a=1' }, 400],
    ['a query without a list', { ...url, multiValueQueryStringParameters: { a: 1 } }, 400],
    ['a raw query that is none', { ...url, rawQuery: {} }, 400],
    ['a path that is a number', { ...url, path: 1 }, 400],
    ['a path that goes on with the host', { ...url, path: '.evil.test/' }, 400],
    ['a path with another user', { ...url, path: '@evil.test/' }, 400],
    ['a host with a path in it', { ...url, headers: { host: 'shop.test/api/y?' } }, 400],
    ['a host with a user in it', { ...url, headers: { host: 'a@shop.test' } }, 400],
    ['a raw URL that is a number', { httpMethod: 'GET', rawUrl: 1 }, 400],
    [
      'a raw URL with a password',
      { httpMethod: 'GET', rawUrl: 'https://a:b@shop.test/api/x' },
      400,
    ],
    ['a method that is an object', { rawUrl, httpMethod: {} }, 400],
    ['a method in lower case that no page may see', { rawUrl, httpMethod: 'trace' }, 400],
    ['a method in lower case with a body', { rawUrl, httpMethod: 'get', body: 'x' }, 400],
    ['a body that is none', { ...get, httpMethod: 'POST', body: {} }, 400],
    [
      'a body that is not base64',
      { ...get, httpMethod: 'POST', body: '?', isBase64Encoded: true },
      400,
    ],
    ['a body over the limit', { ...get, httpMethod: 'POST', body: 'a'.repeat(LIMIT + 1) }, 413],
  ])('%s is the mistake of who sent it', async (_, event, status) => {
    const result = await ask(() => new Response('page'), event)
    expect([result.statusCode, log.mock.calls]).toEqual([status, []])
  })

  test.each<[string, () => unknown]>([
    ['throws', fail],
    ['breaks off', () => new Response(streamOf('part', new Error('secret')))],
    ['answers with Response.error()', () => Response.error()],
  ])('a page that %s is a 500 without details, logged once', async (_, answer) => {
    const result = await ask(answer)
    expect(result).toMatchObject({ statusCode: 500, body: 'Internal Server Error' })
    expect(log).toHaveBeenCalledTimes(1)
  })
})

function fail(): never {
  throw new Error('secret')
}
