import { isAbsolute, relative, sep } from 'node:path'

/**
 * Names a file by its path from the root, so that nothing printed depends on where the project is.
 *
 * @param root - The project's root, absolute.
 * @param file - The file, absolute; or the id of a module that is no file.
 * @returns A path with forward slashes, starting with `/`.
 */
export function toPublicName(root: string, file: string): string {
  if (!isAbsolute(file)) return `/${file.replaceAll('\0', '')}`
  return `/${relative(root, file).replaceAll(sep, '/')}`
}
