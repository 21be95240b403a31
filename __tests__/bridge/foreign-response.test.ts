import { describe, expect, test } from '@jest/globals'
import type { RequestListener } from 'node:http'
import { Readable } from 'node:stream'
import vm from 'node:vm'
import { Response as UndiciResponse } from 'undici'
import type { WireCase } from '../support/wire.ts'
import { withServer } from '../support/serve.ts'
import { siteOf } from './site.ts'
import { OK, exchange, lines, runOnWire } from '../support/wire.ts'

class OwnResponse extends Response {
  override get status(): number {
    return 203
  }

  override get headers(): Headers {
    return new Headers({ 'x-own': '1', 'set-cookie': 'a=1' })
  }
}

/** A Response behind a Proxy: the methods of `Response` do not accept it as `this`. */
function wrap(response: Response): Response {
  return new Proxy(response, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

const fromOtherRealm = vm.runInNewContext(`() => ({
  status: 201,
  statusText: '',
  bodyUsed: false,
  url: '',
  arrayBuffer: () => {},
  headers: {
    get: () => null,
    forEach: (each) => each('1', 'X-A'),
    raw: () => ({ 'set-cookie': ['a=1', 'b=2'] }),
  },
  body: (async function* () { yield 'from '; yield 'afar' })(),
})`) as () => unknown

const shared = new Response('shared')
const sharedBare = new Response(null, { status: 204 })

const answers: Record<string, () => unknown> = {
  next: () => new Response('next'),
  undici: () =>
    new UndiciResponse('undici', {
      headers: [
        ['x-a', '1'],
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ],
    }),
  realm: fromOtherRealm,
  own: () => new OwnResponse('own'),
  proxy: () => wrap(new Response('proxy', { headers: { 'x-a': '1' } })),
  iterable: () =>
    new Response(
      (async function* () {
        yield new TextEncoder().encode('piece ')
        yield new TextEncoder().encode('by piece')
      })() as never,
    ),
  readable: () => new Response(Readable.from([Buffer.from('read'), Buffer.from('able')]) as never),
  nothing: () => undefined,
  nil: () => null,
  text: () => 'text',
  number: () => 1,
  object: () => ({ a: 1 }),
  shared: () => shared,
  bare: () => sharedBare,
}

const errors: unknown[] = []
const modules = Object.entries(answers).map(([name, GET]) => [`${name}.ts`, { GET }] as const)
const pages = siteOf(Object.fromEntries(modules), { onError: (error) => void errors.push(error) })

const get = (path: string) => lines(`GET /${path} HTTP/1.1`, 'Host: a')

const sent = (name: string, path: string, status: number, body: string, has = {}): WireCase => ({
  name,
  bytes: get(path),
  status,
  body,
  has,
})

const refused = (what: string, path: string): WireCase => ({
  name: `${what} is an error that names the route`,
  bytes: get(path),
  status: 500,
})

describe('of an API route', () => {
  runOnWire(pages, [
    sent('a Response of the undici package is sent', 'undici', 200, 'undici', {
      'x-a': '1',
      'set-cookie': 'a=1, b=2',
    }),
    sent('a subclass of Response is asked, not looked into', 'own', 203, 'own', {
      'x-own': '1',
      'set-cookie': 'a=1',
    }),
    sent('a Response behind a Proxy is sent', 'proxy', 200, 'proxy', { 'x-a': '1' }),
    sent('a Response of an async iterable is sent', 'iterable', 200, 'piece by piece'),
    sent('a Response of a Readable of Node is sent', 'readable', 200, 'readable'),
    sent(
      'a Response of another realm, with headers of another make, is sent',
      'realm',
      201,
      'from afar',
      {
        'x-a': '1',
        'set-cookie': 'a=1, b=2',
      },
    ),
    sent('one Response without a body can answer any number of requests', 'bare', 204, ''),
    refused('undefined', 'nothing'),
    refused('null', 'nil'),
    refused('a string', 'text'),
    refused('a number', 'number'),
    refused('an object', 'object'),
  ])

  test('a result that is not a Response is described, with its route', () => {
    const messages = errors.map((error) => (error as Error).message.split('\n')[0])
    expect(messages).toContain(
      'GET() of the API route /nothing returned undefined instead of a Response.',
    )
    expect(messages).toContain(
      'GET() of the API route /text returned string instead of a Response.',
    )
  })
})

test('one Response with a body for all requests is sent once, then it is an error', async () => {
  const answers = await withServer(pages as RequestListener, ({ port }) =>
    exchange(port, get('shared') + get('shared') + OK),
  )
  expect(answers.map(({ status, body }) => `${status} ${body}`)).toEqual([
    '200 shared',
    '500 Internal Server Error',
    '200 next',
  ])
  expect(errors.at(-1)).toMatchObject({ code: 'SSR_PAGES_RESPONSE_USED' })
})
