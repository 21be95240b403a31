/** A host that no address has. */
const HERE = 'http://here.invalid'

/**
 * Checks where to go after a login, as a link or a hidden field said: `?next=/account`. An address
 * of another site, in any spelling, is replaced.
 *
 *     return Astro.redirect(returnPath(Astro.url.searchParams.get('next'), '/account'), 303)
 *
 * @param value - What the client sent.
 * @param fallback - A path of your own. (default: `'/'`)
 * @returns A path of this site, with query and hash; or the fallback.
 * @see https://url.spec.whatwg.org/#url-parsing
 */
export function returnPath(value: unknown, fallback = '/'): string {
  if (typeof value !== 'string' || !value.startsWith('/')) return fallback
  if (!URL.canParse(value, HERE)) return fallback
  // As browsers read it: a backslash is a slash, tabs and line breaks are left out, dots are
  // resolved.
  const { origin, pathname, search, hash } = new URL(value, HERE)
  if (origin !== HERE || pathname.startsWith('//')) return fallback
  return pathname + search + hash
}
