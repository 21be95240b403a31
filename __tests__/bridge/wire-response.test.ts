import { describe, expect, test } from '@jest/globals'
import express from 'express'
import type { RequestListener } from 'node:http'
import { html } from '../../src/render/html.ts'
import type { Context } from '../../src/context/context.ts'
import { failOnFaults } from '../support/faults.ts'
import { withServer } from '../support/serve.ts'
import { siteOf } from './site.ts'
import { OK, type WireCase, exchange, lines, runOnWire } from '../support/wire.ts'

const LARGE = Buffer.alloc(5_000_000, 'large ')
const headersOf = (headers: HeadersInit, status = 200) => new Response('x', { status, headers })

let endlessEnds = 0
const endless = () =>
  new ReadableStream({
    pull: (controller) => controller.enqueue(LARGE.subarray(0, 1000)),
    cancel: () => void endlessEnds++,
  })

const pieces = () =>
  new ReadableStream({
    start(controller) {
      for (const byte of [120, 121]) controller.enqueue(new Uint8Array([byte]))
      controller.close()
    },
  })

const errors: unknown[] = []
const pages = siteOf(
  {
    'next.ts': { GET: () => new Response('next') },
    'emoji.astro': { default: () => html`<p>😀</p>` },
    'etag.ts': { GET: () => new Response('x') },
    'none.ts': { GET: () => new Response(null) },
    'large.ts': { GET: () => new Response(LARGE) },
    'endless.ts': { GET: () => new Response(endless()) },
    'chunked.ts': {
      GET: () =>
        new Response(pieces(), { headers: { 'transfer-encoding': 'chunked', te: 'gzip' } }),
    },
    'control.ts': { GET: () => headersOf({ 'x-a': 'a\u0001b', 'x-b': '1' }, 201) },
    'failed.ts': { GET: () => Response.error() },
    'go.ts': {
      GET: ({ redirect, url }: Context) => redirect(url.searchParams.get('to') ?? '/', 307),
    },
  },
  { onError: (error) => void errors.push(error) },
)

const get = (path: string, ...headers: string[]) =>
  lines(`GET ${path} HTTP/1.1`, 'Host: a', ...headers)

describe('an answer', () => {
  const to = (name: string, location: string): WireCase => ({
    name,
    bytes: get(`/go?to=${encodeURIComponent(location)}`),
    status: 307,
    body: '',
    has: { location, 'content-length': '0' },
  })

  runOnWire(pages, [
    {
      name: 'has its length in bytes',
      bytes: get('/emoji'),
      status: 200,
      body: '<!DOCTYPE html><p>\xf0\x9f\x98\x80</p>',
      has: { 'content-length': '26', 'content-type': 'text/html; charset=utf-8' },
    },
    {
      name: 'has no ETag, and is never taken for unmodified',
      bytes: get('/etag', 'If-None-Match: *', 'If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT'),
      status: 200,
      body: 'x',
      has: { etag: undefined },
    },
    {
      name: 'without a body has no type, and a length of nothing',
      bytes: get('/none'),
      status: 200,
      body: '',
      has: { 'content-type': undefined, 'content-length': '0', 'transfer-encoding': undefined },
    },
    {
      name: 'of one large piece arrives whole',
      bytes: get('/large'),
      status: 200,
      body: LARGE.toString(),
    },
    {
      name: 'in pieces needs no header that says so',
      bytes: get('/chunked'),
      status: 200,
      body: 'xy',
      has: { 'transfer-encoding': 'chunked', te: undefined },
    },
    {
      name: 'with a control character in a header is an error, and nothing of it is sent',
      bytes: get('/control'),
      status: 500,
      has: { 'x-a': undefined, 'x-b': undefined },
    },
    { name: 'that is Response.error() is an error', bytes: get('/failed'), status: 500 },
    to('goes to a path as it is written', '/a?b=c#d'),
    to('goes to another host as it is written', 'http://allowed\\@evil.com/%2F..//'),
    {
      name: 'goes nowhere over a line break',
      bytes: get('/go?to=%2Fa%0D%0AX-Evil%3A%201'),
      status: 500,
      has: { location: undefined, 'x-evil': undefined },
    },
    {
      name: 'to HEAD ends an endless stream',
      bytes: lines('HEAD /endless HTTP/1.1', 'Host: a'),
      status: 200,
      body: '',
    },
  ])

  test('to HEAD ends the stream each time', () => {
    expect(endlessEnds).toBe(3)
  })
})

describe('headers that the server sets itself', () => {
  failOnFaults()

  test('are sent once, with their names as each has written them', async () => {
    const app = express()
      .use((_req, res, next) => {
        res.setHeader('X-Host', '1')
        next()
      })
      .use(pages)
    const text = await withServer(app as RequestListener, ({ raw }) => raw(get('/emoji') + OK))
    const names = [...text.matchAll(/^([\w-]+): /gm)].map(([, name]) => name).slice(0, 7)
    expect(names).toEqual([
      'X-Powered-By',
      'X-Host',
      'content-type',
      'content-length',
      'Date',
      'Connection',
      'Keep-Alive',
    ])
    const [first] = await withServer(app, ({ port }) => exchange(port, get('/emoji') + OK))
    expect(Math.abs(Date.parse(first?.headers['date'] ?? '') - Date.now())).toBeLessThan(60_000)
  })
})
