import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/**
 * Finds the project that a folder of built pages belongs to. The folder may not exist.
 *
 * @param dir - Absolute, or relative to the current folder.
 * @returns The closest folder above that has a `package.json`; the current folder when there is
 *   none.
 */
export function findProjectRoot(dir: string): string {
  const start = resolve(dir)
  for (let folder = dirname(start); folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder
  }
  return process.cwd()
}
