import type { IncomingMessage } from 'node:http'
import { type HostRequest, readBase, readTarget } from '../bridge/url.ts'
import { cutQuery, toPathname, withoutPrefix } from '../shared/pathname.ts'

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
 * @param prefix - The base without a slash at its end.
 * @param req - The request.
 * @returns The base without a slash at its end, or `''`.
 */
export function remainingPrefix(prefix: string, req: HostRequest): string {
  return prefix === '' || readBase(req) === prefix ? '' : prefix
}

/**
 * Reads the path of a request below the base.
 *
 * @param prefix - The base without a slash at its end.
 * @param req - The request.
 * @returns The path; `undefined` for one that is outside of the base, or that cannot be answered.
 */
export function pathBelow(prefix: string, req: HostRequest): string | undefined {
  const path = toPathname(req.url || '/')
  return path === undefined ? undefined : withoutPrefix(path, remainingPrefix(prefix, req))
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
 * Reads the query of a request as the client sent it.
 *
 * @param req - The request.
 * @returns The query with its `?`, or `''`.
 */
export function readSearch(req: HostRequest): string {
  const sent = readTarget(req)
  return sent.slice(cutQuery(sent).length)
}
