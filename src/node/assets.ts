import { readdirSync } from 'node:fs'
import { encodeText } from '../routing/pattern.ts'
import { type FileExchange, sendFile } from './send-file.ts'
import { readStatus } from './host-status.ts'

/** The browser files of a build. */
export interface Assets {
  /**
   * Finds the file of a path.
   *
   * @param pathname - A path relative to the base, in canonical encoding.
   * @returns The file's path relative to the folder, with forward slashes; `undefined` if there is
   *   none.
   */
  find(pathname: string): string | undefined
  /** Answers a GET or HEAD request with such a file. */
  send(exchange: FileExchange, file: string): void
}

const HASHED = '_assets/'
const YEAR_MS = 365 * 24 * 60 * 60 * 1000

/** Hidden files such as `.env` and `.git`, which are there by accident. */
const HIDDEN = /(?:^|\/)\.(?!well-known\/)/

/**
 * Serves the browser files of a build: hashed files are cached for a year, others are revalidated.
 * The list of files is read once, so a path that is not in it costs one lookup, and no path can
 * reach other files. Names that begin with a dot are left out, except `.well-known`.
 *
 * @param clientDir - Absolute path of the folder of browser files.
 * @param pages - Files in it that belong to prerendered pages, which have other paths.
 * @returns The files by path, and the function that sends them.
 * @see https://github.com/pillarjs/send
 */
export function createAssets(clientDir: string, pages: ReadonlySet<string>): Assets {
  const files = listFiles(clientDir, pages)
  return {
    find: (pathname) => files.get(pathname),
    send(exchange, file) {
      if (file.startsWith(HASHED)) {
        sendFile(exchange, { root: clientDir, file, maxAge: YEAR_MS })
        return
      }
      // A public file may be the answer to an error of the host: a maintenance page.
      const hostStatus = readStatus(exchange.res)
      const status = hostStatus >= 400 ? hostStatus : 200
      sendFile(exchange, { root: clientDir, file, status })
    },
  }
}

/** Lists the browser files to serve, by URL path in canonical encoding. */
function listFiles(clientDir: string, pages: ReadonlySet<string>): Map<string, string> {
  const files = new Map<string, string>()
  function listBelow(folder: string): void {
    for (const entry of readdirSync(`${clientDir}/${folder}`, { withFileTypes: true })) {
      const file = folder + entry.name
      if (entry.isDirectory()) listBelow(`${file}/`)
      else if (entry.isFile() && !HIDDEN.test(file) && !pages.has(file)) {
        files.set(`/${encodeText(file)}`, file)
      }
    }
  }
  listBelow('')
  return files
}
