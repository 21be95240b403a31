import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import compression from 'compression'
import session from 'express-session'
import { kept, type Maker, platform } from '../shared/kept-cases.ts'
import { withServer } from '../support/serve.ts'
import { askHttp2 } from './http2.ts'
import { siteOf } from './site.ts'

beforeEach(() => {
  jest.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => {
  jest.restoreAllMocks()
})

type Host = (req: IncomingMessage, res: ServerResponse, next: () => void) => void

const answers: Readonly<Record<string, (make: Maker) => Response>> = {
  'a text': (make) => make.create('hello', { headers: { 'x-b': '1', a: '2' } }),
  'a long text': (make) => make.create('привет '.repeat(30_000)),
  JSON: (make) => make.json({ a: 1 }, { status: 201, statusText: 'Made' }),
  bytes: (make) => make.create(Buffer.from([104, 105, 0, 255])),
  'many bytes': (make) => make.create(Buffer.alloc(200_000, 'x')),
  nothing: (make) => make.create(''),
  'no bytes': (make) => make.create(Buffer.alloc(0)),
  'a header in Latin-1': (make) => make.create('é', { headers: { 'x-a': 'é' } }),
  'a list that the host has begun': (make) =>
    make.create('', { headers: { vary: 'x', link: '<b>' } }),
}

const hosts: Readonly<Record<string, Host>> = {
  alone: (_req, _res, next) => next(),
  'with headers of its own': (_req, res, next) => {
    res.setHeader('content-type', 'a/b').setHeader('vary', 'y').setHeader('link', '<a>')
    next()
  },
  'with a status': (_req, res, next) => {
    res.statusCode = 418
    res.statusMessage = 'Teapot'
    next()
  },
  'that has announced trailers': (req, res, next) => {
    if (req.method === 'HEAD') return next()
    res.setHeader('trailer', 'x-end')
    next()
    res.addTrailers({ 'x-end': '1' })
  },
  'that sends chunks': (_req, res, next) => {
    res.setHeader('transfer-encoding', 'chunked')
    next()
  },
  'with compression': compression({ threshold: 100 }) as unknown as Host,
  'with a session': session({
    secret: 'x',
    resave: false,
    saveUninitialized: true,
    genid: () => 'id',
  }) as unknown as Host,
}

const site = (name: string, make: Maker) =>
  siteOf({ 'index.ts': { GET: () => answers[name]?.(make) } })

describe.each(Object.keys(hosts))('a host %s', (name) => {
  test.each(Object.keys(answers))('sends the same bytes for %s', async (answer) => {
    for (const method of ['GET', 'HEAD']) {
      const [ours, theirs] = await Promise.all([
        bytesOf(name, method, site(answer, kept)),
        bytesOf(name, method, site(answer, platform)),
      ])
      expect(ours).toBe(theirs)
    }
  })
})

test.each(Object.keys(answers))('HTTP/2 sends the same for %s', async (answer) => {
  for (const method of ['GET', 'HEAD']) {
    const headers = { ':path': '/', ':method': method }
    const ours = await askHttp2(site(answer, kept), headers)
    const theirs = await askHttp2(site(answer, platform), headers)
    expect({ ...ours, headers: withoutDate(ours.headers) }).toEqual({
      ...theirs,
      headers: withoutDate(theirs.headers),
    })
  }
})

const withoutDate = (headers: Record<string, unknown>): unknown =>
  Object.entries(headers).filter(([name]) => name !== 'date')

/** All that arrives, without the date. */
function bytesOf(name: string, method: string, pages: ReturnType<typeof site>): Promise<string> {
  const listener = (req: IncomingMessage, res: ServerResponse): void =>
    hosts[name]?.(req, res, () => void pages(req as never, res as never))
  return withServer(listener, async ({ raw }) => {
    const received = await raw(
      `${method} / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n`,
    )
    return received.replace(/^date: .*$/im, '').replace(/Expires=[^;]*/i, '')
  })
}
