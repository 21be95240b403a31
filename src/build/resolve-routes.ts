import { join } from 'node:path'
import { type ResolvedRoute, toResolvedRoute } from '../integrations/resolved-route.ts'
import type { BuildOutput } from '../integrations/set-up-site.ts'
import type { Vite } from '../project/build-tools.ts'
import { checkSources } from '../project/check-sources.ts'
import { type PageSource, findPages, findShadowed } from '../project/pages.ts'
import { readKind } from '../project/read-kind.ts'
import { listRedirects } from '../project/redirects.ts'
import type { Site } from '../project/site.ts'
import { REDIRECTS, parsePattern } from '../routing/parse.ts'
import { sortRoutes } from '../routing/sort.ts'
import { readFlag, toSourceName } from './select-prerendered.ts'

/** Where routes come from, and where warnings go. */
export interface RoutesContext {
  readonly vite: Vite
  readonly site: Site
  readonly warn: (message: string) => void
}

/**
 * Runs the hooks about routes: `astro:route:setup`, which may change whether a route is prerendered,
 * and `astro:routes:resolved`.
 *
 * @returns `server` if a page runs on demand.
 * @throws {SsrPagesError} INTEGRATION_FAILED: when a hook throws
 * @throws {SsrPagesError} PAGES_MISSING, ROUTE_NAME_INVALID, PRERENDER_INVALID: when a build would
 *   throw them
 */
export async function resolveRoutes(context: RoutesContext): Promise<BuildOutput> {
  const { site, vite, warn } = context
  const { integrations } = site
  if (integrations.list.length === 0) return 'server'
  // Its errors say more than those of the pages. A build prints its warnings later.
  checkSources(site, vite)
  for (const warning of findShadowed(site)) warn(warning)
  const pages = findPages(site)
  for (const page of pages) await setUpRoute(context, page)
  const ofPages = sortRoutes(pages).map((page) => describePage(context, page))
  const routes = sortRoutes([
    ...ofPages.map((route) => ({ pattern: route.pattern, file: route.entrypoint, route })),
    ...listRedirects(site.config).map(({ pattern }) => {
      return { pattern, file: REDIRECTS, route: describeRedirect(site, pattern, ofPages) }
    }),
  ])
  await integrations.run('astro:routes:resolved', () => ({
    routes: routes.map(({ route }) => route),
  }))
  return isStatic(site) && ofPages.every((page) => page.isPrerendered) ? 'static' : 'server'
}

async function setUpRoute({ site, vite }: RoutesContext, page: PageSource): Promise<void> {
  const { integrations } = site
  const component = toSourceName(site, page)
  const before = readFlag(site, vite, page) ?? isStatic(site)
  const route: { component: string; prerender?: unknown } = { component, prerender: before }
  await integrations.run('astro:route:setup', () => ({ route }))
  integrations.prerender.delete(component)
  const after = Boolean(route.prerender ?? before)
  if (after !== before) integrations.prerender.set(component, after)
}

function describePage({ site, vite }: RoutesContext, page: PageSource): ResolvedRoute {
  const entrypoint = toSourceName(site, page)
  return toResolvedRoute({
    pattern: page.pattern,
    segments: parsePattern(page.pattern, page.file),
    entrypoint,
    type: readKind(vite, site, join(site.pagesDir, page.file)),
    isPrerendered:
      site.integrations.prerender.get(entrypoint) ?? readFlag(site, vite, page) ?? isStatic(site),
    origin: page.injected ? 'external' : 'project',
    trailingSlash: site.config.trailingSlash ?? 'ignore',
  })
}

function describeRedirect(
  site: Site,
  pattern: string,
  pages: readonly ResolvedRoute[],
): ResolvedRoute {
  const redirect = site.config.redirects?.[pattern] ?? ''
  const destination = typeof redirect === 'string' ? redirect : redirect.destination
  return toResolvedRoute({
    pattern,
    segments: parsePattern(pattern, REDIRECTS),
    entrypoint: pattern,
    type: 'redirect',
    isPrerendered: isStatic(site),
    origin: 'project',
    trailingSlash: site.config.trailingSlash ?? 'ignore',
    redirect,
    redirectRoute: pages.find((page) => page.pattern === destination),
  })
}

function isStatic({ config }: Site): boolean {
  return config.output === 'static'
}
