import { isAbsolute, relative, sep } from 'node:path'

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
  return `/${relative(root, file).replaceAll(sep, '/')}`
}
