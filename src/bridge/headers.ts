import type { IncomingMessage } from 'node:http'
import { SsrPagesError } from '../shared/errors.ts'

/**
 * Headers of which Node keeps the first and drops the rest. A proxy that reads another one would
 * see a different request than we do.
 */
const ONCE: readonly string[] = ['host', 'content-type', 'content-length', 'authorization']
const ONCE_LENGTHS = new Set(ONCE.map(({ length }) => length))

/**
 * Further headers of which `req.headers` has the first value only.
 * https://nodejs.org/api/http.html#messageheaders
 */
const FIRST_ONLY = new Set([
  'age',
  'etag',
  'expires',
  'from',
  'if-modified-since',
  'if-unmodified-since',
  'last-modified',
  'location',
  'max-forwards',
  'proxy-authorization',
  'referer',
  'retry-after',
  'server',
  'user-agent',
])

/** Refuses a request that repeats a header which may occur only once. */
export function assertHeadersOnce(req: IncomingMessage): void {
  const { rawHeaders } = req
  let seen: string[] | undefined
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const field = rawHeaders[i] ?? ''
    // Fast path: few headers have a name of such a length.
    if (!ONCE_LENGTHS.has(field.length)) continue
    const name = field.toLowerCase()
    if (!ONCE.includes(name)) continue
    if (seen?.includes(name)) throw duplicate(req, name)
    if (seen === undefined) seen = [name]
    else seen.push(name)
  }
}

function duplicate(req: IncomingMessage, name: string): SsrPagesError {
  const what = `The request has ${rawValues(req, name).length} ${name} headers.`
  return new SsrPagesError('HEADER_DUPLICATE', what, { name })
}

/**
 * Lists a request's headers for the Fetch API, with the changes that earlier middleware made.
 *
 * @returns Names and values; a name may occur more than once.
 */
export function readHeaders(req: IncomingMessage): [name: string, value: string][] {
  const list: [string, string][] = []
  for (const [name, value] of Object.entries(req.headers)) {
    if (value === undefined || name.startsWith(':')) continue
    for (const one of readValues(req, name, value)) list.push([name, one])
  }
  // `__proto__` is the one name that a plain object such as `req.headers` cannot hold.
  for (const value of rawValues(req, '__proto__')) list.push(['__proto__', value])
  return list
}

/**
 * Reads one header, with the same result as `new Headers(readHeaders(req)).get(name)`.
 *
 * @returns The value; `null` if the header is missing; `undefined` if only `Headers` can judge it.
 * @see https://fetch.spec.whatwg.org/#concept-header-list-get
 */
export function readHeader(req: IncomingMessage, name: string): string | null | undefined {
  if (!PLAIN_NAME.test(name)) return undefined
  const key = name.toLowerCase()
  const value = Object.hasOwn(req.headers, key) ? req.headers[key] : undefined
  if (value === undefined) return null
  // Fast path: most headers have one value, which needs no list.
  if (typeof value === 'string' && !FIRST_ONLY.has(key)) {
    return PLAIN_VALUE.test(value) ? value : undefined
  }
  const values = readValues(req, key, value)
  if (!values.every((one) => PLAIN_VALUE.test(one))) return undefined
  return values.join(key === 'cookie' ? '; ' : ', ')
}

const PLAIN_NAME = /^[a-z][\w-]*$/i
/** A value without whitespace at its ends and without characters that a header must not have. */
const PLAIN_VALUE = /^(?:[!-~](?:[\t -~]*[!-~])?)?$/

function readValues(req: IncomingMessage, name: string, value: string | string[]): string[] {
  if (Array.isArray(value)) return value
  const text = String(value)
  if (!FIRST_ONLY.has(name)) return [text]
  const sent = rawValues(req, name)
  // If the first raw value differs, middleware has replaced the header.
  return sent[0] === text ? sent : [text]
}

function rawValues({ rawHeaders }: IncomingMessage, name: string): string[] {
  const values: string[] = []
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const field = rawHeaders[i]
    if (field?.length !== name.length || field.toLowerCase() !== name) continue
    values.push(rawHeaders[i + 1] ?? '')
  }
  return values
}
