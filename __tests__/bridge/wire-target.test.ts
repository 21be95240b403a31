import { describe, expect, test } from '@jest/globals'
import type { Context } from '../../src/context/context.ts'
import { askHttp2 } from './http2.ts'
import { siteOf } from './site.ts'
import { type WireCase, lines, runOnWire } from '../support/wire.ts'

const describeRequest = (status: number) => (context: Context) => {
  const { request, url, params, clientAddress: client } = context
  const { method } = request
  return Response.json({ method, url: request.url, href: url.href, params, client }, { status })
}

const pages = siteOf(
  {
    'next.ts': { GET: () => new Response('next') },
    'index.ts': { ALL: describeRequest(200) },
    'admin.ts': { ALL: () => new Response('secret') },
    'p/[id].ts': { ALL: describeRequest(200) },
    'search.ts': { ALL: describeRequest(200) },
    // Requests without a page end here, which reports how they were understood.
    '404.ts': { ALL: describeRequest(404) },
  },
  { notFound: 'render' },
)

const HOST = 'Host: shop.test'
const BAD = { http: 400, express: 404 }

/** A target, the status of its answer, and the URL that the page and its request have. */
const target = (name: string, path: string, status: number, url: string): WireCase => ({
  name,
  bytes: lines(`GET ${path} HTTP/1.1`, HOST),
  status,
  body: { url, href: url },
})

describe('a request target', () => {
  const refused = (name: string, start: string): WireCase => ({
    name,
    bytes: lines(`${start} HTTP/1.1`, HOST),
    status: BAD,
  })
  const byNode = (name: string, path: string, status: number): WireCase => ({
    name,
    bytes: lines(`GET ${path} HTTP/1.1`, HOST),
    status,
    isLast: true,
  })

  runOnWire(pages, [
    target('is path and query', '/search?q=a&b', 200, 'http://shop.test/search?q=a&b'),
    target('with two slashes names no host', '//evil.com/x', 404, 'http://shop.test//evil.com/x'),
    target('with a backslash names no host', '/\\evil.com', 404, 'http://shop.test//evil.com'),
    target('with backslashes is no page', '/a\\..\\admin', 404, 'http://shop.test/admin'),
    target('may be absolute', 'http://evil.com:81/search?q', 200, 'http://shop.test/search?q'),
    target('cannot claim https', 'https://evil.com/search', 200, 'http://shop.test/search'),
    target('may be absolute without a path', 'http://evil.com', 200, 'http://shop.test/'),
    target('hides no path in a query', 'http://evil.com?/admin', 200, 'http://shop.test/?/admin'),
    byNode('that is absolute has no backslash', 'http://a\\admin', 400),
    refused('of a URL without host is no page', 'GET http:///admin'),
    target('drops a user and a password', 'http://u:p@evil/search', 200, 'http://shop.test/search'),
    refused('of another scheme is no page', 'GET file://hehe?/internal/run'),
    refused('of FTP is no page', 'GET ftp://shop.test/search'),
    refused('of one asterisk is no page to GET', 'GET *'),
    {
      name: 'of one asterisk asks the server, and no page, for OPTIONS',
      bytes: lines('OPTIONS * HTTP/1.1', HOST),
      status: { http: 204, express: 404 },
    },
    {
      name: 'of a tunnel ends the connection and no more',
      bytes: lines('CONNECT evil.com:443 HTTP/1.1', HOST),
      status: 0,
      isLast: true,
    },
    byNode('with a tab is refused by Node', '/\t/evil.com', 400),
    target('loses its fragment', '/search#b?c', 200, 'http://shop.test/search'),
    target('keeps no query of a fragment', '/search?a#?b', 200, 'http://shop.test/search?a'),
    target('with an encoded slash is one param', '/p/a%2Fb', 200, 'http://shop.test/p/a%2Fb'),
    {
      name: 'has its params decoded once, segment by segment',
      bytes: lines('GET /p/a%252Fb%2Fc HTTP/1.1', HOST),
      status: 200,
      body: { params: { id: 'a%2Fb/c' } },
    },
    {
      name: 'with half a character is a bad request',
      bytes: lines('GET /p/%E0%A4%A HTTP/1.1', HOST),
      status: 400,
    },
    target('with a lone percent sign is no page', '/%', 404, 'http://shop.test/%'),
    byNode('of raw bytes is refused by Node', '/caf\xe9', 400),
    byNode('of 20 kB is refused by Node', `/${'x'.repeat(20_000)}`, 431),
  ])
})

describe('characters that a URL encodes', () => {
  const paths = ['/a"b', '/a<b>', '/a`b', '/a{b}', '/a^b|c', '/a?"<>\'']
  const urlOf = (path: string) => new URL(`http://shop.test${path.replace('#b', '')}`).href

  runOnWire(
    pages,
    paths.map((path) => target(`of ${path} are encoded`, path, 404, urlOf(path))),
  )

  test.each([...paths, '/a\xe9', '/a\\b', '/a#b'])(
    'of %s are encoded over HTTP/2',
    async (path) => {
      const answer = await askHttp2(pages, { ':path': path, ':authority': 'shop.test' })
      expect(JSON.parse(answer.body)).toMatchObject({ url: urlOf(path), href: urlOf(path) })
    },
  )
})

describe('dot segments', () => {
  // The platform's URL parser provides the expected values.
  const paths = [
    '/a/../admin',
    '/a/./b',
    '/./admin',
    '/a/%2e%2e/admin',
    '/a/%2E%2E/admin',
    '/a/.%2e/b',
    '/a/b/..',
    '/a/b/%2e',
    '/../../etc',
    '/a/.../b',
    '/a/..b',
    '/a/..?../x',
    '/.',
    '/a//../b',
    '/a/;/../b',
    '/a/..%2Fadmin',
  ]
  runOnWire(
    pages,
    paths.map((path) =>
      target(
        `of ${path} are resolved, and lead to no page`,
        path,
        404,
        new URL(`http://shop.test${path}`).href,
      ),
    ),
  )
})

describe('a Host', () => {
  const host = (value: string, more: Partial<WireCase> = {}): WireCase => ({
    name: `of ${JSON.stringify(value)} is refused`,
    bytes: lines('GET /search HTTP/1.1', `Host: ${value}`),
    status: 400,
    ...more,
  })
  const missing = { url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/\/evil\/x$/) }

  runOnWire(pages, [
    {
      name: 'that is missing is refused by Node',
      bytes: lines('GET /search HTTP/1.1'),
      status: 400,
      isLast: true,
    },
    {
      name: 'that HTTP/1.0 may leave out is the address the client came to',
      bytes: lines('GET //evil/x HTTP/1.0', 'Connection: keep-alive'),
      status: 404,
      body: missing,
    },
    host('', {
      name: 'that is empty is the address the client came to',
      bytes: lines('GET //evil/x HTTP/1.1', 'Host: '),
      status: 404,
      body: missing,
    }),
    host('shop.test:8080', {
      name: 'keeps its port',
      status: 200,
      body: { url: 'http://shop.test:8080/search' },
    }),
    host('[::1]:81', {
      name: 'may be an IPv6 address',
      status: 200,
      body: { url: 'http://[::1]:81/search' },
    }),
    ...[
      'a/b?',
      'a/admin?',
      'localhost:80/admin?',
      'a b',
      'u@evil',
      'u:p@evil',
      'a:99999',
      '[::1',
    ].map((value) => host(value)),
    ...['a\\b', 'a#', 'a?b', 'a,b', 'a:', '..', '\xe9.test', '999.999.999.999'].map((value) =>
      host(value),
    ),
    {
      name: 'that comes twice is refused',
      bytes: lines('GET /search HTTP/1.1', 'Host: a', 'Host: b'),
      status: 400,
    },
    {
      name: 'that comes twice is refused even when both are the same',
      bytes: lines('GET /search HTTP/1.1', 'Host: a', 'Host: a'),
      status: 400,
    },
    {
      name: 'gives way to no forwarded header without a trusted proxy',
      bytes: lines(
        'GET /search HTTP/1.1',
        HOST,
        'X-Forwarded-Host: evil.com',
        'X-Forwarded-Proto: https, http',
        'X-Forwarded-Port: 81',
        'X-Forwarded-For: 6.6.6.6',
        'Forwarded: host=evil.com;proto=https',
      ),
      status: 200,
      body: { url: 'http://shop.test/search', client: expect.stringMatching(/127\.0\.0\.1$/) },
    },
  ])
})
