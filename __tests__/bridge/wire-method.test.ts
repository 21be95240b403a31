import { describe, expect, test } from '@jest/globals'
import { cors } from './packages.ts'
import express from 'express'
import type { Context } from '../../src/context/context.ts'
import { html } from '../../src/render/html.ts'
import { failOnFaults } from '../support/faults.ts'
import { askHttp2 } from './http2.ts'
import { withServer } from '../support/serve.ts'
import { siteOf } from './site.ts'
import { exchange, lines, OK, runOnWire } from '../support/wire.ts'

const echo = async ({ request }: Context) =>
  Response.json({ method: request.method, body: request.body && (await request.text()) })

let helperCalls = 0

const pages = siteOf({
  'next.ts': { GET: () => new Response('next') },
  'page.astro': { default: () => html`<p>é</p>` },
  'all.ts': { ALL: echo },
  'some.ts': { GET: echo, patch: echo, del: echo, helper: () => void helperCalls++ },
  'options.ts': { OPTIONS: () => new Response(null, { status: 204, headers: { allow: 'GET' } }) },
})

const HOST = 'Host: a'
const LENGTH = 'Content-Length: 5'
const NOWHERE = { http: 501, express: 404 }

describe('a request method', () => {
  runOnWire(pages, [
    {
      name: 'of GET has no body, though one was sent',
      bytes: `${lines('GET /all HTTP/1.1', HOST, LENGTH)}hello`,
      status: 200,
      body: { method: 'GET', body: null },
    },
    {
      name: 'of GET has no body, though one was sent in chunks',
      bytes: `${lines('GET /all HTTP/1.1', HOST, 'Transfer-Encoding: chunked')}5\r\nhello\r\n0\r\n\r\n`,
      status: 200,
      body: { method: 'GET', body: null },
    },
    {
      name: 'of HEAD has no body, though one was sent',
      bytes: `${lines('HEAD /all HTTP/1.1', HOST, LENGTH)}hello`,
      status: 200,
      body: '',
      has: { 'content-type': 'application/json' },
    },
    {
      name: 'of HEAD gets the headers of GET, and its length',
      bytes: lines('HEAD /page HTTP/1.1', HOST),
      status: 200,
      body: '',
      has: { 'content-type': 'text/html; charset=utf-8', 'content-length': '24' },
    },
    {
      name: 'of HEAD runs the handler of GET',
      bytes: lines('HEAD /some HTTP/1.1', HOST),
      status: 200,
      body: '',
      has: { 'content-type': 'application/json' },
    },
    { name: 'of TRACE is for no page', bytes: lines('TRACE /all HTTP/1.1', HOST), status: NOWHERE },
    {
      name: 'of TRACK is refused by Node',
      bytes: lines('TRACK /all HTTP/1.1', HOST),
      status: 400,
      isLast: true,
    },
    {
      name: 'in lower case is refused by Node',
      bytes: lines('get /all HTTP/1.1', HOST),
      status: 400,
      isLast: true,
    },
    {
      name: 'of QUERY may have a body',
      bytes: `${lines('QUERY /all HTTP/1.1', HOST, LENGTH)}hello`,
      status: 200,
      body: { method: 'QUERY', body: 'hello' },
    },
    {
      name: 'of PROPFIND is answered where all methods are',
      bytes: lines('PROPFIND /all HTTP/1.1', HOST),
      status: 200,
      body: { method: 'PROPFIND', body: null },
    },
    {
      name: 'without a handler is told which there are',
      bytes: `${lines('PROPFIND /some HTTP/1.1', HOST, LENGTH)}hello`,
      status: 405,
      has: { allow: 'GET, PATCH, DELETE, HEAD', 'content-length': '0' },
    },
    {
      name: 'of OPTIONS is left to the host where no handler is for it',
      bytes: lines('OPTIONS /some HTTP/1.1', HOST),
      status: 404,
    },
    {
      name: 'of OPTIONS reaches its handler',
      bytes: lines('OPTIONS /options HTTP/1.1', HOST),
      status: 204,
      has: { allow: 'GET', 'content-length': undefined, 'transfer-encoding': undefined },
    },
  ])
})

describe('over HTTP/2, where a method may be any word', () => {
  failOnFaults()
  const ask = (method: string, path: string) =>
    askHttp2(pages, { ':method': method, ':path': path })

  test.each(['TRACK', 'TRACE'])('%s is for no page', async (method) => {
    expect((await ask(method, '/all')).status).toBe(501)
  })

  test.each(['patch', 'del', 'helper', 'HELPER', 'default', 'toString'])(
    'the export %s is not called by its name',
    async (method) => {
      expect((await ask(method, '/some')).status).toBe(405)
      expect(helperCalls).toBe(0)
    },
  )

  test.each(['get', 'Get', 'head', 'post', 'Delete', 'options', 'trace', 'Track', 'connect'])(
    '%s, which pages would see otherwise, is refused as HTTP/1 refuses it',
    async (method) => {
      expect((await ask(method, '/all')).status).toBe(400)
      const headers = { ':method': method, ':path': '/all' }
      expect((await askHttp2(pages, headers, 'body')).status).toBe(400)
    },
  )

  test('a method in lower case is another method', async () => {
    expect(JSON.parse((await ask('query', '/all')).body)).toMatchObject({ method: 'query' })
    expect(JSON.parse((await ask('PATCH', '/some')).body)).toMatchObject({ method: 'PATCH' })
  })
})

test('a method that middleware has overridden is the one that is answered', async () => {
  const app = express()
    .use((req, _res, next) => {
      req.method = req.get('x-http-method-override') ?? req.method
      next()
    })
    .use(pages)
  const bytes = lines('POST /some HTTP/1.1', HOST, 'X-HTTP-Method-Override: DELETE')
  const [answer, next] = await withServer(app, ({ port }) => exchange(port, bytes + OK))
  expect(JSON.parse(answer?.body ?? '')).toEqual({ method: 'DELETE', body: null })
  expect(next?.body).toBe('next')
})

test('cors() after the pages still answers a preflight request', async () => {
  const app = express().use(pages).use(cors())
  const bytes = lines(
    'OPTIONS /some HTTP/1.1',
    HOST,
    'Origin: http://b',
    'Access-Control-Request-Method: PATCH',
  )
  const [answer, next] = await withServer(app, ({ port }) => exchange(port, bytes + OK))
  expect([answer?.status, answer?.headers['access-control-allow-methods']]).toEqual([
    204,
    'GET,HEAD,PUT,PATCH,POST,DELETE',
  ])
  expect(next?.body).toBe('next')
})
