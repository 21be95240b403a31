import { describe, expect, test } from '@jest/globals'
import express from 'express'
import type { IncomingMessage } from 'node:http'
import type { Context } from '../../src/context/context.ts'
import { failOnFaults } from '../support/faults.ts'
import { askHttp2 } from './http2.ts'
import { withServer } from '../support/serve.ts'
import { siteOf } from './site.ts'
import { type WireCase, OK, exchange, lines, runOnWire } from '../support/wire.ts'

const pages = siteOf({
  'next.ts': { GET: () => new Response('next') },
  'get/[name].ts': {
    ALL: ({ request, params }: Context) => Response.json(request.headers.get(params['name'] ?? '')),
  },
  'cookies.ts': {
    GET: ({ request, cookies }: Context) =>
      Response.json([request.headers.getSetCookie(), cookies.get('b')?.value]),
  },
  'entries.ts': { GET: ({ request }: Context) => Response.json([...request.headers.keys()]) },
})

describe('a header of the request', () => {
  const header = (
    name: string,
    what: string,
    sent: readonly string[],
    seen: string | null,
  ): WireCase => ({
    name: what,
    bytes: lines(`GET /get/${name} HTTP/1.1`, 'Host: a', ...sent),
    status: 200,
    body: Buffer.from(JSON.stringify(seen)).toString('latin1'),
  })
  const twice = (name: string, ...sent: string[]): WireCase => ({
    name: `of ${name} that comes twice is refused`,
    bytes: `${lines('POST /get/x HTTP/1.1', 'Host: a', 'Transfer-Encoding: chunked', ...sent)}0\r\n\r\n`,
    status: 400,
  })

  runOnWire(pages, [
    header('x-a', 'that is repeated is a list', ['X-A: 1', 'x-a: 2', 'X-a: 3'], '1, 2, 3'),
    header('accept', 'of Accept that is repeated is a list', ['Accept: a', 'Accept: b'], 'a, b'),
    header(
      'user-agent',
      'is whole, also where Node shows the first only',
      ['User-Agent: a', 'User-Agent: b'],
      'a, b',
    ),
    header('referer', 'is whole in Referer too', ['Referer: /a', 'Referer: /b'], '/a, /b'),
    twice('Content-Type', 'Content-Type: text/plain', 'Content-Type: text/html'),
    twice('Authorization', 'Authorization: Basic a', 'authorization: Basic b'),
    {
      name: 'of Content-Length that comes twice is refused by Node',
      bytes: `${lines('POST /get/x HTTP/1.1', 'Host: a', 'Content-Length: 1', 'Content-Length: 1')}x`,
      status: 400,
      isLast: true,
    },
    header(
      'cookie',
      'of Cookie is joined by semicolons',
      ['Cookie: a=1', 'Cookie: b=2'],
      'a=1; b=2',
    ),
    {
      name: 'of Set-Cookie stays apart',
      bytes: lines('GET /cookies HTTP/1.1', 'Host: a', 'Set-Cookie: a=1, 2', 'Set-Cookie: b'),
      status: 200,
      body: '[["a=1, 2","b"],null]',
    },
    header('x-a', 'has its bytes as Latin-1', ['X-A: caf\xe9'], 'caf\u00e9'),
    header('x-a', 'may be empty', ['X-A:'], ''),
    header('x-a', 'loses the spaces around it', ['X-A: \t a b \t '], 'a b'),
    header('__proto__', 'may have the name of a prototype', ['__proto__: x'], 'x'),
    header('constructor', 'is no member of every object', [], null),
    header('te', 'that is for the connection can be read', ['TE: gzip'], 'gzip'),
    header(
      'x-a',
      'stays, even when Connection names it',
      ['Connection: X-A, keep-alive', 'X-A: 1'],
      '1',
    ),
  ])
})

describe('over HTTP/2', () => {
  failOnFaults()

  test('cookies in several fields are one header', async () => {
    const { body } = await askHttp2(pages, { ':path': '/get/cookie', cookie: ['a=1', 'b=2'] })
    expect(JSON.parse(body)).toBe('a=1; b=2')
    const cookies = await askHttp2(pages, { ':path': '/cookies', cookie: ['a=1', 'b=2'] })
    expect(JSON.parse(cookies.body)).toEqual([[], '2'])
  })

  test('the fields of the request line are no headers', async () => {
    const { body } = await askHttp2(pages, { ':path': '/entries', 'x-a': '1' })
    expect(JSON.parse(body)).toEqual(['x-a'])
  })
})

describe('headers that middleware has edited', () => {
  failOnFaults()
  const sent = ['X-A: 1', 'X-A: 2', 'User-Agent: a', 'User-Agent: b']

  test.each<[what: string, name: string, edit: (req: IncomingMessage) => unknown, seen: unknown]>([
    ['are seen when added', 'x-user', (req) => (req.headers['x-user'] = 'ann'), 'ann'],
    ['are seen when changed', 'x-a', (req) => (req.headers['x-a'] = '3'), '3'],
    ['are seen when cut to the first', 'x-a', (req) => (req.headers['x-a'] = '1'), '1'],
    ['are gone when deleted', 'x-a', (req) => delete req.headers['x-a'], null],
    ['are gone when undefined', 'x-a', (req) => (req.headers['x-a'] = undefined), null],
    [
      'are seen when Node had hidden one',
      'user-agent',
      (req) => (req.headers['user-agent'] = 'c'),
      'c',
    ],
    ['are whole when left alone', 'user-agent', () => undefined, 'a, b'],
  ])('%s', async (_, name, edit, seen) => {
    const app = express()
      .use((req, _res, next) => {
        edit(req)
        next()
      })
      .use(pages)
    const bytes = lines(`GET /get/${name} HTTP/1.1`, 'Host: a', ...sent)
    const [answer, next] = await withServer(app, ({ port }) => exchange(port, bytes + OK))
    expect([JSON.parse(answer?.body ?? ''), next?.body]).toEqual([seen, 'next'])
  })

  test('after the page has used its request do not change it', async () => {
    let req: IncomingMessage | undefined
    const late = siteOf({
      'index.ts': {
        GET({ request }: Context) {
          const { headers } = request
          if (req) req.headers['x-a'] = 'changed'
          return Response.json(headers.get('x-a'))
        },
      },
    })
    const app = express()
      .use((request, _res, next) => {
        req = request
        next()
      })
      .use(late)
    const bytes = lines('GET / HTTP/1.1', 'Host: a', 'X-A: 1', 'Connection: close')
    const [answer] = await withServer(app, ({ port }) => exchange(port, bytes))
    expect(answer?.body).toBe('"1"')
  })
})
