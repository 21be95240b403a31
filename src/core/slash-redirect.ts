import { redirect } from '../context/redirect.ts'
import { namesFile, withoutPrefix } from '../shared/pathname.ts'
import type { RequestSource } from '../shared/request-source.ts'
import type { Pages, ResponseResult, Route } from '../shared/types.ts'
import { permanentStatus } from './redirects.ts'

/**
 * Redirects to the spelling of a path that the site is configured for, with or without a trailing
 * slash.
 *
 * @param pages - The site.
 * @param route - The route that matches both spellings.
 * @param source - The request.
 * @returns The redirect; `undefined` if the spelling is right, or the path is outside the base.
 */
export function toSlashRedirect(
  pages: Pages,
  route: Route,
  source: RequestSource,
): ResponseResult | undefined {
  // The usual case, which needs no URL.
  if (pages.trailingSlash === 'ignore') return undefined
  const { url, base, method } = source
  if (withoutPrefix(url.pathname, base) === undefined) return undefined
  const wanted = spellSlash(pages, route, url.pathname)
  if (wanted === url.pathname) return undefined
  return { response: redirect(wanted + url.search, permanentStatus(method)), cookies: [] }
}

/**
 * Adds or removes the trailing slash of a path, as the site is configured.
 *
 * @param pages - The site.
 * @param route - The route that matches both spellings.
 * @param pathname - The whole path, including the base.
 * @returns The spelling that the page answers.
 */
export function spellSlash(pages: Pages, route: Route, pathname: string): string {
  const { trailingSlash, notFound } = pages
  if (trailingSlash === 'ignore' || pathname === '/') return pathname
  if (route === notFound || route.redirect !== undefined) return pathname
  const wantsSlash = trailingSlash === 'always' && !isFile(route)
  if (pathname.endsWith('/') === wantsSlash) return pathname
  return wantsSlash ? `${pathname}/` : pathname.slice(0, -1)
}

// A path with a file name, such as `/feed.xml`, has no trailing slash.
function isFile({ pattern, kind }: Route): boolean {
  return kind === 'endpoint' && namesFile(pattern)
}
