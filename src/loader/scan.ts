import { readdirSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { isRouteFile, toPattern } from './parse.ts'
import type { RouteFile } from './routes.ts'

/**
 * Finds the routes of a plain folder of `.js` and `.mjs` modules.
 *
 * @param dir - The folder.
 * @returns Its routes in the order of reading.
 */
export function scanPages(dir: string): RouteFile[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((path) => path.split(sep).join('/'))
    .filter((file) => /\.m?js$/.test(file) && isRouteFile(file) && isFile(join(dir, file)))
    .map((file) => ({
      pattern: toPattern(file),
      file,
      styles: [],
      scripts: {},
      hasHead: false,
    }))
}

/**
 * Says whether a file can be read here; a link counts as what it leads to.
 *
 * @param path - Absolute path.
 * @returns False for folders and for what does not exist.
 */
export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}
