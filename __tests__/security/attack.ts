/** A request that harmed some other software, and the answers that are harmless. */
export interface Attack {
  /** The advisory that describes it, or a short name. */
  readonly id: string
  /** What must hold, as a sentence. */
  readonly what: string
  /** The bytes, in Latin-1. Each of several requests has its own connection. */
  readonly request: string | readonly string[]
  readonly safe: Safe
  /** Replaces `safe` if the server trusts one proxy, which the attacker then is. */
  readonly proxied?: Safe
}

/** The answers that are safe. */
export interface Safe {
  readonly status: number | readonly number[]
  /** The whole body, what it must match, or members of its JSON. */
  readonly body?: string | RegExp | Readonly<Record<string, unknown>>
  /**
   * Headers by lower-case name; `undefined` for one that must be missing, a list for one that is
   * repeated.
   */
  readonly headers?: Readonly<Record<string, string | readonly string[] | RegExp | undefined>>
}

/** A word that no answer may contain: it is in private files and error messages. */
export const CANARY = 'CANARY'

/** The page `/`, if nothing is wrong with the server. */
export const HOME = '<!DOCTYPE html><p>here</p>'

/** No page: the host's own 404. */
export const NOT_FOUND: Safe = { status: 404, body: 'host 404', headers: { location: undefined } }

/** Refused by our check of the request, or by Node itself, which closes the connection. */
export const REFUSED: Safe = { status: 400, body: /^(?:host error SSR_PAGES_\w+)?$/ }

/** The bytes of a request to shop.test; a Host in `headers` replaces that one. */
export function get(target: string, ...headers: readonly string[]): string {
  return send('GET', target, headers)
}

/** The bytes of a POST with a body and its length. */
export function post(target: string, body: string, ...headers: readonly string[]): string {
  return send('POST', target, [...headers, `Content-Length: ${body.length}`], body)
}

/** The bytes of a POST with a chunked body. */
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
