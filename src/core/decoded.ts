/** Headers that describe the bytes of an encoded body. */
const OF_ENCODED = ['content-encoding', 'content-length']

const KNOWN = new Set(['gzip', 'x-gzip', 'deflate', 'br', ...(knowsZstd() ? ['zstd'] : [])])

/**
 * Asks whether a body is no longer in the encoding that its headers name: `fetch()` has decoded it,
 * unless it does not know one of the encodings.
 *
 * @param response - A response that came from `fetch()`, or was made otherwise.
 * @returns True when the encoding and the length among the headers are those of other bytes.
 * @see https://fetch.spec.whatwg.org/#handle-content-codings
 */
export function isDecoded(response: Response): boolean {
  const { url, headers } = response
  const encoding = url ? headers.get('content-encoding') : null
  return encoding !== null && encoding.split(',').every(isKnown)
}

/** Copies of what came from `fetch()`: only the original has its URL. */
const fetchedCopies = new WeakSet<Response>()

/**
 * Asks whether a response came from `fetch()`, be it as a copy.
 *
 * @param response - The response.
 * @returns False for one that was made here.
 */
export function isFetched(response: Response): boolean {
  return response.url !== '' || fetchedCopies.has(response)
}

/**
 * Copies a response without losing that it came from `fetch()`, and what `isDecoded` needs.
 *
 * @param response - The response; its body goes over to the copy.
 * @returns A copy with headers that can be changed.
 */
export function copyResponse(response: Response): Response {
  const copy = new Response(response.body, response)
  if (isDecoded(response)) for (const name of OF_ENCODED) copy.headers.delete(name)
  if (isFetched(response)) fetchedCopies.add(copy)
  return copy
}

function isKnown(encoding: string): boolean {
  return KNOWN.has(encoding.trim().toLowerCase())
}

// Since undici 7.11, which Node has since 24.4.
function knowsZstd(): boolean {
  const [major = 0, minor = 0] = (globalThis.process?.versions.undici ?? '').split('.').map(Number)
  return major > 7 || (major === 7 && minor >= 11)
}
