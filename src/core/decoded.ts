/** Headers that describe the bytes of an encoded body. */
const OF_ENCODED = ['content-encoding', 'content-length']

const KNOWN = new Set(['gzip', 'x-gzip', 'deflate', 'br', ...(knowsZstd() ? ['zstd'] : [])])

/**
 * Whether a body no longer has the encoding that its headers name: `fetch()` has already decoded
 * it, unless it did not know one of the encodings.
 *
 * @returns True if the encoding and the length in the headers do not belong to the body.
 * @see https://fetch.spec.whatwg.org/#handle-content-codings
 */
export function isDecoded(response: Response): boolean {
  const { url, headers } = response
  const encoding = url ? headers.get('content-encoding') : null
  return encoding !== null && encoding.split(',').every(isKnown)
}

/** Copies of responses from `fetch()`: only the original has a URL. */
const fetchedCopies = new WeakSet<Response>()

/** Whether a response comes from `fetch()`, even as a copy. */
export function isFetched(response: Response): boolean {
  return response.url !== '' || fetchedCopies.has(response)
}

/**
 * Copies a response without losing the fact that it comes from `fetch()`, or what `isDecoded`
 * needs.
 *
 * @param response - Its body is moved to the copy.
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

// undici supports zstd since 7.11, which Node includes since 24.4.
function knowsZstd(): boolean {
  const [major = 0, minor = 0] = (globalThis.process?.versions.undici ?? '').split('.').map(Number)
  return major > 7 || (major === 7 && minor >= 11)
}
