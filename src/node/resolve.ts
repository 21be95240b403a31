import { isRead } from '../shared/methods.ts'
import { refuseMethod } from '../bridge/method.ts'
import { createRequestSource } from '../bridge/request.ts'
import { readBase } from '../bridge/url.ts'
import { toSpellingRedirect } from '../core/spelling-redirect.ts'
import {
  NOT_FOUND,
  type RedirectOutcome,
  type RouteOutcome,
  resolveMatch,
} from '../core/resolve-match.ts'
import { toPathname, withoutPrefix } from '../shared/pathname.ts'
import type { RequestSource } from '../shared/request-source.ts'
import type { Route, RouteMatch } from '../shared/types.ts'
import type { Exchange } from './exchange.ts'
import { hasLostSlash, isPing, readSearch, remainingPrefix } from './request-path.ts'
import { noteRoute } from './route-name.ts'
import { type ServedSite, noteMount } from './served-site.ts'

/** What answers a request. */
export type Outcome = RouteOutcome | FileOutcome | ImageOutcome | LeaveOutcome | StatusOutcome

/** A browser file of the build. */
export interface FileOutcome {
  readonly kind: 'file'
  /** Path relative to the folder of browser files, with forward slashes. */
  readonly file: string
}

/** A request for an image that is made. */
export interface ImageOutcome {
  readonly kind: 'image'
}

/** The site does not answer: the request is left to the host. */
export interface LeaveOutcome {
  readonly kind: 'leave'
}

/**
 * A request that no page can answer. It is left to the host; without other handlers it gets this
 * status.
 */
export interface StatusOutcome {
  readonly kind: 'status'
  readonly status: number
}

// A single object: most requests of a host are not for pages, and cost it one lookup.
const LEAVE: LeaveOutcome = Object.freeze({ kind: 'leave' })
const IMAGE: ImageOutcome = Object.freeze({ kind: 'image' })
const NO_CONTENT: StatusOutcome = Object.freeze({ kind: 'status', status: 204 })
const BAD_REQUEST: StatusOutcome = Object.freeze({ kind: 'status', status: 400 })

/**
 * Decides what answers a request, and notes its route for `routeOf()`. Nothing runs and nothing is
 * written, so that development can look at the outcome before `respond()` carries it out.
 *
 * @throws {SsrPagesError} HOST_INVALID, TARGET_INVALID, HEADER_DUPLICATE, CROSS_SITE_FORM
 */
export function resolve(site: ServedSite, exchange: Exchange): Outcome {
  const { req } = exchange
  const target = toPathname(req.url || '/')
  if (target === undefined) return isPing(req) ? NO_CONTENT : BAD_REQUEST
  const method = req.method ?? ''
  const refusal = refuseMethod(method)
  if (refusal !== undefined) return { kind: 'status', status: refusal }
  const pathname = withoutPrefix(target, remainingPrefix(site.prefix, req))
  if (pathname === undefined) return resolveSpelling(site, exchange, target) ?? LEAVE
  if (hasLostSlash(req, target)) return NOT_FOUND
  const file = site.assets?.find(pathname)
  if (file !== undefined && isRead(method)) return { kind: 'file', file }
  // Most sites have no images: one comparison.
  if (pathname === site.images?.path) return IMAGE
  const match = site.pages.matcher(pathname)
  return (
    resolveSpelling(site, exchange, target, match?.route) ?? resolveFound(site, exchange, match)
  )
}

/**
 * Presents a request of this server to the core.
 *
 * @throws {SsrPagesError} HOST_INVALID, TARGET_INVALID, HEADER_DUPLICATE
 */
export function toSource(site: ServedSite, exchange: Exchange): RequestSource {
  const { req, res } = exchange
  const source = createRequestSource(req, res, {
    prefix: remainingPrefix(site.prefix, req),
    bodyLimit: site.settings.bodyLimit,
  })
  if (source.base !== site.mount) noteMount(site, source.base)
  return source
}

function resolveFound(site: ServedSite, exchange: Exchange, match?: RouteMatch): RouteOutcome {
  if (match === undefined) return NOT_FOUND
  const { pages, settings } = site
  const source = toSource(site, exchange)
  const outcome = resolveMatch(pages, match, source, settings.checkOrigin)
  if (outcome.kind !== 'notFound') noteRoute(exchange.req, match.route.pattern, source.base)
  return outcome
}

function resolveSpelling(
  site: ServedSite,
  { req }: Exchange,
  target: string,
  route?: Route,
): RedirectOutcome | undefined {
  // Fast path: most paths have no escapes.
  if (!target.includes('%')) return undefined
  const sent = {
    method: req.method ?? '',
    pathname: target,
    base: readBase(req),
    prefix: remainingPrefix(site.prefix, req),
    search: readSearch(req),
  }
  const result = toSpellingRedirect(sent, route, {
    matcher: site.pages.matcher,
    hasFile: (path) => site.assets?.find(path) !== undefined,
  })
  return result && { kind: 'redirect', match: undefined, result }
}
