import { readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { encodeText } from '../routing/pattern.ts'
import { type FileExchange, sendFile } from './send-file.ts'

/** The browser files of a build. */
export interface Assets {
  /**
   * Finds the file of a path.
   *
   * @param pathname - A path below the base, in its canonical encoding.
   * @returns The file, relative to the folder, with forward slashes; `undefined` for other paths.
   */
  find(pathname: string): string | undefined
  /** Answers a GET or HEAD request with such a file. */
  send(exchange: FileExchange, file: string): void
}

const HASHED = '_assets/'
const YEAR_MS = 365 * 24 * 60 * 60 * 1000

/** Such as `.env` and `.git`, which nobody put there to be read. */
const HIDDEN = /(?:^|\/)\.(?!well-known\/)/

/**
 * Serves the browser files of a build: hashed files for a year, others to be revalidated. Which files
 * there are is read once, so a path that names none of them costs one look-up, and no path can name
 * anything else. Names that begin with a dot are left out, except `.well-known`.
 *
 * @param clientDir - Absolute path of the folder of browser files.
 * @param pages - Those of its files that answer for pages, under other paths.
 * @returns The files by their paths, and what sends them.
 * @see https://github.com/pillarjs/send
 */
export function createAssets(clientDir: string, pages: ReadonlySet<string>): Assets {
  const files = listFiles(clientDir, pages)
  return {
    find: (pathname) => files.get(pathname),
    send(exchange, file) {
      const isHashed = file.startsWith(HASHED)
      sendFile(exchange, { root: clientDir, file, maxAge: isHashed ? YEAR_MS : 0 })
    },
  }
}

/**
 * Lists the browser files that are served.
 *
 * @param clientDir - Absolute path of the folder.
 * @param pages - Those of its files that answer for pages, under other paths.
 * @returns By URL path in its canonical encoding: the path relative to the folder, with forward slashes.
 */
function listFiles(clientDir: string, pages: ReadonlySet<string>): Map<string, string> {
  const files = new Map<string, string>()
  for (const entry of readdirSync(clientDir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = relative(clientDir, join(entry.parentPath, entry.name)).split(sep).join('/')
    if (!HIDDEN.test(file) && !pages.has(file)) files.set(`/${encodeText(file)}`, file)
  }
  return files
}
