import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import type { PageResult } from '../../src/shared/types.ts'
import type { Host } from './send.ts'
import { GET, HEAD, page, pieces, respond, send } from './send.ts'

const HTML = 'content-type: text/html; charset=utf-8'

describe('a header beyond ASCII arrives byte for byte', () => {
  const headers = new Headers({ 'x-a': '\xe9' })
  const late = () =>
    new ReadableStream<string>({
      async pull(controller) {
        await wait(5)
        controller.enqueue('x')
        controller.close()
      },
    })
  const cases: [what: string, make: () => PageResult][] = [
    ['on a page', () => page('x', { headers })],
    ['on a page in pieces', () => page(pieces('x', 'y'), { headers })],
    ['on a Response without body', () => respond(new Response(null, { headers }))],
    ['on a Response of text', () => respond(new Response('x', { headers }))],
    [
      'on a Response of known length',
      () =>
        respond(
          new Response('x', { headers: { ...Object.fromEntries(headers), 'content-length': '1' } }),
        ),
    ],
    ['on a Response whose body lets wait', () => respond(new Response(late(), { headers }))],
  ]

  test.each(cases)('%s', async (_, make) => {
    expect((await send(make)).headers).toContain('x-a: \xe9')
  })

  test.each([
    ['a page', () => page('x')],
    ['a Response of text', () => respond(new Response('x'))],
  ])('of the host alone, on %s', async (_, make) => {
    const host: Host = (_req, res) => res.setHeader('x-host', '\xe9')
    expect((await send(make, { host })).headers).toContain('x-host: \xe9')
  })

  test('a status text beyond ASCII arrives byte for byte', async () => {
    expect((await send(() => page('x', { statusText: '\xe9' }))).line).toBe('HTTP/1.1 200 \xe9')
  })
})

describe('what the host has set', () => {
  const cookies = (res: { setHeader(name: string, value: string[]): void }) =>
    res.setHeader('Set-Cookie', ['host=1'])

  const cases: [what: string, host: Host, page: HeadersInit, expected: string[]][] = [
    ['stays', (_, res) => res.setHeader('X-Powered-By', 'Express'), {}, ['X-Powered-By: Express']],
    [
      'gives way to the page',
      (_, res) => res.setHeader('Cache-Control', 'a'),
      { 'cache-control': 'b' },
      ['cache-control: b'],
    ],
    [
      'in Vary is added to, once',
      (_, res) => res.setHeader('Vary', 'Origin, Accept'),
      { vary: 'accept, Cookie' },
      ['vary: Origin, Accept, Cookie'],
    ],
    [
      'in Link is added to',
      (_, res) => res.setHeader('Link', '<a>'),
      { link: '<b>' },
      ['link: <a>', 'link: <b>'],
    ],
    [
      'in Server-Timing is added to',
      (_, res) => res.setHeader('Server-Timing', 'a'),
      { 'server-timing': 'b' },
      ['server-timing: a', 'server-timing: b'],
    ],
    [
      'in WWW-Authenticate is added to',
      (_, res) => res.setHeader('WWW-Authenticate', 'A'),
      { 'www-authenticate': 'B' },
      ['www-authenticate: A', 'www-authenticate: B'],
    ],
    [
      'in cookies comes first',
      (_, res) => cookies(res),
      [
        ['set-cookie', 'page=1; Expires=Thu, 01 Jan 2026 00:00:00 GMT'],
        ['set-cookie', 'page=2'],
      ],
      [
        'set-cookie: host=1',
        'set-cookie: page=1; Expires=Thu, 01 Jan 2026 00:00:00 GMT',
        'set-cookie: page=2',
        'set-cookie: last=1',
      ],
    ],
    ['as length does not break a page', (_, res) => res.setHeader('content-length', 77), {}, []],
    ['as status text does not stay', (_, res) => (res.statusMessage = 'Teapot'), {}, []],
  ]

  test.each(cases)('%s', async (_, host, init, expected) => {
    const wanted = expected.some((line) => line.includes('last=1')) ? ['last=1'] : []
    const headers = [...expected, HTML, 'content-length: 1'].sort()
    const text = await send(() => page('x', { headers: new Headers(init), cookies: wanted }), {
      host,
    })
    expect([text.line, [...text.headers].sort()]).toEqual(['HTTP/1.1 200 OK', headers])

    const response = () => respond(new Response(null, { headers: init }), wanted)
    const answer = await send(response, { host })
    expect([...answer.headers].sort()).toEqual([...expected, 'content-length: 0'].sort())
  })

  test.each([200, 204, 302, 304, 404])('cookies are sent with status %s', async (status) => {
    const make = () => respond(new Response(null, { status }), ['a=1', 'b=2', 'c=3'])
    for (const request_ of [GET, HEAD]) {
      const { headers } = await send(make, { request: request_ })
      expect(headers.slice(0, 3)).toEqual(['set-cookie: a=1', 'set-cookie: b=2', 'set-cookie: c=3'])
    }
  })

  test('arrays of the host are not changed', async () => {
    const list = ['host=1']
    await send(() => page('x', { cookies: ['page=1'] }), {
      host: (_, res) => res.setHeader('set-cookie', list),
    })
    expect(list).toEqual(['host=1'])
  })

  test('hooks into writeHead see the headers of the page', async () => {
    const host: Host = (_, res) => {
      const { writeHead } = res
      res.writeHead = function hooked(this: typeof res, ...args: Parameters<typeof writeHead>) {
        res.setHeader('x-seen', `${args[0]} ${String(res.getHeader('x-page'))}`)
        return writeHead.apply(this, args)
      } as typeof writeHead
    }
    const headers = new Headers({ 'x-page': '1' })
    expect((await send(() => page('x', { headers }), { host })).headers).toContain('x-seen: 200 1')
    expect((await send(() => page(pieces('x'), { headers }), { host })).headers).toContain(
      'x-seen: 200 1',
    )
  })
})
