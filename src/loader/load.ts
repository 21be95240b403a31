import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readSecrets } from '../environment/run-time.ts'
import { SsrPagesError } from '../shared/errors.ts'
import type { SiteImages } from '../shared/image-settings.ts'
import type { Manifest, Pages } from '../shared/types.ts'
import { createFileModule } from './file-module.ts'
import type { ImportModule } from './load-once.ts'
import { readManifest } from './manifest.ts'
import { createPages } from './pages.ts'
import { isFile, scanFolder } from './scan.ts'

/** A loaded folder of pages; its modules are imported on first use. */
export interface LoadedPages extends Pages {
  /** Absolute path of the folder. */
  readonly dir: string
  /** Absolute path of the browser files; `undefined` if there are none. */
  readonly clientDir: string | undefined
  /** The images of the site; none are made if it has none. */
  readonly images?: SiteImages | undefined
}

/**
 * Reads a folder of pages, either from its manifest or as a plain folder of modules. Checks
 * everything that can be checked without importing a page.
 *
 * @param dir - The folder, absolute or relative to the current directory.
 * @throws {SsrPagesError} DIR_MISSING, MANIFEST_INVALID, ENV_INVALID, ROUTE_NAME_INVALID, ROUTE_CONFLICT
 */
export function loadPages(dir: string): LoadedPages {
  const root = resolve(dir)
  if (!isFolder(root)) {
    throw new SsrPagesError('DIR_MISSING', `There is no folder of built pages at ${root}`, {
      dir: root,
    })
  }
  const manifest = readManifest(root)
  if (manifest) checkFiles(root, manifest)
  readSecrets(manifest?.env ?? {})
  const clientDir = manifest && findFolder(resolve(root, manifest.client))
  return {
    ...createPages(manifest ?? scanFolder(root), createImport(root, manifest, clientDir)),
    dir: root,
    clientDir,
    images: manifest?.images,
  }
}

function checkFiles(root: string, { routes, views = [], middleware }: Manifest): void {
  const isAbsent = (file: string) => !isFile(`${root}/${file}`)
  for (const { pattern, file, prerendered } of routes) {
    if (prerendered === undefined && isAbsent(file))
      throw absent(root, `the route ${pattern}`, file)
  }
  for (const { name, file } of views) {
    if (isAbsent(file)) throw absent(root, `the view ${name}`, file)
  }
  if (middleware !== undefined && isAbsent(middleware)) {
    throw absent(root, 'the page middleware', middleware)
  }
}

function absent(root: string, what: string, file: string): SsrPagesError {
  const text = `${join(root, 'manifest.json')}: ${what} needs ${file}, which does not exist`
  return new SsrPagesError('MANIFEST_INVALID', text, { file })
}

// Files of prerendered pages may have been moved, to a CDN for example: a missing file is an error
// only when it is requested.
function createImport(root: string, manifest?: Manifest, clientDir = ''): ImportModule {
  const built = manifest?.routes.filter(({ prerendered }) => prerendered !== undefined) ?? []
  const byFile = new Map(built.map((route) => [route.file, route]))
  return async function importModule(file) {
    const route = byFile.get(file)
    if (route !== undefined) return createFileModule(route, clientDir)
    return import(pathToFileURL(join(root, file)).href)
  }
}

function findFolder(path: string): string | undefined {
  return isFolder(path) ? path : undefined
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
