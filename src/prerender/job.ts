import type { ImportModule } from '../loader/load-once.ts'
import type { Manifest, Pages, Route } from '../shared/types.ts'
import { isErrorPage } from './error-page.ts'
import { type PolicyOf, withPolicy } from './page-policy.ts'
import { prerenderFailed } from './prerender-failed.ts'
import { type RenderedFile, isFileContent, renderFile } from './render-file.ts'
import type { PagePath } from './static-paths.ts'

/** A built site, with what prerendering needs to write its pages. */
export interface PrerenderSite {
  /** A route to prerender is in it with an empty list of files. */
  readonly manifest: Manifest
  readonly importModule: ImportModule
  /** True if redirects of the configuration become files too. */
  readonly isStatic: boolean
  /** Returns the source file of a route's module, for messages. */
  readonly sourceOf: (module: string) => string
  /** Whether there is a public file of this name, which takes precedence over a page. */
  readonly isPublic: (file: string) => boolean
  /** How pages get their Content Security Policy. (default: they get none) */
  readonly policy?: PolicyOf | undefined
  /** Writes a browser file; throws if one of this name exists. */
  readonly write: (file: string, content: string | Uint8Array) => void
  /** Reports the current step. */
  readonly step: (message: string) => void
  /** Reports the progress within a step, for each page. */
  readonly progress: (message: string) => void
  /** Prints a warning, each one only once. */
  readonly warnOnce: (message: string) => void
}

/** A page to render into its file. */
export interface Job extends PagePath {
  readonly route: Route
  /** The page's source file, for errors. */
  readonly source: string
  readonly file: string
}

/**
 * Renders a page into its file, unless there is a public file of that name.
 *
 * @returns The answer to the file's path; `undefined` if the page does not answer it.
 * @throws {SsrPagesError} PRERENDER_FAILED
 */
export async function runJob(
  job: Job,
  pages: Pages,
  site: PrerenderSite,
): Promise<RenderedFile | undefined> {
  const isPublic = site.isPublic(job.file)
  if (isPublic)
    site.warnOnce(`${job.source}: the public file ${job.file} is served instead of ${job.path}`)
  // An error page also answers for other paths, so it is rendered even if there is a public file.
  const isError = isErrorPage(job.route)
  if (isPublic && !isError) return toPublicAnswer(job.route, '')
  try {
    const { nonce } = site.policy ?? {}
    const printed = await renderFile(pages, job.route, job, { nonce })
    const rendered = withPolicy(printed, site.policy, (text) =>
      site.warnOnce(`${job.source}: ${job.path} has ${text}`),
    )
    warnOfLosses(job, rendered, site)
    if (!isError && !isFileContent(rendered)) return undefined
    if (!isPublic) site.write(job.file, rendered.content)
    return rendered
  } catch (error) {
    throw prerenderFailed(job.source, job.path, error)
  }
}

/**
 * Returns the answer to the path of a route whose file exists as a public file. A server answers the
 * path of an API route (`/feed.xml`) with the public file itself, but the path of a page (`/about`)
 * is not that of its file (`/about/index.html`).
 *
 * @param content - The public file's content.
 * @returns The answer; `undefined` if the public file answers the path itself.
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
  if (hasCookies) warnOnce(`${source} sets cookies, which a file cannot do`)
  if (isErrorPage(route)) return
  if (!isFileContent(rendered)) {
    warnOnce(
      `${source}: ${path} gets no file, because it answers with status ${status} and no content`,
    )
  } else if (status >= 400) {
    warnOnce(`${source}: ${path} has status ${status}, which a static file host does not send`)
  }
}
