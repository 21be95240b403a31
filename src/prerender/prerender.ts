import { SsrPagesError } from '../shared/errors.ts'
import { createPages } from '../loader/pages.ts'
import type {
  Manifest,
  ManifestRoute,
  PageModule,
  Pages,
  PrerenderedFile,
  Route,
} from '../shared/types.ts'
import { isErrorPage, toErrorModule, toErrorRoute } from './error-page.ts'
import { toFileName } from './file-name.ts'
import { type Job, type PrerenderSite, runJob } from './job.ts'
import { prerenderFailed } from './prerender-failed.ts'
import { collectPaths } from './static-paths.ts'

/** The result of prerendering. */
export interface Prerendered {
  /** The manifest for a server, including all files. */
  readonly manifest: Manifest
  /** Modules that contain the rendered error pages. */
  readonly modules: readonly { readonly path: string; readonly content: string }[]
}

/** Prerendered files by the module of their route. */
type FilesByModule = ReadonlyMap<string, readonly PrerenderedFile[]>

/**
 * Renders the prerendered pages and API routes of a site, one after another.
 *
 * @returns The manifest for a server, which lists the files, and the modules of error pages.
 * @throws {SsrPagesError} PRERENDER_FAILED, STATIC_PATHS_MISSING, STATIC_PATHS_INVALID
 */
export async function prerender(site: PrerenderSite): Promise<Prerendered> {
  const { manifest } = site
  const planned = await collectJobs(site)
  const pages = planPages(planned, site)
  const jobs = planned.flatMap((job) => matchJob(job, pages, site))

  const files = new Map<string, PrerenderedFile[]>()
  const modules: { path: string; content: string }[] = []
  site.step(`prerendering pages (${jobs.length})`)
  for (const [index, job] of jobs.entries()) {
    site.progress(`prerendering pages (${index} of ${jobs.length})`)
    const rendered = await runJob(job, pages, site)
    if (rendered === undefined) continue
    const { content, status, headers } = rendered
    const { path, file, route } = job
    addTo(files, route, { path, file, status, headers })
    if (isErrorPage(route)) {
      modules.push({ path: toErrorRoute(route).file, content: toErrorModule(content) })
    }
  }
  const routes = manifest.routes.map((route) => {
    return route.prerendered && isErrorPage(route)
      ? toErrorRoute(route, policyOf(files.get(route.file)))
      : withFiles(route, files)
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
    site.warnOnce(`the redirect of ${pattern} needs a server: its paths are not known at build`)
  }
  return params.length === 0
}

async function toJobs(route: Route, pages: Pages, site: PrerenderSite): Promise<Job[]> {
  const source = site.sourceOf(route.file)
  const place = { route, file: source, pages, warn: site.warnOnce }
  const paths = await collectPaths(await load(route, source), place)
  return paths.map((page) => ({ ...page, route, source, file: toFileName(route, page.path) }))
}

async function load(route: Route, source: string): Promise<PageModule> {
  try {
    return await route.load()
  } catch (error) {
    throw prerenderFailed(source, route.pattern, error)
  }
}

// A prerendered route answers the paths in its list and leaves all others to the routes after it.
// So the route of a path is known only when all lists are.
function planPages(jobs: readonly Job[], { manifest, importModule }: PrerenderSite): Pages {
  const files = new Map<string, PrerenderedFile[]>()
  for (const { path, file, route } of jobs) {
    addTo(files, route, { path, file, status: 200, headers: {} })
  }
  const routes = manifest.routes.map((route) => withFiles(route, files))
  return createPages({ ...manifest, routes }, importModule)
}

// The params are read from the path, as for a page that is rendered on demand.
function matchJob(job: Job, { matcher }: Pages, { sourceOf, warnOnce }: PrerenderSite): Job[] {
  const { path, source } = job
  const match = matcher(path)
  const lists = `${source}: getStaticPaths() lists ${path}, which`
  if (match === undefined) {
    const what = `${lists} no request can ask for.`
    throw new SsrPagesError('STATIC_PATHS_INVALID', what, { file: source, path })
  }
  const { route, params } = match
  if (isSame(route, job.route)) return [{ ...job, route, params }]
  warnOnce(`${lists} ${sourceOf(route.file)} answers`)
  return []
}

function isSame(a: Route, b: Route): boolean {
  return a.file === b.file && a.pattern === b.pattern
}

function policyOf(files: readonly PrerenderedFile[] = []): string | undefined {
  return files[0]?.headers['content-security-policy']
}

function addTo(files: Map<string, PrerenderedFile[]>, route: Route, file: PrerenderedFile): void {
  const list = files.get(route.file)
  if (list) list.push(file)
  else files.set(route.file, [file])
}

function withFiles(route: ManifestRoute, files: FilesByModule): ManifestRoute {
  return route.prerendered ? { ...route, prerendered: files.get(route.file) ?? [] } : route
}
