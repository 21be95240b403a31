import type { ImportModule } from '../loader/load-once.ts'
import type { Manifest, Pages, Route } from '../shared/types.ts'
import { isErrorPage } from './error-page.ts'
import { prerenderFailed } from './prerender-failed.ts'
import { type RenderedFile, isFileContent, renderFile } from './render-file.ts'
import type { PagePath } from './static-paths.ts'

/** A built site, and where its prerendered pages are to go. */
export interface PrerenderSite {
  /** Routes to prerender have a list of files, which is empty yet. */
  readonly manifest: Manifest
  readonly importModule: ImportModule
  /** Whether redirects of the configuration become files, too. */
  readonly isStatic: boolean
  /** Names the source of a route's module as the reader knows it. */
  readonly sourceOf: (module: string) => string
  /** Says whether there is a public file of a name: it goes before what the pages make. */
  readonly isPublic: (file: string) => boolean
  /** Writes a browser file; throws when there is one of that name. */
  readonly write: (file: string, content: string | Uint8Array) => void
  /** Told what is done now. */
  readonly step: (message: string) => void
  /** Told how far that is, for each page. */
  readonly progress: (message: string) => void
  /** Told of each mistake once. */
  readonly warnOnce: (message: string) => void
}

/** One page on its way to its file. */
export interface Job extends PagePath {
  readonly route: Route
  /** The page's source, for errors. */
  readonly source: string
  readonly file: string
}

/**
 * Renders a page into its file, unless there is a public file of that name.
 *
 * @param job - The page.
 * @param pages - The site's pages.
 * @param site - Where the file is to go.
 * @returns What the file's path is answered with; `undefined` when nothing of the page answers it.
 * @throws {SsrPagesError} PRERENDER_FAILED
 */
export async function runJob(
  job: Job,
  pages: Pages,
  site: PrerenderSite,
): Promise<RenderedFile | undefined> {
  const isPublic = site.isPublic(job.file)
  if (isPublic) site.warnOnce(`${job.source}: the public file ${job.file} goes before ${job.path}`)
  // An error page answers for other paths as well, whatever it says.
  const isError = isErrorPage(job.route)
  if (isPublic && !isError) return toPublicAnswer(job.route, '')
  try {
    const rendered = await renderFile(pages, job.route, job)
    warnOfLosses(job, rendered, site)
    if (!isError && !isFileContent(rendered)) return undefined
    if (!isPublic) site.write(job.file, rendered.content)
    return rendered
  } catch (error) {
    throw prerenderFailed(job.source, job.path, error)
  }
}

/**
 * Says how a path is answered whose file is a public one. That file answers its own path, which is also
 * the path of an API route, but not that of a page.
 *
 * @param route - The prerendered route.
 * @param content - The file's content.
 * @returns The answer; `undefined` when the public file needs none.
 */
export function toPublicAnswer(
  route: Route,
  content: string | Uint8Array,
): RenderedFile | undefined {
  if (route.kind === 'endpoint') return undefined
  const headers = { 'content-type': 'text/html; charset=utf-8' }
  return { content, status: 200, headers, hasCookies: false }
}

function warnOfLosses(job: Job, rendered: RenderedFile, { warnOnce }: PrerenderSite): void {
  const { source, path, route } = job
  const { status, hasCookies } = rendered
  if (hasCookies) warnOnce(`${source} sets cookies, which no file can`)
  if (isErrorPage(route)) return
  if (!isFileContent(rendered)) {
    warnOnce(`${source}: ${path} has no file: it answers with status ${status} and no content`)
  } else if (status >= 400) {
    warnOnce(`${source}: ${path} has status ${status}, which a host of files does not know`)
  }
}
