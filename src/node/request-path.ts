import type { IncomingMessage } from 'node:http'
import { type HostRequest, readBase, readTarget } from '../bridge/url.ts'
import { toSpellingRedirect } from '../core/redirects.ts'
import type { Edge, Exchange } from './exchange.ts'
import { cutQuery, toPathname, withoutPrefix } from '../shared/pathname.ts'
import type { PageResult, Route } from '../shared/types.ts'

/**
 * Asks whether a request is for the server as a whole.
 *
 * @param req - The request.
 * @returns True for `OPTIONS *`.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-9.3.7-4
 */
export function isPing(req: IncomingMessage): boolean {
  return req.method === 'OPTIONS' && req.url === '*'
}

/**
 * Gives the part of the base that a path still has in front. Mounted at the very path that it was built
 * for, the site finds it taken off already.
 *
 * @param edge - The pages.
 * @param req - The request.
 * @returns The base without a slash at its end, or `''`.
 */
export function remainingPrefix(edge: Edge, req: IncomingMessage): string {
  const { prefix } = edge
  return prefix === '' || readBase(req) === prefix ? '' : prefix
}

/**
 * Asks whether the host has taken a slash off a path with two: Express 4 takes `/docs/` off `/docs//admin`,
 * which a guard on `/docs/admin` has not seen.
 *
 * @param req - The request.
 * @param target - The path that the host left.
 * @returns True for a path that must not be answered.
 */
export function hasLostSlash(req: HostRequest, target: string): boolean {
  const { originalUrl, baseUrl } = req
  if (!baseUrl || !originalUrl?.includes('//')) return false
  const sent = toPathname(originalUrl)
  const seen = baseUrl + target
  return sent !== seen && sent?.replaceAll(/\/+/g, '/') === seen
}

/**
 * Sends a path with needless escapes to the page or file of that name.
 *
 * @param edge - The pages.
 * @param exchange - The request.
 * @param target - The path that the host left.
 * @param route - What matches the path as it is: a route with params may take any spelling.
 * @returns The redirect; `undefined` when nothing else answers the right spelling.
 */
export function toRightSpelling(
  edge: Edge,
  exchange: Exchange,
  target: string,
  route: Route | undefined,
): PageResult | undefined {
  // Most paths have no escapes at all.
  if (!target.includes('%')) return undefined
  const { req } = exchange
  const { method = '' } = req
  const sent = readTarget(req)
  const search = sent.slice(cutQuery(sent).length)
  return toSpellingRedirect(
    { method, pathname: target, base: readBase(req), search },
    (spelled) => {
      const path = withoutPrefix(spelled, remainingPrefix(edge, req))
      if (path === undefined) return false
      if (edge.assets?.has(path) === true) return true
      const match = edge.pages.matcher(path)
      return match !== undefined && match.route !== route
    },
  )
}
