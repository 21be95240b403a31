import { createHash } from 'node:crypto'

const HASH = /[?&]hash=(?<hash>[\w-]+)$/

/**
 * Adds a hash of its content to the path of a stylesheet. A browser can cache it until it changes,
 * so a reloaded page need not request it again.
 *
 * @returns The path, with a query.
 */
export function addHash(path: string, text: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}hash=${hashOf(text)}`
}

/**
 * Splits a path into the path without the hash and the hash, which is `undefined` when there is
 * none.
 */
export function splitHash(path: string): { path: string; hash: string | undefined } {
  return { path: path.replace(HASH, ''), hash: HASH.exec(path)?.groups?.['hash'] }
}

/** Hashes a text to characters that need no escape in a URL. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 12)
}
