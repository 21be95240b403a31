import { join, resolve } from 'node:path'
import { paramNames, parsePattern } from '../routing/parse.ts'
import { createRedirects } from '../routing/redirect.ts'
import { sortRoutes } from '../routing/sort.ts'
import type { Route } from '../shared/types.ts'
import { checkSources } from '../project/check-sources.ts'
import { loadConfig } from '../config/load-config.ts'
import { type Vite, loadBuildTools } from '../project/build-tools.ts'
import { type PageSource, findPages } from '../project/pages.ts'
import { checkViews, findViews } from '../project/views.ts'
import { readKind } from '../project/read-kind.ts'
import { realPath } from '../project/real-path.ts'
import { listRedirects } from '../project/redirects.ts'
import { resolveRoutes } from './resolve-routes.ts'
import { selectPrerendered } from './select-prerendered.ts'
import { toIntegrations } from '../integrations/list.ts'
import { setUpSite } from '../integrations/set-up-site.ts'
import type { Site } from '../project/site.ts'
import { relativeName } from '../project/public-name.ts'

/** A route of a project that may not be built yet. Its file is the source, relative to the root. */
export type SourceRoute = Omit<Route, 'assets' | 'load'>

/** A view of a project. */
export interface ListedView {
  readonly name: string
  /** The source, relative to the root. */
  readonly file: string
}

/** The routes and the views of a project. */
export interface FoundRoutes {
  /** In match order. */
  readonly routes: readonly SourceRoute[]
  /** By name. */
  readonly views: readonly ListedView[]
}

/**
 * Finds the routes and views of a project from its configuration and its sources.
 *
 * @param folder - The project's folder.
 * @returns What a build would create.
 * @throws {SsrPagesError} CONFIG_INVALID, PAGES_MISSING, ROUTE_NAME_INVALID, ROUTE_CONFLICT: when a
 *   build would throw them
 * @throws {SsrPagesError} INTEGRATION_FAILED: when a hook of an integration throws
 */
export async function findRoutes(folder: string): Promise<FoundRoutes> {
  const root = realPath(resolve(folder))
  const vite = await loadBuildTools(root)
  const { config, given } = await loadConfig(root, 'build', () => {})
  const site = await setUpSite({
    vite,
    root,
    config,
    given,
    command: 'sync',
    log: { info() {}, warn() {} },
    onSetup: (setUp) => resolveRoutes({ vite, site: setUp, warn() {} }),
  })
  checkSources(site, vite)
  const pages = findPages(site)
  const prerendered = selectPrerendered({ vite, site }, pages)
  const routes = pages.map((page) => ({
    ...toRoute(vite, site, page),
    ...(prerendered.has(page) && { prerendered: new Map() }),
  }))
  const views = findViews(site)
  checkViews(site, views)
  return {
    routes: sortRoutes([...routes, ...createRedirects(listRedirects(site.config))]),
    views: views.map(({ view, file }) => {
      return { name: view, file: relativeName(site.root, join(site.pagesDir, file)) }
    }),
  }
}

/**
 * Checks the routes of a project, unless it has integrations: their hooks run when development
 * starts, and not twice.
 *
 * @throws {SsrPagesError} the codes of {@link findRoutes}
 */
export async function checkRoutes(folder: string): Promise<void> {
  const root = realPath(resolve(folder))
  await loadBuildTools(root)
  const { config } = await loadConfig(root, 'build', () => {})
  if (toIntegrations(config.integrations, () => {}).length === 0) await findRoutes(folder)
}

function toRoute(vite: Vite, site: Site, { pattern, file }: PageSource): SourceRoute {
  const path = join(site.pagesDir, file)
  return {
    pattern,
    file: relativeName(site.root, path),
    params: paramNames(parsePattern(pattern, file)),
    kind: readKind(vite, site, path),
  }
}
