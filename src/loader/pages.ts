import type { Manifest, Pages, Route } from '../shared/types.ts'
import { type ImportModule, createLoad } from './load-once.ts'
import { matchParsed } from '../routing/match.ts'
import { createRedirects } from '../routing/redirect.ts'
import { type RouteFile, createParsed } from './routes.ts'
import { createContentAssets } from './content-assets.ts'
import { type ViewFile, createViews } from './views.ts'

/** What can be known about a site without importing its modules. */
export interface PageFiles extends Partial<
  Omit<Manifest, 'version' | 'client' | 'routes' | 'views'>
> {
  readonly routes: readonly RouteFile[]
  /** (default: none) */
  readonly views?: readonly ViewFile[]
}

/**
 * Creates the pages of a site.
 *
 * @param files - A manifest, or the contents of a plain folder.
 * @param importModule - Imports a module by its path below the pages folder.
 * @returns The pages; nothing is imported yet.
 * @throws {SsrPagesError} ROUTE_NAME_INVALID, ROUTE_CONFLICT
 */
export function createPages(files: PageFiles, importModule: ImportModule): Pages {
  const { base = '/', site, trailingSlash = 'ignore', redirects = [], middleware, injected } = files
  const { views = [] } = files
  // One list for all pages.
  const own = injected ? files.routes.map((file) => ({ ...file, injected })) : files.routes
  const parsed = createParsed(own, importModule, createRedirects(redirects))
  const routes = parsed.map(({ route }) => route)
  return {
    base,
    site,
    trailingSlash,
    routes,
    matcher: matchParsed(parsed, trailingSlash),
    views: createViews(
      injected ? views.map((file) => ({ ...file, injected })) : views,
      importModule,
    ),
    notFound: routes.find(({ pattern }) => pattern === '/404') ?? BARE_NOT_FOUND,
    serverError: routes.find(({ pattern }) => pattern === '/500'),
    loadMiddleware: middleware === undefined ? undefined : createLoad(middleware, importModule),
    ...(files.csp && { csp: files.csp }),
    ...(files.content && { content: createContentAssets(files.content) }),
  }
}

const BARE_NOT_FOUND: Route = {
  pattern: '/404',
  file: '404',
  params: [],
  kind: 'endpoint',
  assets: { styles: [], scripts: {}, hasHead: false },
  load: () => ({ ALL: answerNotFound }),
}

// The status is 404, or the error that the host has set: 410.
function answerNotFound(context: { readonly response: { readonly status: number } }): Response {
  const { status } = context.response
  const headers = { 'content-type': 'text/plain; charset=utf-8' }
  return new Response(status === 404 ? 'Not Found' : String(status), { status, headers })
}
