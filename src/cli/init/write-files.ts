import { accessSync, constants, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { SsrPagesError, reasonOf } from '../../shared/errors.ts'
import { property } from '../../shared/property.ts'
import type { NewFile } from './new-files.ts'

/**
 * Checks that files can be written, before the first one is.
 *
 * @param root - Absolute path of the project, which may not exist.
 * @throws {SsrPagesError} INIT_IMPOSSIBLE: when a folder of one of them is a file or is read-only
 */
export function checkWritable(root: string, files: readonly NewFile[]): void {
  const folders = new Set([root, ...files.map(({ path }) => dirname(join(root, path)))])
  for (const folder of folders) checkFolder(folder)
}

function checkFolder(folder: string): void {
  const stats = findStats(folder)
  if (stats === undefined) return checkFolder(dirname(folder))
  if (!stats.isDirectory()) throw impossible(folder, 'is a file where a folder is needed')
  try {
    accessSync(folder, constants.W_OK)
  } catch (cause) {
    throw impossible(folder, `cannot be written: ${reasonOf(cause)}`)
  }
}

// Below a file there is nothing; the file is found one step further up.
function findStats(path: string): ReturnType<typeof statSync> {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch (cause) {
    if (property(cause, 'code') === 'ENOTDIR') return undefined
    throw impossible(path, `cannot be read: ${reasonOf(cause)}`)
  }
}

function impossible(file: string, why: string): SsrPagesError {
  return new SsrPagesError('INIT_IMPOSSIBLE', `${file} ${why}`, { file })
}

/**
 * Writes a file, unless one has its name.
 *
 * @param root - Absolute path of the project.
 * @returns False when there was one.
 */
export function writeNew(root: string, { path, text }: NewFile): boolean {
  const file = join(root, path)
  mkdirSync(dirname(file), { recursive: true })
  try {
    writeFileSync(file, text, { flag: 'wx' })
    return true
  } catch (error) {
    if (property(error, 'code') === 'EEXIST') return false
    throw error
  }
}
