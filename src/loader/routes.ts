import type { ManifestRoute, Route, RouteAssets, RouteKind } from '../shared/types.ts'
import { checkConflicts } from '../routing/conflict.ts'
import { type ImportModule, createLoad } from './load-once.ts'
import { paramNames, parsePattern } from '../routing/parse.ts'
import { sortRoutes } from '../routing/sort.ts'

/** A route that is not loaded yet, from a manifest or found on disk. */
export interface RouteFile extends Omit<ManifestRoute, 'kind'> {
  /** Absent when only the module itself can tell. */
  readonly kind?: RouteKind
  /** Browser files in place of those above, for a route whose files are known when it has run. */
  readonly assets?: RouteAssets
  /** Stands for `prerendered`, for a route whose paths are known when it has run. */
  readonly files?: Route['prerendered']
}

/**
 * Makes routes of files, and puts all routes in match order.
 *
 * @param files - The files, in any order.
 * @param importModule - Called at a route's first `load()`, and again only if that failed.
 * @param others - Routes that no file is for. (default: none)
 * @returns The routes.
 * @throws {SsrPagesError} ROUTE_NAME_INVALID, ROUTE_CONFLICT
 */
export function createRoutes(
  files: readonly RouteFile[],
  importModule: ImportModule,
  others: readonly Route[] = [],
): Route[] {
  const routes = files.map((file) => createRoute(file, importModule))
  const sorted = sortRoutes([...routes, ...others])
  checkConflicts(sorted)
  return sorted
}

function createRoute(routeFile: RouteFile, importModule: ImportModule): Route {
  const { pattern, file, kind, styles, scripts, hasHead, prerendered } = routeFile
  const files =
    routeFile.files ?? (prerendered && new Map(prerendered.map((item) => [item.path, item])))
  return {
    pattern,
    file,
    params: paramNames(parsePattern(pattern, file)),
    ...(kind && { kind }),
    assets: routeFile.assets ?? { styles, scripts, hasHead },
    ...(files && { prerendered: files }),
    load: createLoad(file, importModule),
  }
}
