import type { ServerResponse } from 'node:http'
import type { HostRequest } from '../bridge/url.ts'
import { spellPathname } from '../core/redirects.ts'
import { toPathname } from '../pathname.ts'
import { renderOnDemand } from '../prerender/on-demand.ts'
import type { RouteMatch } from '../types.ts'
import type { LivePages } from '../vite/dev/live-pages.ts'

/**
 * Says whether a request is for a page that a build renders, by its right spelling.
 *
 * @param pages - The pages.
 * @param match - The route that matches.
 * @param req - The request.
 * @returns False for a page that runs, and for a redirect to the right spelling.
 */
export function isPrerendered(pages: LivePages, match: RouteMatch, req: HostRequest): boolean {
  if (!pages.prerendered.has(match.route.pattern)) return false
  const path = toPathname(req.originalUrl ?? req.url ?? '/')
  return path === undefined || spellPathname(pages, match.route, path) === path
}

/**
 * Answers by what a build would have written.
 *
 * @param pages - The pages.
 * @param match - The route of a prerendered page.
 * @param req - The request.
 * @param res - Its response.
 * @returns False for what no file answers: another method, a path that the page does not list.
 */
export async function answerPrerendered(
  pages: LivePages,
  match: RouteMatch,
  req: HostRequest,
  res: ServerResponse,
): Promise<boolean> {
  if (req.method !== 'GET' && req.method !== 'HEAD') return false
  const rendered = await renderOnDemand(pages, match)
  if (rendered === undefined) return false
  const { status, headers, content } = rendered
  res.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(content) })
  res.end(content)
  return true
}
