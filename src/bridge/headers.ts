import type { IncomingMessage } from 'node:http'
import { SsrPagesError } from '../errors.ts'

/** Node keeps the first of these and hides the others; who reads another one sees another request. */
const ONCE = ['host', 'content-type', 'content-length', 'authorization']

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
    if (Array.isArray(value)) for (const one of value) list.push([name, one])
    else list.push([name, String(value)])
  }
  // The one name a plain object such as `req.headers` cannot hold.
  for (const value of rawValues(req, '__proto__')) list.push(['__proto__', value])
  return list
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
