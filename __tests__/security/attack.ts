/** A request that did harm somewhere, and what makes it harmless here. */
export interface Attack {
  /** The advisory that describes it; a short name where there is none. */
  readonly id: string
  /** What must hold, as a sentence. */
  readonly what: string
  /** The bytes, in Latin-1; of several requests each gets a connection of its own. */
  readonly request: string | readonly string[]
  readonly safe: Safe
  /** In place of `safe` where the server trusts one proxy, which we then are. */
  readonly proxied?: Safe
}

/** The answers that are safe. */
export interface Safe {
  readonly status: number | readonly number[]
  /** The whole body, what it must match, or members of its JSON. */
  readonly body?: string | RegExp | Readonly<Record<string, unknown>>
  /** By lower-case name; `undefined` for one that must not be there, a list for one a line. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | RegExp | undefined>>
}

/** What no answer may contain: it stands in the files and messages that are nobody's business. */
export const CANARY = 'CANARY'

/** The page `/`, when the server has nothing to complain of. */
export const HOME = '<!DOCTYPE html><p>here</p>'

/** Not a page: the host's own 404. */
export const NOT_FOUND: Safe = { status: 404, body: 'host 404', headers: { location: undefined } }

/** Refused by our check of the request, or by Node itself, which closes the connection. */
export const REFUSED: Safe = { status: 400, body: /^(?:host error SSR_PAGES_\w+)?$/ }

/** The bytes of a request for shop.test; a header of that name in `headers` takes its place. */
export function get(target: string, ...headers: readonly string[]): string {
  return send('GET', target, headers)
}

/** The bytes of a POST with a body and its length. */
export function post(target: string, body: string, ...headers: readonly string[]): string {
  return send('POST', target, [...headers, `Content-Length: ${body.length}`], body)
}

/** The bytes of a POST whose body comes in chunks. */
export function postChunks(
  target: string,
  chunks: readonly string[],
  ...headers: readonly string[]
): string {
  const body = [...chunks, ''].map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`)
  return send('POST', target, ['Transfer-Encoding: chunked', ...headers], body.join(''))
}

/** The bytes of any request. */
export function send(
  method: string,
  target: string,
  headers: readonly string[] = [],
  body = '',
): string {
  const host = headers.some((line) => /^host:/i.test(line)) ? [] : ['Host: shop.test']
  return `${[`${method} ${target} HTTP/1.1`, ...host, ...headers].join('\r\n')}\r\n\r\n${body}`
}
