import { createHmac, timingSafeEqual } from 'node:crypto'

/** Bytes of a signature: 128 bits. */
const LENGTH = 16

/**
 * Signs the query of a transform.
 *
 * @param query - As `toQuery()` returns it.
 * @param key - The key of the site's images.
 * @returns 22 characters of base64url.
 */
export function signQuery(query: string, key: string): string {
  return digest(query, key).toString('base64url')
}

/**
 * Whether a signature is that of a query, in a time that does not depend on the answer.
 *
 * @param signature - As the client has sent it.
 */
export function isSigned(query: string, signature: string, key: string): boolean {
  const expected = digest(query, key)
  // The decoder ignores characters that are not base64url: such a signature has another spelling.
  const given = Buffer.from(signature, 'base64url')
  if (given.length !== LENGTH || given.toString('base64url') !== signature) return false
  return timingSafeEqual(given, expected)
}

function digest(query: string, key: string): Buffer {
  return createHmac('sha256', key).update(query).digest().subarray(0, LENGTH)
}

/**
 * Returns the key of a site's images where they run.
 *
 * @param key - That of the build.
 */
export function runTimeKey(key: string): string {
  const given = process.env['SSR_PAGES_KEY']
  return given === undefined || given === '' ? key : given
}
