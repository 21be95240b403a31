import { fillPattern } from '../loader/fill.ts'
import { parsePattern } from '../loader/parse.ts'
import type { Pages, RouteMatch } from '../types.ts'
import { type RenderedFile, renderFile } from './render-file.ts'
import { collectPaths } from './static-paths.ts'

/**
 * Renders a prerendered page when it is asked for, as a build would have.
 *
 * @param pages - The site's pages.
 * @param match - The route, and the params that were asked for.
 * @returns What the file would be; `undefined` for a path that the page does not list.
 * @throws {SsrPagesError} STATIC_PATHS_MISSING, STATIC_PATHS_INVALID, and whatever the page throws.
 */
export async function renderOnDemand(
  pages: Pages,
  match: RouteMatch,
): Promise<RenderedFile | undefined> {
  const { route, params } = match
  const source = { route, file: route.file, pages }
  const paths = await collectPaths(await route.load(), source)
  const path = fillPattern(parsePattern(route.pattern, route.file), params)
  const page = paths.find((candidate) => candidate.path === path)
  return page && renderFile(pages, { ...route, prerendered: new Map() }, page)
}
