import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import type { Context } from '../../src/index.ts'
import { createHandler, type HandlerOptions, type NetlifyHandler } from '../../src/netlify/index.ts'
import { WatchedDriver } from '../session/start-session.ts'
import { createSite, streamOf } from './one-module-site.ts'

let log: ReturnType<typeof jest.spyOn>

beforeEach(() => {
  log = jest.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => {
  log.mockRestore()
})

function makeHandler(
  answer: (context: Context) => unknown,
  options: HandlerOptions = {},
): NetlifyHandler {
  const { manifest, modules } = createSite({ ALL: answer })
  return createHandler(manifest, modules, options)
}

function ask(handle: NetlifyHandler, init: RequestInit = {}, path = '/api/x'): Promise<Response> {
  return handle(new Request(`https://shop.test${path}`, init), { ip: '10.0.0.1' })
}

test("pages find Netlify's context beside the locals of the function, and the client's address", async () => {
  const waitUntil = jest.fn()
  const context = { ip: '10.0.0.1', geo: { city: 'Lyon' }, waitUntil }
  const handle = makeHandler(
    ({ locals, clientAddress }) => {
      const { netlify, user } = locals as { netlify: { context: typeof context }; user: string }
      netlify.context.waitUntil(Promise.resolve())
      return Response.json([netlify.context.geo.city, user, clientAddress])
    },
    { locals: ({ method }, { ip }) => ({ user: `${method} ${ip}` }) as App.Locals },
  )
  const response = await handle(new Request('https://shop.test/api/x'), context)
  expect(await response.json()).toEqual(['Lyon', 'GET 10.0.0.1', '10.0.0.1'])
  expect(waitUntil).toHaveBeenCalledTimes(1)
})

test('a page learns that the client has left', async () => {
  const controller = new AbortController()
  let seen: AbortSignal | undefined
  const handle = makeHandler(({ request }) => {
    seen = request.signal
    return new Response('ok')
  })
  await ask(handle, { signal: controller.signal })
  controller.abort()
  expect(seen?.aborted).toBe(true)
})

describe('what the runtime of functions cannot send', () => {
  test.each([
    ['an empty text', () => new Response('', { status: 201, headers: { 'x-a': '1' } })],
    ['an empty stream', () => new Response(streamOf(), { status: 201, headers: { 'x-a': '1' } })],
    [
      'a stream of nothing',
      () => new Response(streamOf('', ''), { status: 201, headers: { 'x-a': '1' } }),
    ],
  ])('%s has no body at all, and keeps its status and headers', async (_, answer) => {
    const { status, headers, body } = await ask(makeHandler(answer))
    expect([status, headers.get('x-a'), body]).toEqual([201, '1', null])
  })

  test('HEAD has no body', async () => {
    const { status, body } = await ask(
      makeHandler(() => new Response('text')),
      { method: 'HEAD' },
    )
    expect([status, body]).toEqual([200, null])
    const failed = await ask(makeHandler(fail), { method: 'HEAD' })
    expect([failed.status, failed.body]).toEqual([500, null])
  })

  test('headers of the connection are removed', async () => {
    const headers = { connection: 'close', 'transfer-encoding': 'chunked', 'x-a': '1' }
    const response = await ask(makeHandler(() => new Response('a', { headers })))
    expect([...response.headers.keys()].toSorted()).toEqual(['content-type', 'x-a'])
  })

  test('a stream that fails after its first byte ends, and is logged once', async () => {
    const error = new Error('secret')
    const response = await ask(makeHandler(() => new Response(streamOf('', 'part', error))))
    expect([response.status, await response.text()]).toEqual([200, 'part'])
    expect(log.mock.calls).toEqual([[error]])
  })

  test('a stream that fails before its first byte is a 500 without details, logged once', async () => {
    const error = new Error('secret')
    const response = await ask(makeHandler(() => new Response(streamOf('', error))))
    expect([response.status, await response.text()]).toEqual([500, 'Internal Server Error'])
    expect(log.mock.calls).toEqual([[error]])
  })

  test('a client that leaves stops the page', async () => {
    const cancel = jest.fn<(reason: unknown) => void>()
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(1)),
      cancel,
    })
    const response = await ask(makeHandler(() => new Response(body)))
    await response.body?.cancel('gone')
    expect(cancel).toHaveBeenCalledWith('gone')
  })

  test('a response is streamed as it is rendered', async () => {
    let finish = () => {}
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('a'))
        finish = () => controller.close()
      },
    })
    const response = await ask(makeHandler(() => new Response(body)))
    const reader = response.body?.getReader()
    expect((await reader?.read())?.value).toEqual(new TextEncoder().encode('a'))
    finish()
    expect((await reader?.read())?.done).toBe(true)
  })
})

describe('bad input', () => {
  test.each<[string, RequestInit, string, number]>([
    ['a path that is no UTF-8', {}, '/api/%FF', 400],
    ['a path of no page', {}, '/nope', 404],
    ['a path that leads out', {}, '/..%2f..%2fetc/passwd', 404],
    ['a method nobody knows', { method: 'BREW' }, '/nope', 404],
    [
      'a body over the limit',
      { method: 'POST', headers: { 'content-length': '6291457' } },
      '/api/x',
      413,
    ],
    [
      'a form of another site',
      { method: 'POST', body: 'a', headers: { origin: 'https://x.test' } },
      '/api/x',
      403,
    ],
  ])('%s is the mistake of the client', async (_, init, path, status) => {
    const response = await ask(
      makeHandler(() => new Response('page')),
      init,
      path,
    )
    expect(response.status).toBe(status)
    expect(log).not.toHaveBeenCalled()
  })

  test.each<[string, (context: Context) => unknown]>([
    ['throws', fail],
    ['throws what is no error', () => Promise.reject('secret')],
    ['answers with what is no response', () => 'secret'],
    ['answers with Response.error()', () => Response.error()],
    ['answers with a body that was read', () => USED],
  ])('a page that %s is a 500 without details, logged once', async (_, answer) => {
    await USED.text().catch(() => {})
    const response = await ask(makeHandler(answer))
    expect([response.status, await response.text()]).toEqual([500, 'Internal Server Error'])
    expect(log).toHaveBeenCalledTimes(1)
  })

  test('a function without a context answers too', async () => {
    const handle = makeHandler(({ clientAddress }) => new Response(`(${clientAddress})`))
    expect(await (await handle(new Request('https://shop.test/api/x'))).text()).toBe('()')
  })

  test('forms of an allowed origin are accepted', async () => {
    const handle = makeHandler(() => new Response('in'), { checkOrigin: ['https://x.test'] })
    const init = { method: 'POST', body: 'a', headers: { origin: 'https://x.test' } }
    expect((await ask(handle, init)).status).toBe(200)
  })
})

describe('cacheOnDemandPages', () => {
  const DAY = { 'cache-control': 'public, max-age=86400' }
  const UNTIL_DEPLOY = 'public, durable, max-age=31536000'

  test.each<[string, ResponseInit, RequestInit, string | null]>([
    ['keeps a page', {}, {}, UNTIL_DEPLOY],
    ['keeps a 404', { status: 404 }, {}, UNTIL_DEPLOY],
    ['keeps no 500', { status: 500 }, {}, null],
    ['keeps no 302', { status: 302, headers: { location: '/' } }, {}, null],
    ['keeps nothing that sets a cookie', { headers: { 'set-cookie': 'a=1' } }, {}, null],
    ['leaves what a page says of caching', { headers: { 'cache-control': 'private' } }, {}, null],
    ['keeps no POST', {}, { method: 'POST' }, null],
    ['keeps nothing that somebody with cookies was sent', {}, { headers: { cookie: 'a=1' } }, null],
    ['keeps nothing that somebody known was sent', {}, { headers: { authorization: 'x' } }, null],
  ])('%s', async (_, init, sent, expected) => {
    const handle = makeHandler(() => new Response('a', init), { cacheOnDemandPages: true })
    const { headers } = await ask(handle, sent)
    expect(headers.get('netlify-cdn-cache-control')).toBe(expected)
  })

  test('nothing is cached by default', async () => {
    const { headers } = await ask(makeHandler(() => new Response('a')))
    expect(headers.get('netlify-cdn-cache-control')).toBeNull()
    expect(headers.get('cache-control')).toBeNull()
  })

  test.each<[string, HandlerOptions, HeadersInit]>([
    ['every page is', { cacheOnDemandPages: true }, {}],
    ['the page says so', {}, DAY],
    ['the page says so to the network', {}, { 'netlify-cdn-cache-control': 's-maxage=60' }],
  ])('half a page is not kept where %s', async (_, options, headers) => {
    const broken = () => new Response(streamOf('part', new Error('late')), { headers })
    const { status, headers: sent } = await ask(makeHandler(broken, options))
    expect([status, sent.get('cache-control'), sent.get('netlify-cdn-cache-control')]).toEqual([
      500,
      null,
      null,
    ])
  })

  test('a personal page is streamed', async () => {
    const headers = { 'cache-control': 'private, max-age=60' }
    const late = () => new Response(streamOf('part', new Error('late')), { headers })
    const response = await ask(makeHandler(late))
    expect([response.status, await response.text()]).toEqual([200, 'part'])
  })
})

describe('a session', () => {
  const store = ({ session, request }: Context) => {
    if (request.method === 'POST') session?.set('user', 'Ada')
    return session?.entries().then((entries) => Response.json(entries))
  }

  test('is kept in the configured store, with a Secure cookie', async () => {
    const handle = makeHandler(store, { session: { driver: new WatchedDriver(), ttl: 9 } })
    const setCookie = (await ask(handle, { method: 'POST' })).headers.get('set-cookie') ?? ''
    expect(setCookie).toMatch(/; Max-Age=9; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    const cookie = setCookie.split(';', 1)[0] ?? ''
    expect(await (await ask(handle, { headers: { cookie } })).json()).toEqual([['user', 'Ada']])
  })

  test('is kept in Netlify Blobs by default, whose package is named if it is missing', async () => {
    jest.unstable_mockModule('@netlify/blobs', () => {
      throw new Error('not installed')
    })
    const handle = makeHandler(store)
    expect((await ask(handle)).status).toBe(200)
    expect((await ask(handle, { method: 'POST' })).status).toBe(500)
    expect(log.mock.calls).toMatchObject([[{ details: { packages: '@netlify/blobs' } }]])
  })

  test.each(['filesystem', 'memory', 'redis://localhost'])(
    'cannot be kept in %s, which no function has',
    (driver) => {
      expect(() => makeHandler(store, { session: { driver } })).toThrow('session.driver')
    },
  )
})

const USED = new Response('secret')

function fail(): never {
  throw new Error('secret')
}
