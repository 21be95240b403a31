import { redirect } from '../context/redirect.ts'
import { isRead } from '../shared/methods.ts'
import { spellPathname, withoutPrefix } from '../shared/pathname.ts'
import type { Matcher, ResponseResult, Route } from '../shared/types.ts'

/** A path as it was sent. */
export interface SentPath {
  readonly method: string
  /** The path without the part that the host has removed. */
  readonly pathname: string
  /** The part that the host has removed from the path. */
  readonly base: string
  /** What precedes the paths of pages, without a trailing slash. */
  readonly prefix: string
  /** The query with its `?`, or `''`. */
  readonly search: string
}

/** What can answer a path relative to the base. */
export interface Answering {
  readonly matcher: Matcher
  /** Whether a path is a browser file. (default: there are no files) */
  hasFile?(pathname: string): boolean
}

/**
 * Redirects a path with needless escapes to the spelling that a page or file answers. The host's
 * middleware sees the second request too, and the redirect reveals nothing but the path.
 *
 * @param sent - The path.
 * @param route - The route that matches the path as it is: one with params may match any spelling.
 * @param answering - What can answer the right spelling.
 * @returns The redirect; `undefined` if nothing else answers the right spelling.
 */
export function toSpellingRedirect(
  sent: SentPath,
  route: Route | undefined,
  answering: Answering,
): ResponseResult | undefined {
  const { method, pathname, base, prefix, search } = sent
  // Other methods do not come from links, and the method of a form must not change.
  if (!isRead(method)) return undefined
  const spelled = spellPathname(pathname)
  if (spelled === pathname) return undefined
  const path = withoutPrefix(spelled, prefix)
  if (path === undefined || !answersOtherwise(path, route, answering)) return undefined
  // 301, as for slashes: the right spelling of a path never changes.
  return { response: redirect(base + spelled + search, 301), cookies: [] }
}

function answersOtherwise(path: string, route: Route | undefined, answering: Answering): boolean {
  if (answering.hasFile?.(path) === true) return true
  const match = answering.matcher(path)
  return match !== undefined && match.route !== route
}
