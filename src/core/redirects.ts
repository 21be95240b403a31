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
 * Answers by a redirect of the configuration. A destination on this site stays below the path that
 * the pages are mounted at, and one without a query of its own gets that of the request.
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

// What is no URL stays for the author to see; escapes that are there already stay as they are.
function encodePath(path: string): string {
  if (!path.startsWith('/')) return path
  return encodeURI(path).replace(/%25(?=[\da-f]{2})/gi, '%')
}

/**
 * Gives what a destination of the configuration lacks of the path that the pages are mounted at. On a
 * site for `/docs` that is mounted at `/app`, `/new` lacks `/app/docs` and `/docs/new` only `/app`.
 *
 * @param destination - A path of the site, with or without the base in front.
 * @param base - Where the pages are mounted, base included, without a slash at the end.
 * @param siteBase - The path that the site was built for; starts and ends with `/`.
 * @returns What is to be put in front.
 */
export function missingBase(destination: string, base: string, siteBase: string): string {
  const own = toPrefix(siteBase)
  const [path = ''] = destination.split(/[?#]/, 1)
  if (own === '' || withoutPrefix(path, own) === undefined) return base
  return base.endsWith(own) ? base.slice(0, -own.length) : ''
}

/**
 * Sends a request to the one spelling of a path that the site wants, with or without a slash at its
 * end.
 *
 * @param pages - The site, and what it wants.
 * @param route - The route that matched either way.
 * @param source - The request.
 * @returns The redirect; `undefined` when the path is as it should be, or is no page at all.
 */
export function toSlashRedirect(
  pages: Pages,
  route: Route,
  source: RequestSource,
): ResponseResult | undefined {
  // Most sites: they need no URL for it.
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
  /** The path, without what the host has taken off. */
  readonly pathname: string
  /** What the host has taken off the path. */
  readonly base: string
  /** What the path has in front of those of pages, without a slash at the end. */
  readonly prefix: string
  /** The query with its `?`, or `''`. */
  readonly search: string
}

/** What can answer a path, below the base of the site. */
export interface Answering {
  readonly matcher: Matcher
  /** Asks for a browser file. (default: the pages have none) */
  hasFile?(pathname: string): boolean
}

/**
 * Sends a request to the one spelling of its path, without needless escapes, that a page or file answers.
 * Guards see that request as well: nothing but its path is in the answer.
 *
 * @param sent - The path.
 * @param route - What matches the path as it is: a route with params may take any spelling.
 * @param answering - What there is.
 * @returns The redirect; `undefined` when nothing else answers the right spelling.
 */
export function toSpellingRedirect(
  sent: SentPath,
  route: Route | undefined,
  answering: Answering,
): ResponseResult | undefined {
  const { method, pathname, base, prefix, search } = sent
  // Other methods are not for links; that of a form must not change.
  if (!isRead(method)) return undefined
  const spelled = spellPathname(pathname)
  if (spelled === pathname) return undefined
  const path = withoutPrefix(spelled, prefix)
  if (path === undefined || !answersOtherwise(path, route, answering)) return undefined
  // 301, as for slashes: a path has this one spelling for good.
  return { response: redirectTo(base + spelled + search, 301), cookies: [] }
}

function answersOtherwise(path: string, route: Route | undefined, answering: Answering): boolean {
  if (answering.hasFile?.(path) === true) return true
  const match = answering.matcher(path)
  return match !== undefined && match.route !== route
}

/**
 * Spells a path with a slash at its end, or without, as the site wants it.
 *
 * @param pages - The site, and what it wants.
 * @param route - The route that matches the path either way.
 * @param pathname - The whole path, base included.
 * @returns The spelling that is answered by the page.
 */
export function spellSlash(pages: Pages, route: Route, pathname: string): string {
  const { trailingSlash, notFound } = pages
  if (trailingSlash === 'ignore' || pathname === '/') return pathname
  if (route === notFound || route.redirect !== undefined) return pathname
  const wantsSlash = trailingSlash === 'always' && !isFile(route)
  if (pathname.endsWith('/') === wantsSlash) return pathname
  return wantsSlash ? `${pathname}/` : pathname.slice(0, -1)
}

// The name of a file, as `/feed.xml`, has no slash at its end.
function isFile({ pattern, kind }: Route): boolean {
  return kind === 'endpoint' && namesFile(pattern)
}

// A param can become part of a segment only, a rest param segments; an empty one takes the slash
// after it along. So nothing leads to another host.
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

// These keep the method and the body of the request.
function permanent(method: string): number {
  return isRead(method) ? 301 : 308
}
