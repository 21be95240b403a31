import { fillPattern } from '../routing/fill.ts'
import { parsePattern } from '../routing/parse.ts'
import type { Pages, Route, RouteMatch } from '../shared/types.ts'
import type { PolicyHost } from '../context/request-policy.ts'
import { isErrorPage } from './error-page.ts'
import { toFileName } from './file-name.ts'
import { toPublicAnswer } from './job.ts'
import { type RenderedFile, isFileContent, renderFile } from './render-file.ts'
import { type PagePath, collectPaths } from './static-paths.ts'

/** Reads a public file, which takes precedence over a page; `undefined` if there is none. */
export type ReadPublic = (file: string) => Promise<Uint8Array | undefined>

/** What a page is rendered on request with. */
export interface OnDemand {
  readonly readPublic: ReadPublic
  /** Where the page's Content Security Policy is sent. */
  readonly host: PolicyHost
}

/**
 * Looks up a path in the list of a prerendered page.
 *
 * @param match - The route, and the params of the request.
 * @returns The page; `undefined` if the path is not in the list.
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
 * Renders a prerendered page on request, with the same result as in a build.
 *
 * @returns The content of the file; `undefined` for a path for which a build writes no file.
 * @throws {unknown} whatever the page throws
 */
export async function renderOnDemand(
  pages: Pages,
  route: Route,
  page: PagePath,
  { readPublic, host }: OnDemand,
): Promise<RenderedFile | undefined> {
  const isError = isErrorPage(route)
  const own = isError ? undefined : await readPublic(toFileName(route, page.path))
  if (own !== undefined) return toPublicAnswer(route, own)
  const rendered = await renderFile(pages, route, page, host)
  return isError || isFileContent(rendered) ? rendered : undefined
}
