import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'

/**
 * Resolves the links in a path, even if the end of the path does not exist yet.
 *
 * @param path - Absolute path.
 */
export function realPath(path: string): string {
  if (existsSync(path)) return realpathSync(path)
  const parent = dirname(path)
  return parent === path ? path : join(realPath(parent), basename(path))
}

/**
 * Tells whether two folders are the same or the second is inside the first, after resolving links.
 */
export function holds(outer: string, inner: string): boolean {
  const path = relative(realPath(outer), realPath(inner))
  return path === '' || (path !== '..' && !path.startsWith(`..${sep}`) && resolve(path) !== path)
}
