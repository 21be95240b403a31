import { join } from 'node:path'

/** Stands before the id of a module that is no file, in what browsers ask for. */
const PREFIX = '/@id/'

/** Stands for a NUL, which no URL may have. */
const NUL = '__x00__'

/**
 * Writes the address of a module that a plugin makes.
 *
 * @param id - Id of the module.
 * @returns A path that starts with `/`.
 */
export function toBrowserUrl(id: string): string {
  return id.startsWith('/') ? id : PREFIX + id.replaceAll('\0', NUL)
}

/**
 * Reads such an address.
 *
 * @param url - A path that starts with `/`.
 * @returns The URL that Vite knows the module by.
 */
export function fromBrowserUrl(url: string): string {
  return url.startsWith(PREFIX) ? url.slice(PREFIX.length).replaceAll(NUL, '\0') : url
}

/**
 * Finds the file that an address stands for.
 *
 * @param path - Decoded; starts with `/`, or with `/@fs/` for a file outside of the root.
 * @param root - The project's root, absolute.
 * @returns An absolute path.
 */
export function toFile(path: string, root: string): string {
  return path.startsWith('/@fs/') ? path.slice('/@fs'.length) : join(root, path)
}
