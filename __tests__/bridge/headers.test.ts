import { describe, expect, test } from '@jest/globals'
import type { IncomingMessage } from 'node:http'
import type { RequestSource } from '../../src/shared/request-source.ts'
import { parseAnswer, reply, withServer } from '../support/serve.ts'

type Read = (headers: Headers, source: RequestSource) => unknown

const send = async (lines: string[], read: Read, edit?: (req: IncomingMessage) => void) => {
  const handle = reply((source) => read(source.request.headers, source))
  const head = ['GET / HTTP/1.1', 'Host: a', ...lines, 'Connection: close', '', ''].join('\r\n')
  const answer = await withServer(
    (req, res) => {
      edit?.(req)
      void handle(req, res)
    },
    ({ raw }) => raw(head),
  )
  return parseAnswer(answer).body
}

describe('request headers', () => {
  const cases: [what: string, lines: string[], read: Read, expected: unknown][] = [
    ['names ignore case', ['X-One: 1'], (h) => [h.get('x-one'), h.get('X-ONE')], ['1', '1']],
    ['a repeated list is joined', ['X-A: 1', 'x-a: 2'], (h) => h.get('x-a'), '1, 2'],
    ['a repeated accept is joined', ['Accept: a', 'Accept: b'], (h) => h.get('accept'), 'a, b'],
    [
      'cookies join with semicolons',
      ['Cookie: a=1', 'Cookie: b=2'],
      (h) => h.get('cookie'),
      'a=1; b=2',
    ],
    [
      'the raw cookie header is the same',
      ['Cookie: a=1', 'Cookie: b=2'],
      (_, s) => s.header('cookie'),
      'a=1; b=2',
    ],
    ['no cookie is no header', [], (_, s) => s.header('cookie') === undefined, true],
    [
      'set-cookie stays apart',
      ['Set-Cookie: a=1', 'Set-Cookie: b=2'],
      (h) => h.getSetCookie(),
      ['a=1', 'b=2'],
    ],
    ['bytes above ASCII are Latin-1', ['X-A: \xe9'], (h) => h.get('x-a')?.charCodeAt(0), 0xe9],
    ['an empty value is a value', ['X-A:'], (h) => h.get('x-a'), ''],
    ['a header may be called __proto__', ['__proto__: x'], (h) => h.get('__proto__'), 'x'],
    [
      'objects have no header of their own',
      [],
      (h) => [h.get('constructor'), h.has('tostring')],
      [null, false],
    ],
    [
      'connection headers can be read',
      ['TE: gzip'],
      (h) => [h.get('te'), h.get('connection')],
      ['gzip', 'close'],
    ],
  ]

  test.each(cases)('%s', async (_, lines, read, expected) => {
    expect(await send(lines, read)).toEqual(expected)
  })

  test('a header named __proto__ changes no object', async () => {
    expect(await send(['__proto__: x'], () => Object.keys(Object.prototype))).toEqual([])
  })

  test.each([
    ['Content-Type: text/plain', 'Content-Type: text/html'],
    ['Authorization: Basic a', 'authorization: Basic b'],
    ['HOST: b'],
  ])('%s twice is refused', async (...lines) => {
    const answer = await send(lines, () => 'reached')
    expect(answer).toEqual({ error: 'SSR_PAGES_HEADER_DUPLICATE' })
  })
})

describe('headers edited by middleware before us', () => {
  test.each<[what: string, edit: (req: IncomingMessage) => void, expected: unknown]>([
    ['added', (req) => (req.headers['x-user'] = 'ann'), { 'x-user': 'ann', 'x-a': '1' }],
    ['changed', (req) => (req.headers['x-a'] = '2'), { 'x-user': null, 'x-a': '2' }],
    ['deleted', (req) => delete req.headers['x-a'], { 'x-user': null, 'x-a': null }],
    [
      'set to a list',
      (req) => (req.headers['x-a'] = ['3', '4'] as never),
      { 'x-user': null, 'x-a': '3, 4' },
    ],
    ['set to a number', (req) => (req.headers['x-a'] = 5 as never), { 'x-user': null, 'x-a': '5' }],
  ])('are seen when %s', async (_, edit, expected) => {
    const read: Read = (h) => ({ 'x-user': h.get('x-user'), 'x-a': h.get('x-a') })
    expect(await send(['X-A: 1'], read, edit)).toEqual(expected)
  })
})

test('the method is the one at the time of asking', async () => {
  const seen = await send(
    [],
    (_, source) => [source.method, source.request.method],
    (req) => (req.method = 'DELETE'),
  )
  expect(seen).toEqual(['DELETE', 'DELETE'])
})
