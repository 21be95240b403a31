import { SsrPagesError } from '../errors.ts'
import type { ManifestRoute, PageModule, Route, RouteKind } from '../types.ts'
import { checkConflicts } from './conflict.ts'
import { paramNames, parsePattern } from './parse.ts'
import { sortRoutes } from './sort.ts'

/** Gives the module of a route's `file`. */
export type ImportModule = (file: string) => Promise<PageModule>

/** A route that is not loaded yet, from a manifest or found on disk. */
export interface RouteFile extends Omit<ManifestRoute, 'kind'> {
  /** Absent when only the module itself can tell. */
  readonly kind?: RouteKind
}

/**
 * Makes routes of files, in match order.
 *
 * @param files - The files, in any order.
 * @param importModule - Called at a route's first `load()`, and again only if that failed.
 * @returns The routes.
 * @throws {SsrPagesError} ROUTE_NAME_INVALID, ROUTE_CONFLICT
 */
export function createRoutes(files: readonly RouteFile[], importModule: ImportModule): Route[] {
  const sorted = sortRoutes(files)
  checkConflicts(sorted)
  return sorted.map((file) => createRoute(file, importModule))
}

function createRoute(routeFile: RouteFile, importModule: ImportModule): Route {
  const { pattern, file, kind, styles, scripts, hasHead } = routeFile
  return {
    pattern,
    file,
    params: paramNames(parsePattern(pattern, file)),
    ...(kind && { kind }),
    assets: { styles, scripts, hasHead },
    load: createLoad(file, importModule),
  }
}

function createLoad(file: string, importModule: ImportModule): Route['load'] {
  let module: PageModule | undefined
  let pending: Promise<PageModule> | undefined

  function keep(loaded: PageModule): PageModule {
    module = loaded
    return loaded
  }
  function fail(cause: unknown): never {
    pending = undefined
    throw new SsrPagesError('MODULE_FAILED', `${file} failed to load: ${toMessage(cause)}`, {
      file,
      cause,
    })
  }
  return function load() {
    return module ?? (pending ??= importModule(file).then(keep, fail))
  }
}

function toMessage(error: unknown): string {
  const isError = typeof error === 'object' && error !== null && 'message' in error
  return String(isError ? error.message : error)
}
