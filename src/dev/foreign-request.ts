import type { IncomingMessage, ServerResponse } from 'node:http'
import { cutQuery } from '../shared/pathname.ts'
import { isAllowedHost } from './vite/allowed-host.ts'
import type { DevServer } from './vite/dev-server.ts'
import type { LivePages } from './vite/live-pages.ts'
import { toBrowserPath } from './vite/page-assets.ts'
import { sendText } from './send-text.ts'

/** Uses in which another site can show a file, but not read it. */
const SHOWN = new Set(['image', 'font', 'audio', 'video', 'track'])

/**
 * Tells whether a page of another site would run a file. As a script or stylesheet of that page, a
 * source would reveal its content. Files that the other site fetches, or imports as modules, are
 * withheld by the browser, because there is no CORS header.
 *
 * @returns False for programs that are not browsers.
 */
export function isUsedElsewhere(req: IncomingMessage): boolean {
  const { 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': use } = req.headers
  const isElsewhere = site === 'cross-site' || site === 'same-site'
  return isElsewhere && mode === 'no-cors' && !SHOWN.has(String(use))
}

/**
 * Refuses the use of a file by another site.
 *
 * @param target - Path and query below the base.
 * @returns False when the file does not belong to development; then the response stays untouched.
 */
export function refuseUse(res: ServerResponse, server: DevServer, target: string): boolean {
  const isOurs = isOfDevelopment(target, server)
  if (isOurs) sendText(res, 403, 'Another site cannot use the files of this development server.')
  return isOurs
}

/**
 * Tells whether the server answers under the host name of a request. Names that anyone can point at
 * this machine are refused.
 */
export function isAllowed(req: IncomingMessage, server: DevServer): boolean {
  // HTTP/2 calls the header `:authority`.
  const { host = '', ':authority': authority = host } = req.headers
  return isAllowedHost(String(authority), server.run.allowedHosts)
}

/**
 * Tells whether a path belongs to development: sources, packages and Vite's own files. The disk is
 * not read, so that a foreign request does not show which files exist.
 *
 * @param target - Path and query below the base.
 * @returns True for these paths, for which hosts have no routes.
 */
export function isOfDevelopment(target: string, server: DevServer): boolean {
  const { root, srcDir } = server.run.site
  const sources = toBrowserPath(root, srcDir)
  return ['/@', '/node_modules/', `/${sources}/`].some((start) => target.startsWith(start))
}

/** Refuses a request under a foreign host name. */
export function refuseHost(res: ServerResponse): void {
  const text = 'This host is not allowed. Add it to `vite.server.allowedHosts` of ssr-pages.config.'
  sendText(res, 403, text)
}

/**
 * Tells whether a path belongs to the pages or to development, so that a foreign request for it must
 * be refused.
 *
 * @param target - Path and query below the base.
 * @param findPages - Returns the pages; throws while there are none, which a foreign
 *   request must not show.
 * @returns False for a path of the host.
 */
export function isOurs(target: string, server: DevServer, findPages: () => LivePages): boolean {
  if (isOfDevelopment(target, server)) return true
  try {
    return findPages().matcher(cutQuery(target)) !== undefined
  } catch {
    return true
  }
}
