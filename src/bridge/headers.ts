import type { IncomingMessage } from 'node:http'
import { SsrPagesError } from '../errors.ts'

/** Node keeps the first of these and hides the others; who reads another one sees another request. */
const ONCE = ['host', 'content-type', 'content-length', 'authorization']

/** Of these too `req.headers` has the first only. https://nodejs.org/api/http.html#messageheaders */
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

/**
 * Refuses a request that repeats a header of which there can be only one.
 *
 * @param req - The request.
 */
export function assertHeadersOnce(req: IncomingMessage): void {
  for (const name of ONCE) {
    const { length } = rawValues(req, name)
    if (length < 2) continue
    throw new SsrPagesError('HEADER_DUPLICATE', `The request has ${length} ${name} headers.`, {
      name,
    })
  }
}

/**
 * Lists a request's headers for the Fetch API, with the changes earlier middleware made to them.
 *
 * @param req - The request.
 * @returns Names and values; a name may come more than once.
 */
export function readHeaders(req: IncomingMessage): [name: string, value: string][] {
  const list: [string, string][] = []
  for (const [name, value] of Object.entries(req.headers)) {
    if (value === undefined || name.startsWith(':')) continue
    for (const one of readValues(req, name, value)) list.push([name, one])
  }
  // The one name a plain object such as `req.headers` cannot hold.
  for (const value of rawValues(req, '__proto__')) list.push(['__proto__', value])
  return list
}

function readValues(req: IncomingMessage, name: string, value: string | string[]): string[] {
  if (Array.isArray(value)) return value
  const text = String(value)
  if (!FIRST_ONLY.has(name)) return [text]
  const sent = rawValues(req, name)
  // Else middleware has set another.
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
