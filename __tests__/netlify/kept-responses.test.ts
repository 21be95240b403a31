/**
 * A build writes `createResponse(Response, ...)` for `new Response(...)`. Netlify must receive the
 * same answers: read as its runtime reads them, by the public members of a response.
 */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { fetchPage } from '../../src/core/fetch.ts'
import { createHandler, createLambdaHandler } from '../../src/netlify/index.ts'
import { createPages } from '../../src/loader/pages.ts'
import { createResponse } from '../../src/shared/kept-response.ts'
import { createSite } from './one-module-site.ts'

type Make = (body: BodyInit | null, init?: ResponseInit) => Response
type Answer = (make: Make) => Response | Promise<Response>
type Seen = Record<string, unknown>
type Ask = (answer: Answer, make: Make, method: string) => Promise<Seen>

const plain: Make = (body, init) => new Response(body, init)
const compiled: Make = (body, init) => createResponse(Response, body, init)
const BYTES = new TextEncoder().encode('bytes')
const TEXT = 'é Ж 漢字 \u{1f600}'

const ANSWERS: readonly (readonly [string, Answer])[] = [
  ['a text', (make) => make(TEXT)],
  ['a text with a byte order mark', (make) => make(`\ufeff${TEXT}`)],
  ['a text with half a character', (make) => make('a\ud800b')],
  ['an empty text', (make) => make('', { status: 201, headers: { 'x-a': '1' } })],
  ['a long text', (make) => make('long '.repeat(40_000))],
  ['a text that may be cached', (make) => make('a', { headers: { 'cache-control': 'max-age=9' } })],
  [
    'an empty text that may be cached',
    (make) => make('', { headers: { 'cache-control': 'max-age=9' } }),
  ],
  ['a text without a type', (make) => withoutType(make(TEXT))],
  ['a text with a type', (make) => make('a{}', { headers: { 'content-type': 'text/css' } })],
  ['bytes', (make) => make(BYTES)],
  ['bytes with a type', (make) => make(BYTES, { headers: { 'content-type': 'image/png' } })],
  ['the right length', (make) => make('text', { headers: { 'content-length': '4' } })],
  ['a status and its text', (make) => make('gone', { status: 410, statusText: 'Away' })],
  ['a status without a body', (make) => make(null, { status: 204 })],
  [
    'several cookies',
    (make) =>
      make('a', {
        headers: [
          ['set-cookie', 'a=1'],
          ['set-cookie', 'b=2'],
        ],
      }),
  ],
  [
    'headers of the connection',
    (make) => make('a', { headers: { connection: 'x-a', 'x-a': '1' } }),
  ],
  ['a copy', (make) => make('copied').clone()],
  ['the body of another response', (make) => plain(make('other').body, { status: 203 })],
  ['a body that was looked at', (make) => lookedAt(make('seen'))],
  ['a body that was read', (make) => read(make('read'))],
]

const HOSTS: readonly (readonly [string, Ask])[] = [
  ['a function', askFunction],
  ['a function that caches', (...args) => askFunction(...args, { cacheOnDemandPages: true })],
  ['a function of the classic format', askClassicFunction],
  ['pages.fetch()', askFetch],
]

beforeAll(() => {
  jest.spyOn(console, 'error').mockImplementation(() => {})
})
afterAll(() => {
  jest.restoreAllMocks()
})

describe.each(HOSTS)('%s', (_, ask) => {
  test.each(ANSWERS)('that answers %s sends the same when it is compiled', async (_, answer) => {
    for (const method of ['GET', 'HEAD', 'POST']) {
      expect(await ask(answer, compiled, method)).toEqual(await ask(answer, plain, method))
    }
  })
})

test('the response for the runtime has its body as one stream, which nobody has touched', async () => {
  const { manifest, modules } = createSite({ GET: () => compiled('text') })
  const response = await createHandler(manifest, modules)(new Request('https://shop.test/api/x'))
  const { body } = response
  expect([response.bodyUsed, body?.locked, response.body === body]).toEqual([false, false, true])
  // What the runtime does with it.
  expect(await new Response(body, { headers: new Headers(response.headers) }).text()).toBe('text')
  expect(response.bodyUsed).toBe(true)
})

test('an answer that is kept for all requests can be sent once', async () => {
  const kept = compiled('kept')
  const { manifest, modules } = createSite({ GET: () => kept })
  const handle = createHandler(manifest, modules)
  const send = async () => (await handle(new Request('https://shop.test/api/x'))).status
  expect([await send(), await send()]).toEqual([200, 500])
})

async function askFunction(
  answer: Answer,
  make: Make,
  method: string,
  options = {},
): Promise<Seen> {
  const { manifest, modules } = createSite({ ALL: () => answer(make) })
  return see(await createHandler(manifest, modules, options)(toRequest(method)))
}

async function askClassicFunction(answer: Answer, make: Make, method: string): Promise<Seen> {
  const { manifest, modules } = createSite({ ALL: () => answer(make) })
  const event = { rawUrl: 'https://shop.test/api/x', httpMethod: method, headers: {} }
  return { ...(await createLambdaHandler(manifest, modules)(event as never)) }
}

async function askFetch(answer: Answer, make: Make, method: string): Promise<Seen> {
  const { manifest, modules } = createSite({ ALL: () => answer(make) })
  const pages = createPages(manifest, (file) => modules[file]?.(file) ?? Promise.reject(file))
  try {
    return await see(await fetchPage(pages, toRequest(method)))
  } catch (error) {
    return { error: String(error) }
  }
}

function toRequest(method: string): Request {
  return new Request('https://shop.test/api/x', { method })
}

async function see(response: Response | undefined): Promise<Seen> {
  if (response === undefined) return {}
  const { status, statusText, headers, body } = response
  const bytes = Buffer.from(await new Response(body).arrayBuffer()).toString('latin1')
  return { status, statusText, headers: [...headers], hasBody: body !== null, bytes }
}

function withoutType(response: Response): Response {
  response.headers.delete('content-type')
  return response
}

function lookedAt(response: Response): Response {
  void response.body
  return response
}

async function read(response: Response): Promise<Response> {
  await response.text()
  return response
}
