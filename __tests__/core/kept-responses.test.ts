import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { kept, type Maker, platform } from '../shared/kept-cases.ts'
import { type Adapter, adapters, type Site } from './adapters.ts'

beforeEach(() => {
  jest.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => {
  jest.restoreAllMocks()
})

type Answer = (make: Maker) => Response | Promise<Response>

const edited = (response: Response, edit: (response: Response) => unknown): Response => {
  edit(response)
  return response
}
const withHeaders = (headers: HeadersInit) => (make: Maker) => make.create('hello', { headers })

const answers: Readonly<Record<string, Answer>> = {
  'a text': (make) => make.create('hello'),
  'an empty text': (make) => make.create(''),
  'a text in Cyrillic': (make) => make.create('привет'),
  'a lone surrogate': (make) => make.create('a\ud83d'),
  'a long text': (make) => make.create('abcdefgh'.repeat(40_000)),
  'a long text in Cyrillic': (make) => make.create('привет 👋'.repeat(40_000)),
  JSON: (make) => make.json({ a: 'привет' }),
  bytes: (make) => make.create(Buffer.from('hello')),
  'bytes that are no text': (make) => make.create(new Uint8Array([255, 0, 128])),
  'many bytes': (make) => make.create(new Uint8Array(300_000)),
  'no bytes': (make) => make.create(new Uint8Array(0)),
  'a promise': async (make) => make.create('hello'),
  'a status': (make) => make.create('made', { status: 201, statusText: 'Made' }),
  'a 404 with a text': (make) => make.create('no', { status: 404 }),
  'an empty 404': (make) => make.create('', { status: 404 }),
  'a 500 with JSON': (make) => make.json({ error: 1 }, { status: 500 }),
  'no body': (make) => make.create(null, { status: 204 }),
  'several headers': withHeaders({
    'X-B': '1',
    'Cache-Control': 'no-store',
    'keep-alive': 'a',
    'content-type': 'text/html',
    a: '2',
  }),
  'a header in Latin-1': withHeaders({ 'x-a': 'é' }),
  cookies: withHeaders([
    ['set-cookie', 'a=1'],
    ['set-cookie', 'b=2; Path=/'],
  ]),
  'a content type of its own': withHeaders({ 'content-type': 'text/x' }),
  events: withHeaders({ 'content-type': 'text/event-stream' }),
  lists: withHeaders({ vary: 'a, b', link: '</a>; rel=preload', 'server-timing': 'a' }),
  'a length': withHeaders({ 'content-length': '5' }),
  'a wrong length': withHeaders({ 'content-length': '4' }),
  'a length that is too large': withHeaders({ 'content-length': '6' }),
  'a length that is no number': withHeaders({ 'content-length': 'x' }),
  'a trailer': withHeaders({ trailer: 'x-end' }),
  'a connection to be closed': withHeaders({ connection: 'close' }),
  'headers of the connection': withHeaders({
    connection: 'x-hop',
    'x-hop': '1',
    te: 'a',
    'x-a': '1',
  }),
  'an encoding': withHeaders({ 'content-encoding': 'identity' }),
  'no content type': (make) =>
    edited(make.create('hello'), ({ headers }) => headers.delete('content-type')),
  'a header that was added': (make) =>
    edited(make.create('hello'), ({ headers }) => headers.append('x-a', '1')),
  'a body that somebody asked for': (make) => edited(make.create('hello'), ({ body }) => body),
  'a clone': (make) => make.create('hello', { headers: { 'x-a': '1' } }).clone(),
  'an original': (make) => edited(make.json({ a: 1 }), (response) => response.clone()),
  'a copy': (make) => {
    const response = make.json({ a: 1 })
    return new Response(response.body, response)
  },
  'a copy of the text': async (make) => make.create(`${await make.create('hello').text()}!`),
  'a body that was read': async (make) => {
    const response = make.create('hello')
    await response.text()
    return response
  },
  'a locked body': (make) => edited(make.create('hello'), ({ body }) => body?.getReader()),
  'a body of its own': (make) =>
    edited(make.create('hello'), (response) =>
      Object.defineProperty(response, 'body', { value: new Response('other').body }),
    ),
  'headers that somebody has read': (make) =>
    edited(make.create('hello', { headers: { 'x-b': '1', 'x-a': '2' } }), ({ headers }) => headers),
  'headers of its own': (make) =>
    edited(make.create('hello'), (response) =>
      Object.defineProperty(response, 'headers', { value: new Headers({ 'x-own': '1' }) }),
    ),
  'an address of its own': (make) =>
    edited(make.create('hello', { headers: { connection: 'close' } }), (response) =>
      Object.defineProperty(response, 'url', { value: 'http://b/' }),
    ),
}

const next = (make: Maker, change: (response: Response, make: Maker) => unknown): Site => ({
  page: { GET: () => make.create('hello', { headers: { 'x-a': '1' } }) },
  onRequest: async (_: unknown, run: () => Promise<Response>) => change(await run(), make),
})

const middlewares: Readonly<Record<string, (response: Response, make: Maker) => unknown>> = {
  'passes it on': (response) => response,
  'returns nothing': () => undefined,
  'changes a header': (response) => edited(response, ({ headers }) => headers.set('x-b', '1')),
  'reads it': async (response, make) => make.create((await response.text()).toUpperCase()),
  'reads a clone': async (response) => edited(response, () => response.clone().text()),
  'returns a clone': (response) => response.clone(),
  'returns its body': (response, make) => make.create(response.body, { status: 201 }),
  'asks for its body': (response) => (response.body === null ? undefined : response),
  'returns another': (_, make) => make.json({ other: 1 }),
  'returns an empty 404': (_, make) => make.create(null, { status: 404 }),
  'wraps it in a proxy': (response) => new Proxy(response, { get: readTarget }),
  'wraps the proxy of a clone': (response) => new Proxy(response.clone(), { get: readTarget }),
  'returns an object with its body': (response) => {
    const lazy = new Response(null, { status: 202 })
    return Object.defineProperty(lazy, 'body', { get: () => response.body })
  },
  'returns it after reading it': async (response) => {
    await response.text()
    return response
  },
}

// The platform's getters and methods accept no proxy.
function readTarget(response: Response, name: string | symbol): unknown {
  const value: unknown = Reflect.get(response, name)
  return typeof value === 'function' ? value.bind(response) : value
}

async function compare(adapter: Adapter, site: (make: Maker) => Site): Promise<void> {
  for (const method of ['GET', 'HEAD']) {
    const [ours, theirs] = [site(kept), site(platform)]
    // Twice: what an answer leaves behind must not differ either.
    for (let time = 0; time < 2; time++) {
      expect(await left(adapter, ours, method)).toEqual(await left(adapter, theirs, method))
    }
  }
}

async function left(adapter: Adapter, site: Site, method: string): Promise<unknown> {
  try {
    const { headers, ...rest } = await adapter.send(site, { method })
    return { ...rest, headers: Object.entries(headers).filter(([name]) => name !== 'date') }
  } catch (error) {
    return String(error)
  }
}

describe.each(adapters.map((adapter) => [adapter.name, adapter] as const))(
  '%s sends',
  (_, adapter) => {
    test.each(Object.keys(answers))('the same for a response with %s', async (name) => {
      const answer = answers[name]
      await compare(adapter, (make) => ({ page: { GET: () => answer?.(make) } }))
    })

    test.each(Object.keys(middlewares))('the same if a middleware %s', async (name) => {
      const change = middlewares[name]
      await compare(adapter, (make) => next(make, (response) => change?.(response, make)))
    })

    test('a response once only', async () => {
      await compare(adapter, (make) => {
        const response = make.create('hello')
        return { page: { GET: () => response } }
      })
    })
  },
)

test('a response that was sent cannot be read', async () => {
  const [node] = adapters
  for (const make of [kept, platform]) {
    const response = make.create('hello')
    await node?.send({ page: { GET: () => response } }, { method: 'GET' })
    expect([response.bodyUsed, response.body?.locked]).toEqual([true, true])
    await expect(response.text()).rejects.toThrow('Body is unusable')
  }
})
