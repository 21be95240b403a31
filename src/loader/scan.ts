import { readdirSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { isRouteFile, toPattern } from './parse.ts'
import type { PageFiles } from './pages.ts'
import type { RouteFile } from './routes.ts'

const MIDDLEWARE = ['_middleware.mjs', '_middleware.js']

/**
 * Finds what is in a plain folder of `.js` and `.mjs` modules.
 *
 * @param dir - The folder.
 * @returns Its routes in the order of reading, and `_middleware.mjs` or `_middleware.js`, if there.
 */
export function scanFolder(dir: string): PageFiles {
  const middleware = MIDDLEWARE.find((file) => isFile(join(dir, file)))
  return { routes: scanRoutes(dir), ...(middleware !== undefined && { middleware }) }
}

function scanRoutes(dir: string): RouteFile[] {
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
 * @returns False for folders, for what does not exist and for what no file can be called.
 */
export function isFile(path: string): boolean {
  try {
    return statSync(path).isFile()
  } catch {
    return false
  }
}
