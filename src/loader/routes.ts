import type { ManifestRoute, Route, RouteAssets, RouteKind } from '../shared/types.ts'
import { checkConflicts } from '../routing/conflict.ts'
import { type ImportModule, createLoad } from './load-once.ts'
import {
  type ParsedRoute,
  paramNames,
  parsePattern,
  parseRoutes,
  type Segment,
} from '../routing/parse.ts'
import { sortParsed } from '../routing/sort.ts'

/** A route that is not loaded yet, from a manifest or found on disk. */
export interface RouteFile extends Omit<ManifestRoute, 'kind'> {
  /** `undefined` for a plain folder, where it is known only once the module is loaded. */
  readonly kind?: RouteKind
  /** Scripts of every page's head. (default: none) */
  readonly injected?: RouteAssets['injected']
  /** Replaces the browser files above, for a route whose files are known only after it has run. */
  readonly assets?: RouteAssets
  /** Replaces `prerendered`, for a route whose paths are known only after it has run. */
  readonly files?: Route['prerendered']
}

/**
 * Creates routes from files and sorts all routes into match order.
 *
 * @param files - The files, in any order.
 * @param importModule - Called at a route's first `load()`, and again only after a failure.
 * @param others - Routes without a file, such as redirects. (default: none)
 * @throws {SsrPagesError} ROUTE_NAME_INVALID, ROUTE_CONFLICT
 */
export function createRoutes(
  files: readonly RouteFile[],
  importModule: ImportModule,
  others: readonly Route[] = [],
): Route[] {
  return createParsed(files, importModule, others).map(({ route }) => route)
}

/** Creates the same routes with their segments. */
export function createParsed(
  files: readonly RouteFile[],
  importModule: ImportModule,
  others: readonly Route[],
): ParsedRoute<Route>[] {
  const routes = files.map((file) => {
    const segments = parsePattern(file.pattern, file.file)
    return { route: createRoute(file, segments, importModule), segments }
  })
  const sorted = sortParsed([...routes, ...parseRoutes(others)])
  checkConflicts(sorted.map(({ route }) => route))
  return sorted
}

function createRoute(
  routeFile: RouteFile,
  segments: readonly Segment[],
  importModule: ImportModule,
): Route {
  const { pattern, file, kind, prerendered, policy } = routeFile
  const files =
    routeFile.files ?? (prerendered && new Map(prerendered.map((item) => [item.path, item])))
  const params = pattern.includes('[') ? paramNames(segments) : []
  const assets = routeFile.assets ?? toAssets(routeFile)
  const load = createLoad(file, importModule)
  // Fast path: spreading takes 3 MB for 10,000 routes.
  if (kind && !files && policy === undefined) return { pattern, file, params, kind, assets, load }
  const optional = {
    ...(kind && { kind }),
    ...(files && { prerendered: files }),
    ...(policy !== undefined && { policy }),
  }
  return { pattern, file, params, ...optional, assets, load }
}

/** Creates the browser files of a route or view. */
export function toAssets({
  styles,
  scripts,
  hasHead,
  preloads,
  injected,
}: Pick<RouteFile, 'styles' | 'scripts' | 'hasHead' | 'preloads' | 'injected'>): RouteAssets {
  // Fast path: most pages have only these three.
  if (!preloads && !injected) return { styles, scripts, hasHead }
  return { styles, scripts, hasHead, ...(preloads && { preloads }), ...(injected && { injected }) }
}
