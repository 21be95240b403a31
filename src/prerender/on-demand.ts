import { fillPattern } from '../routing/fill.ts'
import { parsePattern } from '../routing/parse.ts'
import type { Pages, Route, RouteMatch } from '../shared/types.ts'
import { isErrorPage } from './error-page.ts'
import { toFileName } from './file-name.ts'
import { toPublicAnswer } from './job.ts'
import { type RenderedFile, isFileContent, renderFile } from './render-file.ts'
import { type PagePath, collectPaths } from './static-paths.ts'

/** Gives the content of a public file, which goes before what the pages make; `undefined` if there is none. */
export type ReadPublic = (file: string) => Promise<Uint8Array | undefined>

/**
 * Looks a path up in the list of a prerendered page.
 *
 * @param pages - The site's pages.
 * @param match - The route, and the params that were asked for.
 * @returns The page; `undefined` for a path that is not in the list.
 * @throws {SsrPagesError} STATIC_PATHS_MISSING, STATIC_PATHS_INVALID
 * @throws {unknown} whatever `getStaticPaths()` throws
 */
export async function findListedPage(
  pages: Pages,
  match: RouteMatch,
): Promise<PagePath | undefined> {
  const { route, params } = match
  const paths = await collectPaths(await route.load(), { route, file: route.file, pages })
  const path = fillPattern(parsePattern(route.pattern, route.file), params)
  const page = paths.find((candidate) => candidate.path === path)
  return page && { ...page, params }
}

/**
 * Renders a prerendered page when it is asked for, as a build would have.
 *
 * @param pages - The site's pages.
 * @param route - The route.
 * @param page - The page.
 * @param readPublic - Reads public files by their path.
 * @returns What the file would be; `undefined` for a path that a build makes no file for.
 * @throws {unknown} whatever the page throws
 */
export async function renderOnDemand(
  pages: Pages,
  route: Route,
  page: PagePath,
  readPublic: ReadPublic,
): Promise<RenderedFile | undefined> {
  const isError = isErrorPage(route)
  const own = isError ? undefined : await readPublic(toFileName(route, page.path))
  if (own !== undefined) return toPublicAnswer(route, own)
  const rendered = await renderFile(pages, route, page)
  return isError || isFileContent(rendered) ? rendered : undefined
}
