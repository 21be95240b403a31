/** Methods that a Fetch `Request` must not have. https://fetch.spec.whatwg.org/#forbidden-method */
const FORBIDDEN = new Set(['CONNECT', 'TRACE', 'TRACK'])

/**
 * Methods that `Request` converts to upper case.
 * https://fetch.spec.whatwg.org/#concept-method-normalize
 */
const NORMALIZED = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'])

// https://www.rfc-editor.org/rfc/rfc9110#name-tokens
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/

/**
 * Refuses methods that a page would see differently than the router does, or could not see at all.
 * Over HTTP/1 only methods that Node knows arrive here; over HTTP/2, or from a host's code, any
 * string can.
 *
 * @returns The status to refuse the request with; `undefined` for a method that pages can handle.
 */
export function refuseMethod(method: string): 400 | 501 | undefined {
  if (NORMALIZED.has(method)) return undefined
  if (FORBIDDEN.has(method)) return 501
  const known = method.toUpperCase()
  const isMisspelt = NORMALIZED.has(known) || FORBIDDEN.has(known)
  return isMisspelt || !TOKEN.test(method) ? 400 : undefined
}
