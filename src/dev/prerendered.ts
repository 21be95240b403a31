import { readFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { PolicyHost } from '../context/request-policy.ts'
import { createMatcher } from '../routing/match.ts'
import { isFile } from '../loader/scan.ts'
import { statusOfFile } from '../node/prerendered.ts'
import type { Outcome } from '../node/resolve.ts'
import { findListedPage, renderOnDemand } from '../prerender/on-demand.ts'
import type { RenderedFile } from '../prerender/render-file.ts'
import type { Pages, RouteMatch } from '../shared/types.ts'
import type { LivePages } from './vite/live-pages.ts'

/** The outcome of a request whose route may be prerendered. */
export interface Found<Resolved extends Matched = Outcome> {
  readonly outcome: Resolved
  /** Pages in which the route is the first that matches the path. */
  readonly pages: LivePages
  /** The file that a build would have written for the path. (default: the route runs) */
  readonly rendered?: RenderedFile
}

/** The parts of an outcome that matter for prerendering. */
interface Matched {
  readonly kind: string
  readonly match?: RouteMatch | undefined
}

/** How to resolve a path again when a prerendered page does not list it. */
interface Asked<Resolved extends Matched> {
  /** The requested path, below the base. */
  readonly path: string
  readonly resolve: (pages: LivePages) => Resolved
  /** Whose headers the policy of the page joins. (default: nobody's) */
  readonly host?: PolicyHost
}

/**
 * Finds the route that answers a path. A prerendered page answers the paths that it lists, and
 * leaves all others to the routes after it.
 *
 * @param first - The outcome if the page listed the path.
 * @param asked - The path, and how to resolve it with other pages.
 * @returns The outcome, and the file of a prerendered page. Nothing is rendered for a redirect, or
 *   for a method that the page does not accept.
 * @throws {unknown} errors of the prerendered page
 */
export async function findListed<Resolved extends Matched>(
  first: Found<Resolved>,
  asked: Asked<Resolved>,
): Promise<Found<Resolved>> {
  const { pages } = first
  let { routes } = pages
  let found = first
  for (;;) {
    const { kind, match } = found.outcome
    if (match?.prerendered === undefined) return found
    const isRendered = kind !== 'redirect' && kind !== 'notFound'
    const answer = await pages.withEnv(() => answerByFile(pages, match, isRendered, asked.host))
    if (answer !== undefined) return { ...found, ...answer }
    routes = routes.filter((route) => route !== match.route)
    const others = createMatcher(routes, pages.trailingSlash)(asked.path)
    const reduced = withMatch(pages, asked.path, others)
    found = { outcome: asked.resolve(reduced), pages: reduced }
  }
}

async function answerByFile(
  pages: LivePages,
  match: RouteMatch,
  isRendered: boolean,
  host: PolicyHost = { hostHeader: () => undefined },
): Promise<{ rendered?: RenderedFile } | undefined> {
  const page = await findListedPage(pages, match)
  if (page === undefined) return undefined
  if (!isRendered) return {}
  const read = (file: string) => readPublic(pages, file)
  const rendered = await renderOnDemand(pages, match.route, page, { readPublic: read, host })
  return rendered && { rendered }
}

function withMatch(pages: LivePages, path: string, match: RouteMatch | undefined): LivePages {
  return { ...pages, matcher: (asked) => (asked === path ? match : pages.matcher(asked)) }
}

async function readPublic({ clientDir }: LivePages, file: string): Promise<Buffer | undefined> {
  const path = clientDir === undefined ? '' : join(clientDir, file)
  return isFile(path) ? readFile(path) : undefined
}

/**
 * Sends the file that a build would have written.
 *
 * @param path - The path that the file answers.
 * @param res - The response, not started.
 */
export function sendRendered(rendered: RenderedFile, path: string, res: ServerResponse): void {
  const { headers, content } = rendered
  const status = statusOfFile({ path, status: rendered.status }, res)
  res.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(content) })
  res.end(content)
}

/**
 * Replaces a prerendered page by the file that a build would have written, for callers without a
 * socket.
 *
 * @param pathname - The requested path, below the base.
 * @returns The pages, and the text of the replaced files.
 */
export async function withFile(
  pages: LivePages,
  pathname: string,
): Promise<{ pages: Pages; files: ReadonlyMap<string, string> }> {
  const files = new Map<string, string>()
  const resolve = ({ matcher }: LivePages) => ({ kind: 'fetched', match: matcher(pathname) })
  const first = { outcome: resolve(pages), pages }
  const { outcome, rendered, ...found } = await findListed(first, { path: pathname, resolve })
  const { match } = outcome
  if (match === undefined || rendered === undefined) return { ...found, files }
  files.set(pathname, Buffer.from(rendered.content).toString())
  return { pages: withMatch(pages, pathname, toFile(match, rendered, pathname)), files }
}

function toFile({ params, route }: RouteMatch, rendered: RenderedFile, path: string): RouteMatch {
  const answer = () => new Response(Buffer.from(rendered.content), rendered)
  return {
    params,
    prerendered: { ...rendered, path, file: path },
    route: { ...route, load: () => ({ ALL: answer }) },
  }
}
