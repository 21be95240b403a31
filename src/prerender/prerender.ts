import { SsrPagesError } from '../errors.ts'
import type { ImportModule } from '../loader/load-once.ts'
import { createPages } from '../loader/pages.ts'
import type {
  Manifest,
  ManifestRoute,
  PageModule,
  Pages,
  PrerenderedFile,
  Route,
} from '../types.ts'
import { isErrorPage, toErrorModule, toErrorRoute } from './error-page.ts'
import { toFileName } from './file-name.ts'
import { prerenderFailed } from './prerender-failed.ts'
import { type RenderedFile, renderFile } from './render-file.ts'
import { type PagePath, collectPaths } from './static-paths.ts'

/** A built site, and where its prerendered pages are to go. */
export interface PrerenderSite {
  /** Routes to prerender have a list of files, which is empty yet. */
  readonly manifest: Manifest
  readonly importModule: ImportModule
  /** Whether redirects of the configuration become files, too. */
  readonly isStatic: boolean
  /** Names the source of a route's module as the reader knows it. */
  readonly sourceOf: (module: string) => string
  /** Writes a browser file; throws when there is one of that name. */
  readonly write: (file: string, content: string | Uint8Array) => void
  /** Told what is done now. */
  readonly step: (message: string) => void
  /** Told how far that is, for each page. */
  readonly progress: (message: string) => void
  /** Told of each mistake once. */
  readonly warnOnce: (message: string) => void
}

/** What has become of the site. */
export interface Prerendered {
  /** With all files, for a server. */
  readonly manifest: Manifest
  /** Modules that hold the finished error pages. */
  readonly modules: readonly { readonly path: string; readonly content: string }[]
}

/** One page on its way to its file. */
interface Job extends PagePath {
  readonly route: Route
  /** The page's source, for errors. */
  readonly source: string
  readonly file: string
}

/** Files of routes by the pattern. */
type FilesByPattern = ReadonlyMap<string, readonly PrerenderedFile[]>

/**
 * Renders the prerendered pages and API routes of a site, one after another.
 *
 * @param site - The site.
 * @returns The manifest for a server, which finds the files in it.
 * @throws {SsrPagesError} PRERENDER_FAILED, STATIC_PATHS_MISSING, STATIC_PATHS_INVALID
 */
export async function prerender(site: PrerenderSite): Promise<Prerendered> {
  const { manifest } = site
  const planned = await collectJobs(site)
  const pages = planPages(planned, site)
  const jobs = planned.map((job) => ({ ...job, route: findRoute(job, pages, site) }))

  const files = new Map<string, PrerenderedFile[]>()
  const modules: { path: string; content: string }[] = []
  site.step(`prerendering pages (${jobs.length})`)
  for (const [index, job] of jobs.entries()) {
    site.progress(`prerendering pages (${index} of ${jobs.length})`)
    const { content, status, headers } = await runJob(job, pages, site)
    const { path, file, route } = job
    addTo(files, route, { path, file, status, headers })
    if (isErrorPage(route)) {
      modules.push({ path: toErrorRoute(route).file, content: toErrorModule(content) })
    }
  }
  const routes = manifest.routes.map((route) => {
    return route.prerendered && isErrorPage(route) ? toErrorRoute(route) : withFiles(route, files)
  })
  return { manifest: { ...manifest, routes }, modules }
}

async function collectJobs(site: PrerenderSite): Promise<Job[]> {
  const pages = createPages(site.manifest, site.importModule)
  const jobs: Job[] = []
  for (const route of pages.routes) {
    if (route.prerendered || isStaticRedirect(route, site)) {
      jobs.push(...(await toJobs(route, pages, site)))
    }
  }
  return jobs
}

function isStaticRedirect({ redirect, params, pattern }: Route, site: PrerenderSite): boolean {
  if (redirect === undefined || !site.isStatic) return false
  if (params.length > 0) {
    site.warnOnce(`the redirect of ${pattern} needs a server: its paths are not known before`)
  }
  return params.length === 0
}

async function toJobs(route: Route, pages: Pages, { sourceOf }: PrerenderSite): Promise<Job[]> {
  const source = sourceOf(route.file)
  const paths = await collectPaths(await load(route, source), { route, file: source, pages })
  return paths.map((page) => ({ ...page, route, source, file: toFileName(route, page.path) }))
}

async function load(route: Route, source: string): Promise<PageModule> {
  try {
    return await route.load()
  } catch (error) {
    throw prerenderFailed(source, route.pattern, error)
  }
}

// A prerendered route answers what is in its list, and leaves all else to the routes after it. So
// who answers a path is known when all lists are.
function planPages(jobs: readonly Job[], { manifest, importModule }: PrerenderSite): Pages {
  const files = new Map<string, PrerenderedFile[]>()
  for (const { path, file, route } of jobs) {
    addTo(files, route, { path, file, status: 200, headers: {} })
  }
  const routes = manifest.routes.map((route) => withFiles(route, files))
  return createPages({ ...manifest, routes }, importModule)
}

function findRoute(job: Job, { matcher }: Pages, { sourceOf }: PrerenderSite): Route {
  const { path, source } = job
  const route = matcher(path)?.route
  if (route?.pattern === job.route.pattern) return route
  const why = route ? `is a path of ${sourceOf(route.file)}` : 'no request can ask for'
  const what = `${source}: getStaticPaths() gives ${path}, which ${why}.`
  throw new SsrPagesError('STATIC_PATHS_INVALID', what, { file: source, path })
}

async function runJob(job: Job, pages: Pages, site: PrerenderSite): Promise<RenderedFile> {
  try {
    const rendered = await renderFile(pages, job.route, job)
    if (rendered.hasCookies) site.warnOnce(`${job.source} sets cookies, which no file can`)
    site.write(job.file, rendered.content)
    return rendered
  } catch (error) {
    throw prerenderFailed(job.source, job.path, error)
  }
}

function addTo(
  files: Map<string, PrerenderedFile[]>,
  { pattern }: Route,
  file: PrerenderedFile,
): void {
  const list = files.get(pattern)
  if (list) list.push(file)
  else files.set(pattern, [file])
}

function withFiles(route: ManifestRoute, files: FilesByPattern): ManifestRoute {
  return route.prerendered ? { ...route, prerendered: files.get(route.pattern) ?? [] } : route
}
