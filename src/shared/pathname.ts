// Accepts only targets that Express and Connect read as we do. They use `url.parse()`, which ends a
// host at the first character it does not know (`http://a;/admin`), and which encodes `'`, `^` and
// `|` in a path: checks in the host would see another path than we do.
const UNUSUAL =
  /^(?:https?:\/\/(?:[\w.~:-]*@)?(?:[\w.-]+|\[[\da-f:.]+\])(?::\d*)?|(?=\/))(\/[^?#'^|]*)?(?:[?#]|$)/i

/**
 * Reads the path of a request target, still percent-encoded and exactly as it was sent: pages are
 * matched by the same string that checks in the host compare.
 *
 * @param target - A request target in origin form (`/a?b`) or absolute form (`http://host/a?b`).
 * @returns The path; `undefined` for other forms (`*`, `host:port`), and for a target that the host
 *   may read as another path.
 * @see https://www.rfc-editor.org/rfc/rfc9112#name-request-target
 */
export function toPathname(target: string): string | undefined {
  if (target.startsWith('/') && !target.includes('#')) return cutQuery(target)
  const match = UNUSUAL.exec(target)
  return match === null ? undefined : (match[1] ?? '/')
}

/**
 * Removes the slash at the end of a base.
 *
 * @param base - Starts and ends with `/`.
 * @returns `/docs` for `/docs/`; `''` for `/`.
 */
export function toPrefix(base: string): string {
  return base.slice(0, -1)
}

/**
 * Removes a base from a path, at a segment boundary only: `/docs` is not a base of `/docsearch`.
 *
 * @param prefix - The base without its trailing slash; `''` for none.
 * @returns The rest, which starts with `/`; `undefined` for a path outside the base.
 */
export function withoutPrefix(pathname: string, prefix: string): string | undefined {
  if (!pathname.startsWith(prefix)) return undefined
  const rest = pathname.slice(prefix.length)
  if (rest === '') return '/'
  return rest.startsWith('/') ? rest : undefined
}

/** Removes the query from a path. */
export function cutQuery(target: string): string {
  const end = target.indexOf('?')
  return end === -1 ? target : target.slice(0, end)
}

/**
 * Normalizes the percent-encoding of a path: no unnecessary escapes, and upper-case digits in the
 * others. `/%e4%bd%a0` becomes `/%E4%BD%A0`, `/logo%402x.png` becomes `/logo@2x.png`. The meaning
 * stays the same: encoded separators, and characters that a path cannot contain, stay encoded.
 *
 * @returns The spelling that pages and files answer to; a path that cannot be decoded stays as it
 *   is.
 */
export function spellPathname(pathname: string): string {
  if (!pathname.includes('%') || !isDecodable(pathname)) return pathname
  return pathname.replace(/%[\da-f]{2}/gi, (escape) => {
    const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16))
    return NEEDS_NO_ESCAPE.test(character) ? character : escape.toUpperCase()
  })
}

function isDecodable(pathname: string): boolean {
  try {
    // Uses the result: the bundler would remove a call whose result is not used.
    return decodeURIComponent(pathname) !== ''
  } catch {
    return false
  }
}

/**
 * Characters that need no escape in a path. Not `[`, `]`, `^` and `|`: some clients always escape
 * them, and would be redirected in circles. https://www.rfc-editor.org/rfc/rfc3986#section-3.3
 */
const NEEDS_NO_ESCAPE = /[\w.~!$&'()*+,;=:@-]/

/**
 * Whether a pattern ends with a file name, as `/feed.xml` does. The dots of a rest param do not
 * count.
 */
export function namesFile(pattern: string): boolean {
  const name = pattern.slice(pattern.lastIndexOf('/') + 1)
  return name.replaceAll('[...', '[').includes('.')
}
