// Such targets Express and Connect read by `url.parse()`, which ends a host at the first character it
// does not know, `http://a;/admin`, and encodes `'`, `^` and `|` in a path: what their guards would see
// otherwise than we do is no path.
const UNUSUAL =
  /^(?:https?:\/\/(?:[\w.~:-]*@)?(?:[\w.-]+|\[[\da-f:.]+\])(?::\d*)?|(?=\/))(\/[^?#'^|]*)?(?:[?#]|$)/i

/**
 * Reads the path of a request target, still percent-encoded and exactly as it was sent: what a guard
 * in front of the pages compares is what they are matched by.
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
 * Takes a base off a path, at the end of a segment only: `/docs` is no base of `/docsearch`.
 *
 * @param pathname - A path.
 * @param prefix - The base without its slash at the end; `''` for none.
 * @returns The rest, which starts with `/`; `undefined` for a path outside of the base.
 */
export function withoutPrefix(pathname: string, prefix: string): string | undefined {
  if (!pathname.startsWith(prefix)) return undefined
  const rest = pathname.slice(prefix.length)
  if (rest === '') return '/'
  return rest.startsWith('/') ? rest : undefined
}

/**
 * Takes the query off.
 *
 * @param target - A path with or without a query.
 * @returns The path.
 */
export function cutQuery(target: string): string {
  const end = target.indexOf('?')
  return end === -1 ? target : target.slice(0, end)
}

/**
 * Spells a path with no more escapes than it needs, and these in upper case: `/%e4%bd%a0` as `/%E4%BD%A0`,
 * `/logo%402x.png` as `/logo@2x.png`. What it names stays the same: separators, and what no path can have
 * as it is, stay escaped; nothing else is changed.
 *
 * @param pathname - A path, percent-encoded.
 * @returns The path in the one spelling that pages and files answer; one that means no text as it is.
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
    // The bundler would leave out a call whose result nobody uses.
    return decodeURIComponent(pathname) !== ''
  } catch {
    return false
  }
}

/**
 * What stands for itself in a path. Not `[`, `]`, `^` and `|`: some clients escape them, and would be sent
 * in circles. https://www.rfc-editor.org/rfc/rfc3986#section-3.3
 */
const NEEDS_NO_ESCAPE = /[\w.~!$&'()*+,;=:@-]/

/**
 * Tells the name of a file, `/feed.xml`, from that of a page. The dots of a rest param are no name.
 *
 * @param pattern - The pattern of a route.
 * @returns True when its last segment has an extension.
 */
export function namesFile(pattern: string): boolean {
  const name = pattern.slice(pattern.lastIndexOf('/') + 1)
  return name.replaceAll('[...', '[').includes('.')
}
