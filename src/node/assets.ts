import { readdirSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join, relative, sep } from 'node:path'
import { encodeText } from '../routing/pattern.ts'
import { sendFile } from './send-file.ts'

/** The browser files of a build. */
export interface Assets {
  /** Asks whether there is a file of this path. */
  has(pathname: string): boolean
  /** Answers a request for a browser file; false, with nothing touched, when it is for none. */
  serve(
    pathname: string,
    req: IncomingMessage,
    res: ServerResponse,
    fail: (error: unknown) => void,
  ): boolean
}

const HASHED = '/_assets/'
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
 * @returns What answers GET and HEAD requests for these files.
 * @see https://github.com/pillarjs/send
 */
export function createAssets(clientDir: string, pages: ReadonlySet<string>): Assets {
  const files = listFiles(clientDir, pages)
  return {
    has: (pathname) => files.has(pathname),
    serve(pathname, req, res, fail) {
      const file = files.get(pathname)
      if (file === undefined || (req.method !== 'GET' && req.method !== 'HEAD')) return false
      const isHashed = pathname.startsWith(HASHED)
      sendFile({ req, res, fail }, { root: clientDir, file, maxAge: isHashed ? YEAR_MS : 0 })
      return true
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
export function listFiles(clientDir: string, pages: ReadonlySet<string>): Map<string, string> {
  const files = new Map<string, string>()
  for (const entry of readdirSync(clientDir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = relative(clientDir, join(entry.parentPath, entry.name)).split(sep).join('/')
    if (!HIDDEN.test(file) && !pages.has(file)) files.set(`/${encodeText(file)}`, file)
  }
  return files
}
