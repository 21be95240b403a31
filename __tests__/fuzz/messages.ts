import { METHODS } from 'node:http'
import fc from 'fast-check'
import { join, mix, textBetween, textOf } from './arbitraries.ts'
import { HEADERS, ODD_CHUNKS, ODD_HEADERS } from './message-parts.ts'
import { anyTarget, host, target } from './targets.ts'

/** A request as it is sent. */
export interface Message {
  readonly method: string
  readonly target: string
  /** The body without its framing. */
  readonly content: string
  /** The whole request, in Latin-1, in the pieces in which it is sent. */
  readonly pieces: readonly string[]
}

interface Body {
  readonly framing: readonly string[]
  readonly content: string
  /** The body with its framing. */
  readonly framed: string
}

const method = mix(
  [4, fc.constantFrom('GET', 'POST', 'HEAD', 'PUT', 'DELETE', 'OPTIONS')],
  // Node closes the connection after CONNECT.
  [1, fc.constantFrom(...METHODS.filter((name) => name !== 'CONNECT'))],
)

/** API routes that read their body completely, in part, or not at all. */
const reader = fc.constantFrom('/echo', '/ignore', '/part', '/cancel').map((name) => `/api${name}`)

const header = mix(
  [4, fc.constantFrom(...HEADERS)],
  [
    1,
    join(
      fc.constant('X-'),
      textOf("aZ09!#$%&'*+-.^_`|~"),
      fc.constant(': '),
      textBetween(0x20, 0xff),
    ),
  ],
)

const oddHeader = mix([2, header], [2, fc.constantFrom(...ODD_HEADERS)], [1, textBetween(0, 0xff)])

const bytes = mix(
  [3, textBetween(0, 0xff, 40)],
  // Sizes around the fixture's limit and the size of Node's reads, and beyond what Node buffers.
  [1, mix([2, fc.integer({ min: 65_000, max: 66_000 })], [1, fc.constant(300_000)]).map(repeatZ)],
)

const chunk = fc
  .tuple(
    bytes.filter((text) => text !== ''),
    fc.constantFrom('', '0', '00'),
    fc.constantFrom('', ';a', ';a=b', ';a="b;c"'),
  )
  .map(([text, zeros, extension]) => {
    return { text, framed: `${zeros}${text.length.toString(16)}${extension}\r\n${text}\r\n` }
  })

const chunkEnd = join(
  fc.constantFrom('0\r\n', '000;a\r\n'),
  fc.constantFrom('\r\n', 'X-Trailer: a\r\n\r\n', '__proto__: a\r\n\r\n'),
)

const noBody: fc.Arbitrary<Body> = fc.constant({ framing: [], content: '', framed: '' })

const sizedBody: fc.Arbitrary<Body> = bytes.map((content) => {
  return { framing: [`Content-Length: ${content.length}`], content, framed: content }
})

const chunkedBody: fc.Arbitrary<Body> = fc
  .tuple(fc.array(chunk, { maxLength: 4 }), chunkEnd)
  .map(([chunks, end]) => ({
    framing: ['Transfer-Encoding: chunked'],
    content: chunks.map(({ text }) => text).join(''),
    framed: chunks.map(({ framed }) => framed).join('') + end,
  }))

const body = fc.oneof(noBody, sizedBody, chunkedBody)

const brokenBody = fc.oneof(
  body,
  fc.record({ framing: fc.array(oddHeader, { maxLength: 2 }), framed: bytes }),
  fc.record({
    framing: fc.constant(['Transfer-Encoding: chunked']),
    framed: fc.constantFrom(...ODD_CHUNKS),
  }),
)

const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 })

/** A request whose parts are framed correctly. */
export const wellFramed: fc.Arbitrary<Message> = fc
  .record({
    method,
    target: mix([1, target], [1, reader]),
    host,
    headers: fc.array(header, { maxLength: 4 }),
    body,
    cuts,
  })
  .map(({ method, target, host, headers, body: { framing, framed, content }, cuts }) => {
    const lines = [`${method} ${target} HTTP/1.1`, `Host: ${host}`, ...headers, ...framing]
    const pieces = cut(`${lines.join('\r\n')}\r\n\r\n${framed}`, cuts)
    return { method, target, content, pieces }
  })

const nearlyRight = fc
  .record({
    method: mix([4, method], [1, fc.constantFrom('CONNECT', 'get', 'PRI', '', 'G\0T', 'XYZ')]),
    target: mix([2, anyTarget], [1, reader]),
    version: mix([3, fc.constant('1.1')], [1, fc.constantFrom('1.0', '2.0', '0.9', '1.1 x', '')]),
    hosts: fc.array(host, { maxLength: 2 }),
    headers: fc.array(oddHeader, { maxLength: 5 }),
    body: brokenBody,
    lineEnd: mix([4, fc.constant('\r\n')], [1, fc.constantFrom('\n', '\r')]),
  })
  .map(({ method, target, version, hosts, headers, body: { framing, framed }, lineEnd }) => {
    const fields = [...hosts.map((one) => `Host: ${one}`), ...headers, ...framing]
    return [`${method} ${target} HTTP/${version}`, ...fields, '', framed].join(lineEnd)
  })

const edits = fc.array(fc.tuple(fc.nat(400), fc.nat(3), textBetween(0, 0xff, 3)), {
  minLength: 1,
  maxLength: 3,
})

const mutated = fc
  .tuple(wellFramed, edits)
  .map(([{ pieces }, changes]) =>
    changes.reduce(
      (text, [at, gone, added]) => text.slice(0, at) + added + text.slice(at + gone),
      pieces.join(''),
    ),
  )

/** Bytes that are a request, almost one, or not one. */
export const hostile: fc.Arbitrary<readonly string[]> = fc
  .tuple(mix([4, nearlyRight], [2, mutated], [1, textBetween(0, 0xff, 100)]), cuts)
  .map(([text, places]) => cut(text, places))

function repeatZ(size: number): string {
  return 'z'.repeat(size)
}

function cut(text: string, places: readonly number[]): string[] {
  const ends = [...places.map((place) => Math.floor(place * text.length)), text.length]
  ends.sort((a, b) => a - b)
  return ends
    .map((end, index) => text.slice(ends[index - 1] ?? 0, end))
    .filter((piece) => piece !== '')
}
