import { isRead } from '../shared/methods.ts'
import { namesFile, spellPathname, withoutPrefix, toPrefix } from '../shared/pathname.ts'
import { redirect as redirectTo } from '../context/redirect.ts'
import type { Visit } from '../context/visit.ts'
import type { RequestSource } from '../shared/request-source.ts'
import type {
  Matcher,
  Pages,
  Params,
  Redirect,
  ResponseOutput,
  ResponseResult,
  Route,
} from '../shared/types.ts'

const PARAM = /\[(\.\.\.)?([^[\]]+)\](\/?)/g

/**
 * Answers with a redirect of the configuration. A destination on this site stays below the path
 * that the pages are mounted at; a destination without a query gets that of the request.
 *
 * @param redirect - The redirect.
 * @param visit - The request, and the params it was matched with.
 * @returns A response without a body.
 */
export function toRedirect(redirect: Redirect, visit: Visit): ResponseOutput {
  const { params, source, shared } = visit
  const { destination, status = permanent(source.method) } = redirect
  const base = destination.startsWith('/')
    ? missingBase(destination, source.base, shared.pages.base)
    : ''
  const query = destination.includes('?') ? '' : source.url.search
  const [path = '', hash] = fillIn(destination, params).split(/(?=#)/, 2)
  return { response: redirectTo(base + encodePath(path) + query + (hash ?? ''), status) }
}

// A destination that is not a path is left as it is, for the author to see; existing escapes are
// kept.
function encodePath(path: string): string {
  if (!path.startsWith('/')) return path
  return encodeURI(path).replace(/%25(?=[\da-f]{2})/gi, '%')
}

/**
 * Returns the part of the mount path that a destination of the configuration lacks. On a site for
 * `/docs` that is mounted at `/app`, `/new` lacks `/app/docs`, and `/docs/new` lacks only `/app`.
 *
 * @param destination - A path of the site, with or without the base.
 * @param base - Where the pages are mounted, including the base, without a trailing slash.
 * @param siteBase - The path that the site was built for; starts and ends with `/`.
 * @returns The prefix to add.
 */
export function missingBase(destination: string, base: string, siteBase: string): string {
  const own = toPrefix(siteBase)
  const [path = ''] = destination.split(/[?#]/, 1)
  if (own === '' || withoutPrefix(path, own) === undefined) return base
  return base.endsWith(own) ? base.slice(0, -own.length) : ''
}

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
  return { response: redirectTo(wanted + url.search, permanent(method)), cookies: [] }
}

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
  return { response: redirectTo(base + spelled + search, 301), cookies: [] }
}

function answersOtherwise(path: string, route: Route | undefined, answering: Answering): boolean {
  if (answering.hasFile?.(path) === true) return true
  const match = answering.matcher(path)
  return match !== undefined && match.route !== route
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

// A param can become only a part of a segment, a rest param only segments; an empty param also
// removes the slash after it. So no destination leads to another host.
function fillIn(destination: string, params: Params): string {
  return destination.replaceAll(
    PARAM,
    (_, dots: string | undefined, name: string, slash: string) => {
      const value = params[name] ?? ''
      if (dots === undefined) return encodeURIComponent(value) + slash
      return value && value.split('/').map(encodeURIComponent).join('/') + slash
    },
  )
}

// 308 keeps the method and the body of the request.
function permanent(method: string): number {
  return isRead(method) ? 301 : 308
}
