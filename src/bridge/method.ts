/** Methods that a Fetch `Request` cannot have. https://fetch.spec.whatwg.org/#forbidden-method */
const FORBIDDEN = new Set(['CONNECT', 'TRACE', 'TRACK'])

/** Methods that a `Request` spells in upper case. https://fetch.spec.whatwg.org/#concept-method-normalize */
const NORMALIZED = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'])

/** https://www.rfc-editor.org/rfc/rfc9110#name-tokens */
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/

/**
 * Refuses methods that pages would see otherwise than the router, or not at all. HTTP/1 lets nothing but
 * the methods that Node knows come this far; over HTTP/2, and by hands of the host, any word can come.
 *
 * @param method - The method of a request.
 * @returns The status to refuse it with; `undefined` for one that pages can have.
 */
export function refuseMethod(method: string): 400 | 501 | undefined {
  if (NORMALIZED.has(method)) return undefined
  if (FORBIDDEN.has(method)) return 501
  const known = method.toUpperCase()
  const isMisspelt = NORMALIZED.has(known) || FORBIDDEN.has(known)
  return isMisspelt || !TOKEN.test(method) ? 400 : undefined
}
