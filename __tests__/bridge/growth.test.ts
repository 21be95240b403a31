import { describe, test } from '@jest/globals'
import type { IncomingMessage } from 'node:http'
import { readHeader } from '../../src/bridge/headers.ts'
import { refuseMethod } from '../../src/bridge/method.ts'
import { readBase, readOrigin, readTarget } from '../../src/bridge/url.ts'
import { toRequest } from '../../src/netlify/lambda-event.ts'
import { toPathname } from '../../src/shared/pathname.ts'
import { expectLinear } from '../support/growth.ts'

/** Work that a client can cause, by the length of what it sends. */
interface Work {
  readonly what: string
  /** (default: 100,000) */
  readonly length?: number
  /** Texts to repeat. */
  readonly texts: readonly string[]
  run(text: string): unknown
}

const request = (parts: object) =>
  ({ headers: {}, rawHeaders: [], url: '/', ...parts }) as unknown as IncomingMessage

const works: readonly Work[] = [
  {
    what: 'a Host',
    texts: ['a', 'a.', '.', '-', ':1', '[:'],
    run: (host) => readOrigin(request({ headers: { host } })),
  },
  {
    what: 'a URL as target',
    texts: ['a', '.', '~', '@', ':', '/', '%2e'],
    run: (text) => toPathname(`http://${text}`),
  },
  {
    what: 'a path as target',
    texts: ['/', '/a', '%2', '?', '#'],
    run: (text) => readTarget(request({ url: `/${text}` })),
  },
  {
    what: 'a mount path',
    texts: ['/', '/a', '\\'],
    run: (baseUrl) => readBase(request({ baseUrl })),
  },
  {
    what: 'a header',
    texts: [' ', 'a ', '\t', 'a\x80'],
    run: (value) => readHeader(request({ headers: { a: value } }), 'a'),
  },
  { what: 'a method', texts: ['A', 'a-', '-', '\0'], run: refuseMethod },
  {
    what: 'a body of a lambda event',
    length: 200_000,
    texts: ['a', 'aa=', '=', 'a\n', '-_'],
    run: (body) =>
      toRequest({ httpMethod: 'POST', rawUrl: 'http://a/', body, isBase64Encoded: true }),
  },
  {
    what: 'the host of a lambda event',
    texts: ['a', 'a.', ':', '[:'],
    run: (host) => toRequest({ httpMethod: 'GET', path: '/', headers: { host } }),
  },
]

describe('a text of twice the length takes at most 2.5 times as long', () => {
  const cases = works.flatMap((work) => work.texts.map((text) => ({ ...work, text })))
  test.each(cases)('$what of $text', ({ text, length = 100_000, run }) => {
    const parts = {
      1: text.repeat(length / text.length),
      2: text.repeat((2 * length) / text.length),
    }
    return expectLinear(text, (times) => attempt(run, parts[times]))
  })
})

function attempt(run: Work['run'], text: string): void {
  try {
    run(text)
  } catch {
    // To refuse it is work as well.
  }
}
