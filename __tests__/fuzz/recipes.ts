import fc from 'fast-check'
import { mix, textBetween, textOf } from './arbitraries.ts'

/** How an API route of the fixture creates its Response. */
export interface Recipe {
  /** `'error'` stands for `Response.error()`. */
  readonly status: number | 'error'
  readonly statusText: string
  readonly headers: [name: string, value: string][]
  readonly body: {
    readonly kind: 'null' | 'text' | 'bytes' | 'blob' | 'iterable' | 'stream'
    readonly chunks: readonly Chunk[]
    /** True if the stream fails after its last chunk. */
    readonly fails: boolean
  }
}

interface Chunk {
  readonly text: string
  readonly times: number
  /** The type of the chunk in a stream; the chunks of an iterable are bytes. */
  readonly form: string
  /** The delay before the chunk, in milliseconds. */
  readonly delay: number
}

/** What the client must receive, if it receives the answer completely. */
export interface Expected {
  readonly status: number
  readonly statusText: string
  /** The headers, without those of the connection. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** In Latin-1. */
  readonly body: string
  /** True if the connection ends with the answer. */
  readonly isLast: boolean
}

/** Headers that a page cannot set. */
export const OF_CONNECTION: readonly string[] = [
  ['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding'],
  ['upgrade', 'content-length'],
].flat()

const FORMS = ['text', 'bytes', 'buffer', 'arrayBuffer', 'part', 'view', 'shared']
const NO_FORMS = ['number', 'null', 'list']

const chunk = fc.record({
  text: mix([3, textOf('ab\r\n0é€')], [1, textBetween(0, 0xff)]),
  times: mix([6, fc.constant(1)], [1, fc.constantFrom(0, 100, 3000, 20_000)]),
  form: mix([40, fc.constantFrom(...FORMS)], [1, fc.constantFrom(...NO_FORMS)]),
  delay: mix([4, fc.constant(0)], [1, fc.nat(4)]),
})

const body = fc.record({
  kind: fc.constantFrom('null', 'text', 'bytes', 'blob', 'iterable', 'stream', 'stream'),
  chunks: fc.array(chunk, { maxLength: 4 }),
  fails: mix([4, fc.constant(false)], [1, fc.constant(true)]),
})

const value = mix(
  [6, fc.constantFrom('a', '', 'a, b', 'close', 'x-a', '0', '1', '7', '1e1', '-1', '07', '\xe9')],
  [1, textBetween(0x20, 0xff)],
  [1, textOf('a \x01\x1f\x7f\t\u0100\r\n\0', { maxLength: 3 })],
)

const NAMES = [
  ['x-a', 'X-B', 'content-type', 'vary', 'set-cookie', 'link', 'location', 'etag', 'server'],
  ['connection', 'keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'proxy-connection'],
  ['content-length', 'content-encoding', 'content-range', 'date', '__proto__', 'constructor'],
].flat()

const name = mix([20, fc.constantFrom(...NAMES)], [1, fc.constantFrom('', 'a b', 'é', ':a', 'a\n')])

export const recipe: fc.Arbitrary<Recipe> = fc
  .record({
    status: mix<number | 'error'>(
      [12, fc.constantFrom(200, 200, 201, 299, 302, 404, 418, 503, 599)],
      [1, fc.constantFrom(0, 101, 103, 199, 204, 205, 304, 600, 1000, 'error' as const)],
    ),
    statusText: mix(
      [8, fc.constantFrom('', '', 'Odd', 'OK', '\xe9 ')],
      [1, textOf('a\r\n\0\x01\x7f\u0100\t', { maxLength: 3 })],
    ),
    headers: fc.array(fc.tuple(name, value), { maxLength: 4 }),
    body,
    // A wrong length, or none.
    lengthOff: mix(
      [3, fc.constant(undefined)],
      [2, fc.constant(0)],
      [1, fc.constantFrom(-1, 1, 9)],
    ),
  })
  .map(({ lengthOff, headers, ...rest }) => {
    if (lengthOff === undefined) return { ...rest, headers }
    const length = Math.max(0, bodyOf(rest).length + lengthOff)
    return { ...rest, headers: [...headers, ['content-length', String(length)]] }
  })

/**
 * Computes what the client receives for a recipe.
 *
 * @param recipe - The recipe.
 * @param method - The request's method: for HEAD, faults in the body do not show.
 * @returns The answer; `undefined` if there is no such Response, or it cannot be sent completely.
 */
export function expectedOf(recipe: Recipe, method: string): Expected | undefined {
  const { status, statusText, headers, body } = recipe
  if (status === 'error') return undefined
  const response = construct(body.kind, { status, statusText, headers })
  if (response === undefined) return undefined

  const connection = splitList(response.headers.get('connection') ?? '')
  const own = [...response.headers].filter(([field]) => {
    return !OF_CONNECTION.includes(field) && !connection.includes(field)
  })
  if (![statusText, ...own.map(([, text]) => text)].every(isSendable)) return undefined

  const isLast = connection.includes('close')
  const expected = { status, statusText, headers: own, body: bodyOf(recipe), isLast }
  if (method === 'HEAD') return { ...expected, body: '' }
  const length = response.headers.get('content-length') ?? ''
  const isWrong = /^\d+$/.test(length) && Number(length) !== expected.body.length
  return isCutShort(recipe) || (isWrong && body.kind !== 'null') ? undefined : expected
}

export function splitList(value: string): string[] {
  return value
    .toLowerCase()
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

/** What the body provides before it fails, in Latin-1. */
export function bodyOf({ body: { kind, chunks } }: Pick<Recipe, 'body'>): string {
  if (kind === 'null') return ''
  const bad = kind === 'stream' ? chunks.findIndex(isNoChunk) : -1
  const good = bad === -1 ? chunks : chunks.slice(0, bad)
  const text = good.map(({ text, times }) => text.repeat(times)).join('')
  return Buffer.from(text).toString('latin1')
}

function isCutShort({ body: { kind, chunks, fails } }: Recipe): boolean {
  if (kind === 'stream') return fails || chunks.some(isNoChunk)
  return kind === 'iterable' && fails
}

function isNoChunk({ form }: Chunk): boolean {
  return NO_FORMS.includes(form)
}

// Uses the platform's own Response, which decides what it accepts. Only text sets a content type.
function construct(kind: Recipe['body']['kind'], init: ResponseInit): Response | undefined {
  try {
    if (kind === 'null') return new Response(null, init)
    return new Response(kind === 'text' ? '' : new Uint8Array(), init)
  } catch {
    return undefined
  }
}

// Fetch accepts control characters that HTTP does not.
function isSendable(text: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(text)
}
