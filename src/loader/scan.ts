import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs'
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
  const files: string[] = []
  listBelow(dir, '', [realpathSync(dir)], (_, path) => files.push(path))
  return files
}

/** Called for each file. */
type OnFile = (entry: Dirent, path: string) => unknown

// `around` has the real paths of the folder and of those around it.
function listBelow(dir: string, path: string, around: readonly string[], onFile: OnFile): void {
  for (const entry of readdirSync(`${dir}/${path}`, { withFileTypes: true })) {
    const below = path === '' ? entry.name : `${path}/${entry.name}`
    const real = realFolder(entry, `${dir}/${below}`, around)
    if (real === undefined) onFile(entry, below)
    else if (!around.includes(real)) listBelow(dir, below, [...around, real], onFile)
  }
}

// The real path of a folder or of a link to a folder; `undefined` for other entries.
function realFolder(entry: Dirent, path: string, around: readonly string[]): string | undefined {
  if (entry.isDirectory()) return join(around.at(-1) ?? '', entry.name)
  return entry.isSymbolicLink() ? targetFolder(path) : undefined
}

function targetFolder(path: string): string | undefined {
  try {
    return statSync(path).isDirectory() ? realpathSync(path) : undefined
  } catch {
    return undefined
  }
}

function scanRoutes(dir: string): RouteFile[] {
  const files: string[] = []
  listBelow(dir, '', [realpathSync(dir)], (entry, file) => {
    if (!/\.m?js$/.test(file) || !isRouteFile(file)) return
    if (entry.isFile() || isFile(`${dir}/${file}`)) files.push(file)
  })
  return files.map((file) => ({
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
