import type { IncomingMessage } from 'node:http'
import { type HostRequest, readBase, readTarget } from '../bridge/url.ts'
import { cutQuery, toPathname, withoutPrefix } from '../shared/pathname.ts'

/**
 * Whether a request is for the server as a whole: `OPTIONS *`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-9.3.7-4
 */
export function isPing(req: IncomingMessage): boolean {
  return req.method === 'OPTIONS' && req.url === '*'
}

/**
 * Returns the part of the base that is still in front of the request's path. If the site is mounted
 * at its own base, the host has already removed it.
 *
 * @param prefix - The base without its trailing slash.
 * @returns The base without its trailing slash, or `''`.
 */
export function remainingPrefix(prefix: string, req: HostRequest): string {
  return prefix === '' || readBase(req) === prefix ? '' : prefix
}

/**
 * Reads the path of a request relative to the base.
 *
 * @param prefix - The base without its trailing slash.
 * @returns The path; `undefined` if it is outside the base, or cannot be answered.
 */
export function pathBelow(prefix: string, req: HostRequest): string | undefined {
  const path = toPathname(req.url || '/')
  return path === undefined ? undefined : withoutPrefix(path, remainingPrefix(prefix, req))
}

/**
 * Whether the host has removed one slash of a double slash. Express 4 removes `/docs/` from
 * `/docs//admin`, which middleware on `/docs/admin` has not seen.
 *
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
 * @returns The query with its `?`, or `''`.
 */
export function readSearch(req: HostRequest): string {
  const sent = readTarget(req)
  return sent.slice(cutQuery(sent).length)
}
