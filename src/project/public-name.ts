import { isAbsolute, relative, sep } from 'node:path'

/**
 * Returns the path from a folder to a file, as URLs, imports and messages write it on every system.
 *
 * @param folder - Absolute.
 * @param file - Absolute.
 * @returns A path with forward slashes: `pages/a.astro`, `../b.ts`.
 */
export function relativeName(folder: string, file: string): string {
  return relative(folder, file).replaceAll(sep, '/')
}

/**
 * Returns the path of a file from the root, so that printed names do not depend on where the
 * project is.
 *
 * @param root - Absolute path of the project.
 * @param file - Absolute path, or the id of a module that is not a file.
 * @returns A path with forward slashes, starting with `/`.
 */
export function toPublicName(root: string, file: string): string {
  if (!isAbsolute(file)) return `/${file.replaceAll('\0', '')}`
  return `/${relativeName(root, file)}`
}
