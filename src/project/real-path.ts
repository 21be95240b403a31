import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'

/**
 * Resolves the links in a path, also when its end does not exist yet.
 *
 * @param path - Absolute.
 * @returns The path as the operating system names it.
 */
export function realPath(path: string): string {
  if (existsSync(path)) return realpathSync(path)
  const parent = dirname(path)
  return parent === path ? path : join(realPath(parent), basename(path))
}

/**
 * Says whether one folder is the other, or has it inside.
 *
 * @param outer - Absolute.
 * @param inner - Absolute.
 * @returns Also true when links lead there.
 */
export function holds(outer: string, inner: string): boolean {
  const path = relative(realPath(outer), realPath(inner))
  return path === '' || (path !== '..' && !path.startsWith(`..${sep}`) && resolve(path) !== path)
}
