import type { ManifestView, Route, RouteAssets } from '../shared/types.ts'
import { type ImportModule, createLoad } from './load-once.ts'
import { toAssets } from './routes.ts'

/** A view that is not loaded yet. */
export interface ViewFile extends ManifestView {
  /** Scripts of every page's head. (default: none) */
  readonly injected?: RouteAssets['injected']
  /** Replaces the browser files, for a view whose files are known only after it has run. */
  readonly assets?: RouteAssets
}

/**
 * Creates the routes of views, which no path matches.
 *
 * @param importModule - Called at a view's first `load()`, and again only after a failure.
 * @returns The routes by the names of their views.
 */
export function createViews(
  files: readonly ViewFile[],
  importModule: ImportModule,
): ReadonlyMap<string, Route> {
  return new Map(files.map((file) => [file.name, createView(file, importModule)]))
}

function createView(view: ViewFile, importModule: ImportModule): Route {
  const { name, file } = view
  return {
    pattern: `/_views/${name}`,
    file,
    params: [],
    kind: 'page',
    assets: view.assets ?? toAssets(view),
    load: createLoad(file, importModule),
  }
}
