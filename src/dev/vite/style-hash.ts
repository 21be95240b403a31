import { createHash } from 'node:crypto'

const HASH = /[?&]hash=(?<hash>[\w-]+)$/

/**
 * Names a stylesheet by what it holds: a browser keeps it for as long as it is the same, which a page that
 * is loaded again need not ask for.
 *
 * @param path - Path of the stylesheet.
 * @param text - Its text.
 * @returns The path, with a query.
 */
export function addHash(path: string, text: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}hash=${hashOf(text)}`
}

/**
 * Takes the hash off again.
 *
 * @param path - Path of a stylesheet.
 * @returns The path without it, and the hash; `undefined` where there is none.
 */
export function splitHash(path: string): { path: string; hash: string | undefined } {
  return { path: path.replace(HASH, ''), hash: HASH.exec(path)?.groups?.['hash'] }
}

/**
 * Makes the hash of a text.
 *
 * @param text - Text of a stylesheet.
 * @returns Characters that need no escape in a URL.
 */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 12)
}
