import { describe, expect, test } from '@jest/globals'
import express from 'express'
import express4 from 'express4'
import { once } from 'node:events'
import net, { type AddressInfo } from 'node:net'
import type { IncomingHttpHeaders } from 'node:http'
import http2 from 'node:http2'
import { request } from 'undici'
import type { RequestSource } from '../../src/shared/request-source.ts'
import { Arrival, parseAnswer, reply, withServer } from '../support/serve.ts'

const describeUrl = (source: RequestSource) => ({
  url: source.url.href,
  request: source.request.url,
  base: source.base,
})

const ask = (line: string, headers = 'Host: shop.test\r\n') =>
  withServer(reply(describeUrl), async ({ raw }) =>
    parseAnswer(await raw(`${line}\r\n${headers}Connection: close\r\n\r\n`)),
  )

describe('the request target', () => {
  const targets: [target: string, url: string][] = [
    ['/', 'http://shop.test/'],
    ['/a/b?c=d&e', 'http://shop.test/a/b?c=d&e'],
    ['//evil.com/x', 'http://shop.test//evil.com/x'],
    ['/\\evil.com', 'http://shop.test//evil.com'],
    ['/a\\..\\b', 'http://shop.test/b'],
    ['/a/../b', 'http://shop.test/b'],
    ['/a/%2e%2e/b', 'http://shop.test/b'],
    ['/a%2Fb', 'http://shop.test/a%2Fb'],
    ['/%E0%A4%A', 'http://shop.test/%E0%A4%A'],
    ['/a#b?c', 'http://shop.test/a'],
    ['/a?b#c', 'http://shop.test/a?b'],
    ['/@evil.com', 'http://shop.test/@evil.com'],
    ['/a?x=http://evil.com', 'http://shop.test/a?x=http://evil.com'],
    ['http://evil.com:81/p?q', 'http://shop.test/p?q'],
    ['https://evil.com/p', 'http://shop.test/p'],
    ['http://user:secret@evil.com/x', 'http://shop.test/x'],
    ['http://evil.com?/admin', 'http://shop.test/?/admin'],
  ]

  test.each(targets)('%s is understood as %s', async (target, url) => {
    const { status, body } = await ask(`GET ${target} HTTP/1.1`)
    expect(status).toBe(200)
    expect(body).toEqual({ url, request: url, base: '' })
  })

  const refused = ['GET *', 'GET file://x?/internal', 'GET ftp://x/y', 'TRACE /']

  test.each(refused)('%s reaches no page', async (start) => {
    const { status, body } = await ask(`${start} HTTP/1.1`)
    expect(status).toBe(400)
    expect(body).toEqual({ error: 'SSR_PAGES_TARGET_INVALID' })
  })
})

describe('the host', () => {
  const valid: [host: string, origin: string][] = [
    ['shop.test:8080', 'http://shop.test:8080'],
    ['SHOP.test', 'http://shop.test'],
    ['shop.test:80', 'http://shop.test'],
    ['my_shop.test.', 'http://my_shop.test.'],
    ['127.0.0.1:3000', 'http://127.0.0.1:3000'],
    ['[::1]:3000', 'http://[::1]:3000'],
  ]

  test.each(valid)('%s gives the origin %s', async (host, origin) => {
    const { body } = await ask('GET /a HTTP/1.1', `Host: ${host}\r\n`)
    expect(body).toMatchObject({ url: `${origin}/a`, request: `${origin}/a` })
  })

  const invalid = [
    'a/b?',
    'localhost:80/admin?',
    'a b',
    'u@evil',
    'u:p@evil',
    'a:99999',
    'a:b',
    'a:',
    '[::1',
    '[1::2::3]',
    'a\\b',
    'a#',
    'a?b',
    'a,b',
    '999.999.999.999',
    '\xe9.test',
    '..',
  ]

  test.each(invalid)('%j is refused before a page runs', async (host) => {
    const { status, body } = await ask('GET /public HTTP/1.1', `Host: ${host}\r\n`)
    expect(status).toBe(400)
    expect(body).toEqual({ error: 'SSR_PAGES_HOST_INVALID' })
  })

  test('sent twice is refused', async () => {
    const { body } = await ask('GET / HTTP/1.1', 'Host: a\r\nHost: b\r\n')
    expect(body).toEqual({ error: 'SSR_PAGES_HEADER_DUPLICATE' })
  })

  test.each([
    ['absent', 'HTTP/1.0', ''],
    ['empty', 'HTTP/1.1', 'Host: \r\n'],
  ])('%s means the address the client connected to', async (_, version, headers) => {
    await withServer(reply(describeUrl), async ({ raw, url }) => {
      const answer = await raw(`GET //evil/x ${version}\r\n${headers}Connection: close\r\n\r\n`)
      expect(parseAnswer(answer).body).toMatchObject({ url: `${url}//evil/x` })
    })
  })

  test('never changes the path', async () => {
    const characters = 'a.:/?#@\\[]%0-_ \t\xff'
    await withServer(reply(describeUrl), async ({ raw }) => {
      for (let seed = 1; seed < 300; seed++) {
        const host = Array.from(
          { length: (seed % 7) + 1 },
          (_, i) => characters[(seed * (i + 3) * 7919 + i * 31) % characters.length],
        ).join('')
        const answer = await raw(`GET /path HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
        const { status, body } = parseAnswer(answer)
        if (status !== 200) expect([host, status]).toEqual([host, 400])
        else
          expect([host, new URL((body as { url: string }).url).pathname]).toEqual([host, '/path'])
      }
    })
  })
})

describe.each([
  ['Express 5', express],
  ['Express 4', express4 as unknown as typeof express],
])('under %s', (name, framework) => {
  const get = (app: ReturnType<typeof express>, path: string, headers: IncomingHttpHeaders = {}) =>
    withServer(app, async ({ url }) => {
      const { body } = await request(url + path, { headers: { host: 'shop.test', ...headers } })
      return await body.json()
    })

  test.each([
    ['/app', '/app/x?y', '/app/x?y', '/app'],
    ['/app', '/app', '/app', '/app'],
    ['/app', '/app?y', '/app?y', '/app'],
    ['/app', '/app/', '/app/', '/app'],
    ['/app/', '/app/x', '/app/x', '/app'],
    ['/:tenant', '/caf%C3%A9/x', '/caf%C3%A9/x', '/caf%C3%A9'],
    ['/', '/x', '/x', ''],
  ])('a mount at %s sees %s as %s', async (mount, path, target, base) => {
    const app = framework()
    app.use(mount, reply(describeUrl))
    expect(await get(app, path)).toMatchObject({ url: `http://shop.test${target}`, base })
  })

  test('a router inside a router adds up to one mount path', async () => {
    const app = framework()
    const router = framework.Router()
    router.use('/inner', reply(describeUrl))
    app.use('/outer', router)
    const seen = await get(app, '/outer/inner/x')
    expect(seen).toMatchObject({ url: 'http://shop.test/outer/inner/x', base: '/outer/inner' })
  })

  test('a path rewritten before us is the path we see', async () => {
    const app = framework()
    app.use('/app', (req, _res, next) => {
      req.url = '/rewritten?z'
      next()
    })
    app.use((req, _res, next) => {
      if (req.url === '/old') req.url = '/new'
      next()
    })
    app.use('/app', reply(describeUrl))
    app.use(reply(describeUrl))
    expect(await get(app, '/old')).toMatchObject({ url: 'http://shop.test/new', base: '' })
  })

  test.each([
    ['/x?y', 'http://shop.test/app/x?y'],
    ['/', 'http://shop.test/app/'],
  ])('a mount path that a proxy has cut off %s is seen when it is put back', async (path, url) => {
    const app = framework()
    app.use((req, _res, next) => {
      req.url = `/app${req.url}`
      next()
    })
    app.use('/app', reply(describeUrl))
    expect(await get(app, path)).toMatchObject({ url, base: '/app' })
  })

  test('the whole path that a handler below a mount path puts back is seen once', async () => {
    const app = framework()
    app.use('/app', (req, res) => {
      req.url = req.originalUrl
      void reply(describeUrl)(req, res)
    })
    expect(await get(app, '/app/x')).toMatchObject({ url: 'http://shop.test/app/x' })
  })

  test('the request is left as it came', async () => {
    const app = framework()
    app.use('/app', (req, res) => {
      const before = [req.url, req.originalUrl, req.baseUrl]
      const handle = reply((source) => {
        describeUrl(source)
        return [before, [req.url, req.originalUrl, req.baseUrl]]
      })
      void handle(req, res)
    })
    const [before, after] = (await get(app, '/app/x?y')) as unknown[]
    expect(after).toEqual(before)
  })

  test('a mount path cannot make asset URLs point to another host', async () => {
    const app = framework()
    app.use('/:tenant', reply(describeUrl))
    const seen = await withServer(app, async ({ raw }) =>
      parseAnswer(await raw('GET /\\evil.com/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')),
    )
    expect(seen.body).toMatchObject({ base: '/evil.com' })
  })

  const forwarded = {
    'x-forwarded-host': 'public.test:8443, inner.test',
    'x-forwarded-proto': 'https, http',
    'x-forwarded-for': '6.6.6.6',
  }
  const trusted = ['https://public.test:8443/', '6.6.6.6']
  const untrusted = ['http://shop.test/', '127.0.0.1']

  test.each([
    ['false', false, untrusted],
    ['true', true, trusted],
    ['1', 1, trusted],
    ['loopback', 'loopback', trusted],
    ['10.0.0.0/8', '10.0.0.0/8', untrusted],
    ['a function', () => true, trusted],
  ])('trust proxy = %s decides on forwarded headers', async (_, trust, expected) => {
    const app = framework()
    app.set('trust proxy', trust)
    app.use(reply((source) => [source.url.href, source.clientAddress]))
    expect(await get(app, '/', forwarded)).toEqual(expected)
  })

  test.each([
    ['a path in the host', { 'x-forwarded-host': 'a/admin?' }, 'SSR_PAGES_HOST_INVALID'],
    ['credentials in the host', { 'x-forwarded-host': 'u:p@evil' }, 'SSR_PAGES_HOST_INVALID'],
  ])('a trusted proxy cannot send %s', async (_, headers, error) => {
    const app = framework()
    app.set('trust proxy', true)
    app.use(reply(describeUrl))
    expect(await get(app, '/public', headers)).toEqual({ error })
  })

  test.each(['javascript:alert(1)//', 'x:admin?', 'https://evil.com/?tank='])(
    'a trusted proxy cannot make %s the scheme',
    async (scheme) => {
      const app = framework()
      app.set('trust proxy', true)
      app.use(reply(describeUrl))
      const seen = await get(app, '/public', { 'x-forwarded-proto': scheme })
      expect(seen).toMatchObject({ url: 'http://shop.test/public' })
    },
  )

  test('the port is the one of the header the host came from', async () => {
    const app = framework()
    app.set('trust proxy', true)
    app.use(reply(describeUrl))
    expect(await get(app, '/', { host: 'shop.test:81' })).toMatchObject({
      url: 'http://shop.test:81/',
    })
    expect(
      await get(app, '/', { host: 'shop.test:81', 'x-forwarded-host': 'public.test' }),
    ).toMatchObject({ url: 'http://public.test/' })
  })

  test('an invalid host reaches no page', async () => {
    const app = framework()
    app.use(reply(describeUrl))
    const seen = await get(app, '/public', { host: 'localhost:80/admin?' })
    expect([name, seen]).toEqual([name, { error: 'SSR_PAGES_HOST_INVALID' }])
  })
})

describe('in plain Connect, which has no baseUrl', () => {
  const mounts: [originalUrl: string, url: string, href: string, base: string][] = [
    ['/docs/x?y', '/x?y', 'http://a/docs/x?y', '/docs'],
    ['/docs', '/', 'http://a/docs', '/docs'],
    ['/docs?y', '/?y', 'http://a/docs?y', '/docs'],
    ['/docs/', '/', 'http://a/docs/', '/docs'],
    ['/x', '/x', 'http://a/x', ''],
    ['/x', '/else', 'http://a/x', ''],
  ]

  test.each(mounts)('%s with url %s is %s', async (originalUrl, url, href, base) => {
    const handle = reply(describeUrl)
    const seen = await withServer(
      (req, res) => void handle(Object.assign(req, { originalUrl, url }), res),
      ({ raw }) => raw('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'),
    )
    expect(parseAnswer(seen).body).toMatchObject({ url: href, base })
  })
})

describe('in Fastify, whose middie reports the host without its port', () => {
  const sent: [hostname: string, headers: string, origin: string][] = [
    ['shop.test', 'Host: shop.test', 'http://shop.test'],
    ['shop.test', 'Host: shop.test:81', 'http://shop.test:81'],
    ['[::1]', 'Host: [::1]:81', 'http://[::1]:81'],
    ['b.test', 'Host: a\r\nX-Forwarded-Host: b.test:1, b.test:2', 'http://b.test:2'],
    ['a', 'Host: a\r\nX-Forwarded-Host: a:1', 'http://a'],
    ['shop.test', 'Host: a', 'http://shop.test'],
  ]

  test.each(sent)('%s of %j is %s', async (hostname, headers, origin) => {
    const handle = reply(describeUrl)
    const seen = await withServer(
      (req, res) => void handle(Object.assign(req, { hostname, protocol: 'http' }), res),
      ({ raw }) => raw(`GET /x HTTP/1.1\r\n${headers}\r\nConnection: close\r\n\r\n`),
    )
    expect(parseAnswer(seen).body).toMatchObject({ url: `${origin}/x` })
  })
})

test('a prefix comes after the mount path', async () => {
  const handle = reply((source) => source.base, { prefix: '/behind-proxy' })
  const seen = await withServer(handle, ({ raw }) =>
    raw('GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'),
  )
  expect(parseAnswer(seen).body).toBe('/behind-proxy')
})

test('the same URL object each time, and not the one of the request', async () => {
  const handle = reply((source) => {
    source.url.pathname = '/changed-by-page'
    return [source.url === source.url, source.request === source.request, source.request.url]
  })
  const seen = await withServer(handle, ({ raw }) =>
    raw('GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'),
  )
  expect(parseAnswer(seen).body).toEqual([true, true, 'http://a/x'])
})

test('the client address outlives its connection', async () => {
  let tell: (address: string) => void
  const seen = new Promise<string>((resolve) => (tell = resolve))
  const arrival = new Arrival()
  const handle = reply(async (source) => {
    const left = once(source.request.signal, 'abort')
    arrival.tell()
    await left
    tell(source.clientAddress)
  })
  await withServer(handle, async ({ port }) => {
    const socket = net.connect(port, '127.0.0.1', () => {
      socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    })
    await arrival.done
    socket.destroy()
    expect(await seen).toBe('127.0.0.1')
  })
})

describe('a URL that is first asked for when the client has left', () => {
  // As "trust proxy" with a list of addresses: without an address, nobody is trusted.
  const trust = (address: unknown) => address === '127.0.0.1'

  test.each([
    ['is that of the Host', '', 'http://a/x?y'],
    ['is that of a trusted proxy', 'X-Forwarded-Host: shop.test\r\n', 'http://shop.test/x?y'],
    ['has the scheme of the proxy', 'X-Forwarded-Proto: https\r\n', 'https://a/x?y'],
  ])('%s', async (_, headers, expected) => {
    let tell: (url: string) => void
    const seen = new Promise<string>((resolve) => (tell = resolve))
    const arrival = new Arrival()
    const app = express()
    app.set('trust proxy', trust)
    app.use(
      reply(async (source) => {
        const left = new Promise<void>((resolve) => source.onAbort(resolve))
        arrival.tell()
        await left
        tell(source.url.href)
      }),
    )
    await withServer(app, async ({ port }) => {
      const socket = net.connect(port, '127.0.0.1', () => {
        socket.write(`GET /x?y HTTP/1.1\r\nHost: a\r\n${headers}\r\n`)
      })
      await arrival.done
      socket.destroy()
      expect(await seen).toBe(expected)
    })
  })
})

test.each(['host', 'protocol'] as const)(
  'Express computes the %s of a request once at most',
  async (name) => {
    let times = 0
    const app = express()
    const { get } = Object.getOwnPropertyDescriptor(express.request, name) ?? {}
    Object.defineProperty(app.request, name, {
      get() {
        times += 1
        return get?.call(this)
      },
    })
    app.use(reply((source) => source.url.href))
    await withServer(app, ({ raw }) =>
      raw('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'),
    )
    expect(times).toBe(1)
  },
)

describe('over HTTP/2', () => {
  test.each([
    [{ ':path': '/x?y' }, { url: 'http://shop.test/x?y' }],
    [{ ':path': '//evil.com/"' }, { url: 'http://shop.test//evil.com/%22' }],
    [{ ':path': '*', ':method': 'OPTIONS' }, { error: 'SSR_PAGES_TARGET_INVALID' }],
    [{ ':path': '/', ':authority': 'a:99999' }, { error: 'SSR_PAGES_HOST_INVALID' }],
    [{ ':path': '/x', ':method': 'QUERY' }, { url: 'http://shop.test/x' }],
  ])('%j gives %j', async (headers, expected) => {
    expect(await askHttp2(headers)).toMatchObject(expected)
  })
})

async function askHttp2(headers: http2.OutgoingHttpHeaders): Promise<unknown> {
  const handle = reply(describeUrl)
  const server = http2.createServer((req, res) => {
    // The compatibility classes have every member that is used.
    void handle(req as never, res as never)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const client = http2.connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  try {
    const stream = client.request({ ':authority': 'shop.test', ...headers })
    let text = ''
    for await (const chunk of stream.end().setEncoding('utf8')) text += String(chunk)
    return JSON.parse(text)
  } finally {
    client.close()
    server.close()
  }
}
