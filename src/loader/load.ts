import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { SsrPagesError } from '../errors.ts'
import type { Manifest, Matcher, Route } from '../types.ts'
import { readManifest } from './manifest.ts'
import { createMatcher } from './match.ts'
import { createRoutes } from './routes.ts'
import { isFile, scanPages } from './scan.ts'

/** A folder of pages, ready to answer; its modules are imported when they are first asked for. */
export interface LoadedPages {
  /** Absolute path of the folder. */
  readonly dir: string
  /** URL path the site was built for; starts and ends with `/`. */
  readonly base: string
  /** The site's public origin, when the build knew it. */
  readonly site: string | undefined
  /** Absolute path of the browser files; `undefined` when there are none. */
  readonly clientDir: string | undefined
  /** In match order. */
  readonly routes: readonly Route[]
  readonly matcher: Matcher
}

/**
 * Reads a folder of pages: by its manifest, or as a plain folder of modules. All that can be known
 * without importing a page is checked here.
 *
 * @param dir - The folder, absolute or relative to the current one.
 * @returns The pages.
 * @throws {SsrPagesError} DIR_MISSING, MANIFEST_INVALID, ROUTE_NAME_INVALID, ROUTE_CONFLICT
 */
export function loadPages(dir: string): LoadedPages {
  const root = resolve(dir)
  if (!isFolder(root)) {
    throw new SsrPagesError('DIR_MISSING', `There is no folder of pages at ${root}`, { dir: root })
  }
  const manifest = readManifest(root)
  if (manifest) checkFiles(root, manifest)
  const routes = createRoutes(
    manifest?.routes ?? scanPages(root),
    (file) => import(pathToFileURL(join(root, file)).href),
  )
  return {
    dir: root,
    base: manifest?.base ?? '/',
    site: manifest?.site,
    clientDir: manifest && findFolder(resolve(root, manifest.client)),
    routes,
    matcher: createMatcher(routes),
  }
}

function checkFiles(root: string, { routes }: Manifest): void {
  const missing = routes.find(({ file }) => !isFile(join(root, file)))
  if (!missing) return
  const { pattern, file } = missing
  const what = `${join(root, 'manifest.json')}: the route ${pattern} needs ${file}, which is not there`
  throw new SsrPagesError('MANIFEST_INVALID', what, { file, pattern })
}

function findFolder(path: string): string | undefined {
  return isFolder(path) ? path : undefined
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
