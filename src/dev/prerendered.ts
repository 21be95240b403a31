import { readFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { spellSlash } from '../core/redirects.ts'
import { createMatcher } from '../routing/match.ts'
import { isFile } from '../loader/scan.ts'
import { findListedPage, renderOnDemand } from '../prerender/on-demand.ts'
import type { RenderedFile } from '../prerender/render-file.ts'
import type { Pages, RouteMatch } from '../shared/types.ts'
import type { LivePages } from './vite/live-pages.ts'

/** Who answers a path. */
export interface Answerer {
  /** Pages in which this route is the first that matches the path. */
  readonly pages: LivePages
  /** `undefined` when nobody does. */
  readonly match: RouteMatch | undefined
  /** What a build would have written for the path. (default: the route runs) */
  readonly rendered?: RenderedFile
}

/**
 * Finds who answers a path. A prerendered page answers the paths it lists, and leaves all others to the
 * routes after it.
 *
 * @param pages - The pages.
 * @param path - The path that is asked for, below the base.
 * @param sent - The whole path as it was sent; a wrong slash at its end is redirected before
 *   anything is rendered. (default: not known)
 * @returns The route, and its file if it is prerendered.
 * @throws {unknown} whatever the prerendered page throws
 */
export async function findAnswerer(
  pages: LivePages,
  path: string,
  sent?: string,
): Promise<Answerer> {
  let { routes, matcher } = pages
  for (;;) {
    const match = matcher(path)
    const answerer = {
      pages: matcher === pages.matcher ? pages : withMatch(pages, path, match),
      match,
    }
    if (match?.prerendered === undefined) return answerer
    const isSpelled = sent === undefined || spellSlash(pages, match.route, sent) === sent
    const found = await pages.withEnv(() => answerByFile(pages, match, isSpelled))
    if (found !== undefined) return { ...answerer, ...found }
    routes = routes.filter((route) => route !== match.route)
    matcher = createMatcher(routes, pages.trailingSlash)
  }
}

async function answerByFile(
  pages: LivePages,
  match: RouteMatch,
  isSpelled: boolean,
): Promise<{ rendered?: RenderedFile } | undefined> {
  const page = await findListedPage(pages, match)
  if (page === undefined) return undefined
  if (!isSpelled) return {}
  const read = (file: string) => readPublic(pages, file)
  const rendered = await renderOnDemand(pages, match.route, page, read)
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
 * Sends what a build would have written.
 *
 * @param rendered - The file.
 * @param res - The response.
 */
export function sendRendered(rendered: RenderedFile, res: ServerResponse): void {
  const { status, headers, content } = rendered
  res.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(content) })
  res.end(content)
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
  const files = new Map<string, string>()
  if (pages.matcher(pathname)?.prerendered === undefined) return { pages, files }
  const { match, rendered, ...found } = await findAnswerer(pages, pathname)
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
