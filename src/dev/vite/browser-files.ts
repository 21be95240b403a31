import type { ResolvedConfig, ViteDevServer } from 'vite'
import { isFile } from '../../loader/scan.ts'
import type { Vite } from '../../project/build-tools.ts'
import { isStyle } from '../../plugin/style-id.ts'
import { createFindFont, type FontContent } from './font-file.ts'
import { fromBrowserUrl } from './module-url.ts'
import { toBrowserPath } from './page-assets.ts'
import type { Published } from './published.ts'
import { splitHash } from './style-hash.ts'
import { type Target, readTarget } from './target.ts'

/** A file that a browser may have, and how to serve it. */
export type BrowserFile =
  | { readonly kind: 'style' }
  /** Vite serves it, under this path and query. */
  | { readonly kind: 'module'; readonly url: string }
  /** Served unchanged, from this absolute path. */
  | { readonly kind: 'file'; readonly file: string }
  | FontContent

/** The files that browsers may request from a development server. */
export interface BrowserFiles {
  /** Allows the files whose paths a page prints. */
  add(paths: Iterable<string>): void
  /**
   * Finds the file for an address that occurs in a page or in one of its files.
   *
   * @param target - Path and query below the base, as they were sent.
   * @param use - What the browser uses it for: its `Sec-Fetch-Dest` header. (default: unknown)
   * @returns The file, or `undefined` when browsers may not have it.
   */
  find(target: string, use?: string): BrowserFile | undefined
}

/**
 * Creates the list of files that browsers may request. Vite itself would serve any file of the
 * project, even a database. Here only files are served that a page or one of its files prints,
 * imports or links: no path of a request is looked up on the disk.
 *
 * @param published - The addresses in modules and styles.
 * @returns The list, which contains no file of a page yet.
 */
export function createBrowserFiles(
  vite: Vite,
  server: ViteDevServer,
  published: Published,
): BrowserFiles {
  const { config, environments } = server
  const { urlToModuleMap } = environments.client.moduleGraph
  const findFont = createFindFont(server)
  const printed = new Set<string>(['/@vite/client', ...namesOfEnv(config)])
  const dependencies = `/${decodeURI(toBrowserPath(config.root, config.cacheDir))}/deps/`

  function isModule({ name }: Target): boolean {
    if (printed.has(name) || published.isModule(name)) return true
    return isDependency(name, dependencies) || urlToModuleMap.has(fromBrowserUrl(name))
  }
  function findPublished({ name, marks }: Target): string | undefined {
    const file = marks.includes('import') ? undefined : published.find(name)
    const isThere = file !== undefined && isFile(file) && vite.isFileLoadingAllowed(config, file)
    return isThere ? file : undefined
  }
  return {
    add(paths) {
      for (const path of paths) printed.add(readTarget(`/${path}`)?.name ?? '')
    },
    find(sent, use) {
      const target = readTarget(sent)
      if (target === undefined) return undefined
      const { name, url, marks } = target
      const font = findFont(name)
      if (font !== undefined) return font
      const { path, hash } = splitHash(name)
      if (hash !== undefined && marks.length === 0 && printed.has(path)) return { kind: 'style' }
      const file = findPublished(target)
      if (file !== undefined && (use === 'empty' || !CODE.test(file))) return { kind: 'file', file }
      if (file !== undefined && isStyle(file) && use !== 'script') {
        return { kind: 'module', url: `${url}${url.includes('?') ? '&' : '?'}direct` }
      }
      return file !== undefined || isModule(target) ? { kind: 'module', url } : undefined
    },
  }
}

/** The path of Vite's module, as Vite writes it. */
const ENV = /^\/?@vite\/env/

// Vite's client imports this module. A page that loads while Vite restarts has the client of the
// previous run. It would not follow changes any more if this run did not serve the module.
function namesOfEnv({ root, resolve }: ResolvedConfig): string[] {
  const [alias] = resolve.alias.filter(({ find }) => String(find) === String(ENV))
  if (alias === undefined) return ['/@vite/env']
  const file = alias.replacement.replace(/^\/@fs(?:\/(?=\w:))?/, '')
  return ['/@vite/env', alias.replacement, `/${decodeURI(toBrowserPath(root, file))}`]
}

// Packages that Vite has prebundled are not sources of the project.
function isDependency(name: string, folder: string): boolean {
  const isThere = /^[^/%?]+\.(?:js|css|map)(?:\?v=\w+)?$/
  return name.startsWith(folder) && isThere.test(name.slice(folder.length))
}

// Files that Vite compiles. A script that fetches one gets its text, as from a build.
const CODE = /\.(?:[cm]?[jt]sx?|css|less|sass|scss|styl|stylus|pcss|postcss)$/
