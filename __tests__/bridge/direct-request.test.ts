import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import express from 'express'
import fc from 'fast-check'
import type { RequestListener, Server } from 'node:http'
import { gzipSync } from 'node:zlib'
import type { Context } from '../../src/context/context.ts'
import { keepsRequest } from '../../src/shared/kept-request.ts'
import { failOnFaults } from '../support/faults.ts'
import { runs, timeLimit } from '../support/runs.ts'
import { OK, close, exchange, lines, listen, portOf } from '../support/wire.ts'
import { siteOf } from './site.ts'

failOnFaults()

const LIMIT = 300_000

/** Everything that code which keeps its request can read of it. */
const READS: Record<string, (context: Context) => unknown> = {
  text: ({ request }) => request.text(),
  json: ({ request }) => request.json(),
  arrayBuffer: ({ request }) => request.arrayBuffer(),
  bytes: ({ request }) => request.bytes(),
  blob: ({ request }) => request.blob(),
  formData: ({ request }) => request.formData(),
  bodyUsed: ({ request }) => request.bodyUsed,
  method: ({ request }) => request.method,
  url: ({ request }) => request.url,
  aborted: ({ request }) => [request.signal.aborted, request.signal instanceof AbortSignal],
  header: ({ request }) => request.headers.get('X-A'),
  type: ({ request }) => request.headers.get('content-type'),
  absent: ({ request }) => [request.headers.get('x-none'), request.headers.has('x-none')],
  has: ({ request }) => request.headers.has('X-a'),
  'a wrong name': ({ request }) => request.headers.get('a b'),
  'a wrong name of a header to find': ({ request }) => request.headers.has('a b'),
  'a name that is a number': ({ request }) => request.headers.get(1 as never),
  'a name that is null': ({ request }) => request.headers.get(null as never),
  'a name that is undefined': ({ request }) => request.headers.has(undefined as never),
  'a name in an array': ({ request }) => request.headers.get(['x-a'] as never),
  'a name that is converted': ({ request }) => {
    let times = 0
    const name = { toString: () => `x-a${++times === 1 ? '' : times}` }
    return request.headers.get(name as never)
  },
  'a value that nobody awaits': ({ request }) => void request.json(),
  'bytes that nobody awaits': ({ request }) => void request.bytes?.(),
  'a body that is decoded from then on': ({ request, node }) => {
    const text = request.text()
    node?.req.setEncoding('latin1')
    return text
  },
  'two reads at once': ({ request }) => settle([request.text(), request.json()]),
  'the URL after a change': ({ request, url }) => {
    url.pathname = '/changed'
    return request.url
  },
}

/** What only code that passes its request on can do. */
const ESCAPES: Record<string, (context: Context) => unknown> = {
  ...READS,
  'a change of a header': ({ request }) => request.headers.set('x-a', 'changed'),
  'another header': ({ request }) => request.headers.set('x-none', 'new'),
  clone: ({ request }) => request.clone().text(),
  'a copy': ({ request }) => new Request(request).text(),
  body: ({ request }) => [request.body === null, request.body?.locked],
  cancel: ({ request }) => request.body?.cancel(),
  'the first chunk': async ({ request }) => {
    const reader = request.body?.getReader()
    const chunk = await reader?.read()
    reader?.releaseLock()
    return chunk?.done
  },
}

const post = (body: string, ...headers: string[]) =>
  lines(
    'POST /?a=b%20c HTTP/1.1',
    'Host: a.test',
    'X-A: one',
    `Content-Length: ${body.length}`,
    ...headers,
  ) + body

const chunked = (...chunks: string[]) =>
  lines('POST / HTTP/1.1', 'Host: a', 'Transfer-Encoding: chunked') +
  [...chunks, ''].map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`).join('')

const JSON_TYPE = 'Content-Type: application/json'
const FORM_TYPE = 'Content-Type: application/x-www-form-urlencoded'
const BOUNDARY = 'a-boundary-of-at-least-27-characters'
const PARTS =
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="f"; filename="x.bin"\r\n\r\n\xff\x00\r\n` +
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="t"\r\n\r\nt\r\n--${BOUNDARY}--\r\n`
const MARK = '\xef\xbb\xbf'

const REQUESTS: Record<string, string> = {
  JSON: post('{"a":[1,"\xc3\xbc"]}', JSON_TYPE),
  'a body of nothing': post(''),
  'no body': lines('POST / HTTP/1.1', 'Host: a', 'X-A: 1', 'X-A:  2 '),
  GET: lines('GET /?q HTTP/1.1', 'Host: a', 'X-A: \xe9'),
  'the body of a GET': post('{"a":1}').replace('POST', 'GET'),
  'another method': post('{"a":1}').replace('POST', 'QUERY'),
  'a byte order mark': post(`${MARK}{"a":1}`),
  'two byte order marks': post(`${MARK}${MARK}{"a":1}`),
  'three byte order marks': post(`${MARK.repeat(3)}1`),
  'half a byte order mark': post('\xef\xbb'),
  'broken UTF-8': post('"\xff\xc3\x28\xe2\x82\xf0\x9f\x98\x80\xed\xa0\x80"'),
  'a cut character': post('\xf0\x9f\x98'),
  'no JSON': post('{"a":'),
  'JSON with a key of the prototype': post('{"__proto__":{"a":1}}'),
  '1 KiB': post(JSON.stringify({ text: 'x'.repeat(1014) }), JSON_TYPE),
  'as much as is allowed': post('1'.repeat(LIMIT)),
  'one byte too much': post('1'.repeat(LIMIT + 1)),
  'far too much': post('1'.repeat(LIMIT * 5)),
  chunks: chunked('{"a', '":', '1}'),
  'many chunks of one byte': chunked(...JSON.stringify({ a: 'b'.repeat(1000) }).split('')),
  'no chunks': chunked(),
  'large chunks': chunked('1'.repeat(LIMIT / 2), '2'.repeat(LIMIT / 2)),
  'too many chunks': chunked('1'.repeat(LIMIT / 2), '2'.repeat(LIMIT / 2), '3'),
  gzip: post(gzipSync('{"a":1}').toString('latin1'), 'Content-Encoding: gzip'),
  'a form': post('a=1&b=%C3%BC&a=2', FORM_TYPE),
  'a form in parts': post(PARTS, `Content-Type: multipart/form-data; boundary=${BOUNDARY}`),
  'a form without its boundary': post(PARTS, 'Content-Type: multipart/form-data'),
  'a form of another type': post('a=1', 'Content-Type: text/plain'),
}

/** What hosts do to a request before the pages see it. */
const HOSTS: Record<string, (app: express.Express) => void> = {
  'a plain host': () => undefined,
  'a host that parses JSON': (app) => app.use(express.json()),
  'a host that parses everything': (app) => app.use(express.text({ type: () => true })),
  'a host that decodes': (app) => use(app, (req) => req.setEncoding('latin1')),
  'a host that pauses': (app) => use(app, (req) => req.pause()),
  'a host that listens': (app) => use(app, (req) => req.on('data', () => undefined)),
  'a host that listens for parts': (app) => use(app, (req) => req.on('readable', () => undefined)),
  'a host that waits': (app) => {
    app.use((_req, _res, next) => void setImmediate(next))
  },
  'a host that changes a header': (app) => use(app, (req) => (req.headers['x-a'] = 'host')),
}

function use(app: express.Express, change: (req: express.Request) => unknown): void {
  app.use((req, _res, next) => {
    change(req)
    next()
  })
}

/** What the page middleware reads, and then the API route; it is sent in a header. */
interface Program {
  readonly before: readonly string[]
  readonly reads: readonly string[]
}

function withProgram(bytes: string, program: Program): string {
  return bytes.replace('\r\n', `\r\nX-Program: ${JSON.stringify(program)}\r\n`)
}

function programOf({ node }: Context): Program {
  return JSON.parse(String(node?.req.headers['x-program']))
}

const see = (names: readonly string[], context: Context) =>
  names.reduce<Promise<unknown[]>>(
    async (seen, name) => [...(await seen), await outcome(async () => ESCAPES[name]?.(context))],
    Promise.resolve([]),
  )

/** A site whose middleware and whose route are marked, or not. */
function siteWith(marksMiddleware: boolean, marksRoute: boolean) {
  const mark = <T extends object>(isMarked: boolean, handler: T) =>
    isMarked ? keepsRequest(handler) : handler
  const route = async (context: Context) =>
    Response.json([
      Reflect.get(context.locals, 'before'),
      await see(programOf(context).reads, context),
    ])
  const onRequest = async (context: Context, next: () => Promise<Response>) => {
    if (context.url.pathname === '/next') return next()
    Object.assign(context.locals, { before: await see(programOf(context).before, context) })
    return next()
  }
  const next = () => new Response('next')
  return siteOf(
    {
      'index.ts': { ALL: mark(marksRoute, route) },
      'next.ts': { GET: next },
      '_middleware.ts': { onRequest: mark(marksMiddleware, onRequest) },
    },
    { bodyLimit: LIMIT },
  )
}

const BUILDS = [
  ['unmarked', siteWith(false, false)],
  ['marked', siteWith(true, true)],
  ['with a marked middleware', siteWith(true, false)],
  ['with a marked route', siteWith(false, true)],
] as const

const servers = new Map<string, Server>()

beforeAll(async () => {
  for (const [host, change] of Object.entries(HOSTS)) {
    for (const [build, pages] of BUILDS) {
      const app = express()
      change(app)
      app.use(pages as RequestListener)
      servers.set(`${host}, ${build}`, await listen(app))
    }
  }
})

afterAll(() => Promise.all([...servers.values()].map(close)))

async function ask(host: string, build: string, bytes: string): Promise<unknown[]> {
  const server = servers.get(`${host}, ${build}`)
  if (server === undefined) throw new Error(`no server of ${host}, ${build}`)
  const answers = await exchange(portOf(server), bytes + OK)
  return answers.map(({ status, body }) => [status, body.startsWith('[') ? JSON.parse(body) : body])
}

describe('code that keeps its request reads', () => {
  test.each(Object.keys(REQUESTS))('something else than from a Request: %s', async (request) => {
    await compare('a plain host', request)
  })

  test.each(Object.keys(HOSTS))('something else than from a Request in %s', async (host) => {
    for (const request of ['JSON', 'chunks', 'gzip', 'a form', 'a form in parts']) {
      await compare(host, request)
    }
  })
})

test('code that keeps its request gets a Request of the platform', async () => {
  const tagOf = ({ request }: Context) => new Response(Object.prototype.toString.call(request))
  const pages = siteOf({
    'kept.ts': { POST: keepsRequest(tagOf) },
    'passed.ts': { POST: (context: Context) => tagOf(context) },
  })
  const server = await listen(pages as RequestListener)
  const bytes = ['/kept', '/passed'].map((path) => post('').replace(/\/\S*/, path))
  const seen = await exchange(portOf(server), bytes.join('') + OK)
  await close(server)
  expect(seen.slice(0, 2).map(({ body }) => body)).toEqual(['[object Object]', '[object Request]'])
})

/** Reads each member of the request in both ways, one request after the other. */
async function compare(host: string, request: string): Promise<void> {
  const bytes = Object.keys(READS).map((read) =>
    withProgram(REQUESTS[request] ?? '', { before: [], reads: [read, 'bodyUsed', 'text'] }),
  )
  const expected = await ask(host, 'unmarked', bytes.join(''))
  expect(expected.length).toBe(bytes.length + 1)
  expect(await ask(host, 'marked', bytes.join(''))).toEqual(expected)
}

const names = (of: object, maxLength: number) =>
  fc.array(fc.constantFrom(...Object.keys(of)), { maxLength })

const RUNS = 150

test(
  'code that keeps its request, and code that does not, read different requests',
  () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(HOSTS)),
        fc.constantFrom(...Object.keys(REQUESTS)),
        fc.oneof(
          fc.tuple(fc.constant('marked'), names(READS, 2), names(READS, 3)),
          fc.tuple(fc.constant('with a marked middleware'), names(READS, 2), names(ESCAPES, 3)),
          fc.tuple(fc.constant('with a marked route'), names(ESCAPES, 2), names(READS, 3)),
        ),
        async (host, request, [build, before, reads]) => {
          const bytes = withProgram(REQUESTS[request] ?? '', { before, reads })
          expect(await ask(host, build, bytes)).toEqual(await ask(host, 'unmarked', bytes))
        },
      ),
      runs(RUNS),
    ),
  timeLimit(RUNS),
)

async function outcome(read: () => Promise<unknown>): Promise<unknown> {
  try {
    return await describeValue(await read())
  } catch (error) {
    const { name, message, status, code } = error as Record<string, unknown>
    return { name, message, status, code }
  }
}

async function describeValue(value: unknown): Promise<unknown> {
  if (value instanceof ArrayBuffer) return ['ArrayBuffer', ...digest(new Uint8Array(value))]
  if (value instanceof Uint8Array) return ['Uint8Array', ...digest(value), value.buffer.byteLength]
  if (value instanceof Blob) return ['Blob', value.type, await value.text()]
  if (!(value instanceof FormData)) return value ?? null
  const fields = [...value].map(async ([name, field]) => [
    name,
    typeof field === 'string' ? field : [field.name, field.type, await field.text()],
  ])
  return ['FormData', ...(await Promise.all(fields))]
}

function digest(bytes: Uint8Array): unknown[] {
  return [bytes.length, ...bytes.subarray(0, 50)]
}

async function settle(promises: readonly Promise<unknown>[]): Promise<unknown[]> {
  return Promise.all(promises.map((promise) => outcome(() => promise)))
}
