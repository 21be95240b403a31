import type { ServerResponse } from 'node:http'
import type { HostRequest } from '../bridge/url.ts'
import { spellPathname } from '../core/redirects.ts'
import { toPathname } from '../pathname.ts'
import { renderOnDemand } from '../prerender/on-demand.ts'
import type { RenderedFile } from '../prerender/render-file.ts'
import type { Pages, RouteMatch } from '../types.ts'
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

/**
 * Puts what a build would have written in the place of a prerendered page, for those who ask without a
 * socket.
 *
 * @param pages - The pages.
 * @param pathname - The path that is asked for, below the base.
 * @returns The pages, and the text of the files that are in them.
 */
export async function withFile(
  pages: LivePages,
  pathname: string,
): Promise<{ pages: Pages; files: ReadonlyMap<string, string> }> {
  const match = pages.matcher(pathname)
  const files = new Map<string, string>()
  if (match === undefined || !pages.prerendered.has(match.route.pattern)) return { pages, files }
  const rendered = await renderOnDemand(pages, match)
  const found = rendered && toFile(match, rendered, pathname)
  if (rendered !== undefined) files.set(pathname, String(rendered.content))
  const matcher = (path: string) => (path === pathname ? found : pages.matcher(path))
  return { pages: { ...pages, matcher }, files }
}

function toFile({ params, route }: RouteMatch, rendered: RenderedFile, path: string): RouteMatch {
  const answer = () => new Response(Buffer.from(rendered.content), rendered)
  return {
    params,
    prerendered: { ...rendered, path, file: path },
    route: { ...route, load: () => ({ ALL: answer }) },
  }
}
