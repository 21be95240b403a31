import { readdirSync, realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isRouteFile, toPattern } from '../routing/parse.ts'
import type { PageFiles } from './pages.ts'
import type { RouteFile } from './routes.ts'

const MIDDLEWARE = ['_middleware.mjs', '_middleware.js']

/**
 * Reads a plain folder of `.js` and `.mjs` modules.
 *
 * @returns Its routes, in the order of reading, and `_middleware.mjs` or `_middleware.js` if there
 *   is one.
 */
export function scanFolder(dir: string): PageFiles {
  const middleware = MIDDLEWARE.find((file) => isFile(join(dir, file)))
  return { routes: scanRoutes(dir), ...(middleware !== undefined && { middleware }) }
}

/**
 * Lists the files of a folder, including those of linked folders. A link to a folder around it is
 * not followed.
 *
 * @param dir - Absolute path of the folder.
 * @returns Paths below the folder, with forward slashes, in the order of reading.
 */
export function listFiles(dir: string): string[] {
  return listBelow(dir, '', [realpathSync(dir)])
}

function listBelow(dir: string, path: string, around: readonly string[]): string[] {
  return readdirSync(join(dir, path), { withFileTypes: true }).flatMap((entry) => {
    const below = path === '' ? entry.name : `${path}/${entry.name}`
    const real = entry.isDirectory() || entry.isSymbolicLink() ? toFolder(join(dir, below)) : ''
    if (real === '') return below
    return around.includes(real) ? [] : listBelow(dir, below, [...around, real])
  })
}

// The real path of a folder or of a link to a folder; otherwise an empty string.
function toFolder(path: string): string {
  try {
    return statSync(path).isDirectory() ? realpathSync(path) : ''
  } catch {
    return ''
  }
}

function scanRoutes(dir: string): RouteFile[] {
  return listFiles(dir)
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
 * Whether a readable file exists; links are followed. False also for a path that no file can have.
 *
 * @param path - Absolute path.
 */
export function isFile(path: string): boolean {
  try {
    return statSync(path).isFile()
  } catch {
    return false
  }
}
