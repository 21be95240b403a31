import type { IncomingMessage, ServerResponse } from 'node:http'
import { cutQuery } from '../shared/pathname.ts'
import { isAllowedHost } from './vite/allowed-host.ts'
import type { DevServer } from './vite/dev-server.ts'
import type { LivePages } from './vite/live-pages.ts'
import { toBrowserPath } from './vite/page-assets.ts'
import { sendText } from './send-text.ts'

/** What another site can show, but not read. */
const SHOWN = new Set(['image', 'font', 'audio', 'video', 'track'])

/**
 * Says whether a page of another site would run a file. As a script or stylesheet there, a source would tell
 * what it holds. What the other site fetches, or imports as a module, a browser keeps from it, as there is no
 * CORS header.
 *
 * @param req - The request.
 * @returns False for programs that are no browsers.
 */
export function isUsedElsewhere(req: IncomingMessage): boolean {
  const { 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': use } = req.headers
  const isElsewhere = site === 'cross-site' || site === 'same-site'
  return isElsewhere && mode === 'no-cors' && !SHOWN.has(String(use))
}

/**
 * Refuses such a use.
 *
 * @param res - The response.
 * @param server - The server.
 * @param target - Path and query below the base.
 * @returns False, with nothing touched, when the file is not one of development.
 */
export function refuseUse(res: ServerResponse, server: DevServer, target: string): boolean {
  const isOurs = isOfDevelopment(target, server)
  if (isOurs) sendText(res, 403, 'Another site cannot use the files of this development server.')
  return isOurs
}

/**
 * Says whether the server answers under the name of a request.
 *
 * @param req - The request.
 * @param server - The server.
 * @returns False for names that anybody can point at this machine.
 */
export function isAllowed(req: IncomingMessage, server: DevServer): boolean {
  // HTTP/2 has another name for it.
  const { host = '', ':authority': authority = host } = req.headers
  return isAllowedHost(String(authority), server.run.allowedHosts)
}

/**
 * Says whether a path is one of development: sources, packages, and what Vite has beside them. Nothing is
 * looked up for it, so that a stranger does not learn what there is.
 *
 * @param target - Path and query below the base.
 * @param server - The server.
 * @returns True for those that no host has routes for.
 */
function isOfDevelopment(target: string, server: DevServer): boolean {
  const { root, srcDir } = server.run.site
  const sources = toBrowserPath(root, srcDir)
  return ['/@', '/node_modules/', `/${sources}/`].some((start) => target.startsWith(start))
}

/**
 * Refuses a request that comes under a foreign name.
 *
 * @param res - The response.
 */
export function refuseHost(res: ServerResponse): void {
  const text = 'This host is not allowed. Add it to `vite.server.allowedHosts` of ssr-pages.config.'
  sendText(res, 403, text)
}

/**
 * Says whether a path is of the pages or of development, which a stranger is to be refused.
 *
 * @param target - Path and query below the base.
 * @param server - The server.
 * @param findPages - Gives the pages; throws while there are none, which a stranger is not told.
 * @returns False for a path that is the host's.
 */
export function isOurs(target: string, server: DevServer, findPages: () => LivePages): boolean {
  if (isOfDevelopment(target, server)) return true
  try {
    return findPages().matcher(cutQuery(target)) !== undefined
  } catch {
    return true
  }
}
