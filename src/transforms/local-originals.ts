import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { invalid } from './invalid-image.ts'

/** A file of the site of which images are made. */
export interface LocalOriginal {
  /** Changes with the file. */
  readonly identity: string
  /** True if the file can never change, because its name does. */
  readonly isHashed: boolean
  read(): Promise<Uint8Array>
}

/** Finds the file of a path below the base; `undefined` if there is none. */
export type FindOriginal = (href: string) => Promise<LocalOriginal | undefined>

/** Larger files are photographs that nobody has prepared for a site. */
const MOST_BYTES = 100 * 1024 * 1024

const HASHED = '/_assets/'

/**
 * Finds originals in the folder of browser files.
 *
 * @param folder - Absolute path.
 */
export function createOriginals(folder: string): FindOriginal {
  return async (href) => {
    const path = toFilePath(href)
    if (path === undefined) return undefined
    const isHashed = href.startsWith(HASHED)
    return findFile(join(folder, ...path.split('/')), href, isHashed)
  }
}

// A path that names a file in the folder, and nothing outside of it or hidden in it.
function toFilePath(href: string): string | undefined {
  if (!/^\/[^?#\\\0]+$/.test(href)) return undefined
  try {
    const path = decodeURIComponent(href.slice(1))
    return /[\\\0]|(?:^|\/)(?:\.|\/|$)/.test(path) ? undefined : path
  } catch {
    return undefined
  }
}

/**
 * Describes a file.
 *
 * @param file - Absolute path.
 * @param name - What errors call it.
 * @param isHashed - True if its name changes with its content. (default: `false`)
 * @returns `undefined` if it does not exist.
 */
export async function findFile(
  file: string,
  name: string,
  isHashed = false,
): Promise<LocalOriginal | undefined> {
  const facts = await stat(file).catch(() => undefined)
  if (facts === undefined || !facts.isFile()) return undefined
  const { size, mtimeMs } = facts
  return {
    identity: isHashed ? name : `${name} ${size} ${mtimeMs}`,
    isHashed,
    async read() {
      if (size > MOST_BYTES) throw invalid(name, `it has more than ${MOST_BYTES} bytes`)
      return readFile(file)
    },
  }
}
