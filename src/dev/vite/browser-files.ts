import type { ResolvedConfig, ViteDevServer } from 'vite'
import { isFile } from '../../loader/scan.ts'
import type { Vite } from '../../project/load-vite.ts'
import { isStyle } from '../../plugin/style-id.ts'
import { fromBrowserUrl } from './module-url.ts'
import { toBrowserPath } from './page-assets.ts'
import type { Published } from './published.ts'
import { splitHash } from './style-hash.ts'
import { type Target, readTarget } from './target.ts'

/** What a browser may have, and how it is answered. */
export type BrowserFile =
  | { readonly kind: 'style' }
  /** By Vite, under this path and query. */
  | { readonly kind: 'module'; readonly url: string }
  /** As it is, by its absolute path. */
  | { readonly kind: 'file'; readonly file: string }

/** The files that browsers may ask a development server for. */
export interface BrowserFiles {
  /** Adds what a page prints. */
  add(paths: Iterable<string>): void
  /**
   * Finds what a page, or something that a page has in it, has the address of.
   *
   * @param target - Path and query below the base, as they were sent.
   * @param use - What the browser makes of it: its `Sec-Fetch-Dest` header. (default: unknown)
   * @returns The file; `undefined` for all else.
   */
  find(target: string, use?: string): BrowserFile | undefined
}

/**
 * Knows the files that browsers may ask for. Vite itself would serve any file of the project, be it the
 * database; here only what somebody has printed, imported or written the address of is there: no path of a
 * request is looked up on the disk.
 *
 * @param vite - Vite.
 * @param server - Vite's server.
 * @param published - The addresses that modules and styles have got.
 * @returns No file of a page is known yet.
 */
export function createBrowserFiles(
  vite: Vite,
  server: ViteDevServer,
  published: Published,
): BrowserFiles {
  const { config, environments } = server
  const { urlToModuleMap } = environments.client.moduleGraph
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

/** How Vite writes it. */
const ENV = /^\/?@vite\/env/

// What Vite's client imports. A page that loads while Vite starts again has got the client from the run before,
// and follows no change any more unless this one knows the rest of it.
function namesOfEnv({ root, resolve }: ResolvedConfig): string[] {
  const [alias] = resolve.alias.filter(({ find }) => String(find) === String(ENV))
  if (alias === undefined) return ['/@vite/env']
  const file = alias.replacement.replace(/^\/@fs(?:\/(?=\w:))?/, '')
  return ['/@vite/env', alias.replacement, `/${decodeURI(toBrowserPath(root, file))}`]
}

// What Vite has made of packages is no source of the project.
function isDependency(name: string, folder: string): boolean {
  const isThere = /^[^/%?]+\.(?:js|css|map)(?:\?v=\w+)?$/
  return name.startsWith(folder) && isThere.test(name.slice(folder.length))
}

// What Vite compiles; a script that fetches it gets the text, as from a build.
const CODE = /\.(?:[cm]?[jt]sx?|css|less|sass|scss|styl|stylus|pcss|postcss)$/
