import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readHeader, readHeaders } from '../../src/bridge/headers.ts'
import { runs } from '../support/runs.ts'

function requestOf(rawHeaders: readonly (readonly [string, string])[]): IncomingMessage {
  const req = new IncomingMessage(new Socket())
  req.rawHeaders = rawHeaders.flat()
  for (const [name, value] of rawHeaders) {
    const key = name.toLowerCase()
    const before = req.headers[key]
    if (key === 'set-cookie') req.headers[key] = [...(req.headers[key] ?? []), value]
    else if (before === undefined) req.headers[key] = value
    else if (key !== 'user-agent')
      req.headers[key] = `${String(before)}${key === 'cookie' ? '; ' : ', '}${value}`
  }
  return req
}

const name = fc.constantFrom(
  'X-A',
  'x-a',
  'Cookie',
  'User-Agent',
  'Set-Cookie',
  'constructor',
  'x_b',
  'accept',
)
const value = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.constantFrom('', 'a', 'a, b', ' a ', '\u00e9', 'a\tb'),
)

test('a header that is read without a Request differs from the one in the Request', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value), { maxLength: 5 }), name, (headers, asked) => {
      const req = requestOf(headers)
      const read = readHeader(req, asked)
      if (read !== undefined) expect(read).toBe(new Headers(readHeaders(req)).get(asked))
    }),
    runs(2000),
  )
})

test.each(['', ':path', 'a b', 'a\n', '__proto__', 'é'])('%j is judged by Headers', (asked) => {
  expect(readHeader(requestOf([['x-a', '1']]), asked)).toBeUndefined()
})
