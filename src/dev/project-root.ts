import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/**
 * Finds the project that a folder of built pages is of, whether it is there or not.
 *
 * @param dir - The folder, absolute or relative to the current one.
 * @returns The closest folder above that has a `package.json`; the current folder when none has.
 */
export function findProjectRoot(dir: string): string {
  const start = resolve(dir)
  for (let folder = dirname(start); folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder
  }
  return process.cwd()
}
