import { realpathSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import type { ViteDevServer } from 'vite'
import { isFile } from '../../loader/scan.ts'
import type { Site } from '../site.ts'
import { splitHash } from './style-hash.ts'

/** The files that browsers may ask a development server for. */
export interface BrowserFiles {
  /** Adds what a page prints. */
  add(paths: Iterable<string>): void
  /** Says whether a path is of a stylesheet as a page links it: by its hash. */
  isHashedStyle(target: string): boolean
  /** Says whether Vite is to answer: for what a page or one of its modules has in it. */
  isModule(target: string): boolean
  /** Gives the absolute path of an image, a font and the like; `undefined` for all else. */
  findAsset(target: string): string | undefined
}

/**
 * Knows the files that browsers may ask for. Vite itself would serve any file of the project, be it the
 * database; here a file must be part of a page, or lie among the sources and be no code.
 *
 * @param server - Vite's server.
 * @param site - The project.
 * @returns No file of a page is known yet.
 */
export function createBrowserFiles(server: ViteDevServer, site: Site): BrowserFiles {
  const { config, environments } = server
  const printed = new Set<string>(['/@vite/client'])
  const dependencies = `/${config.cacheDir.slice(site.root.length + 1)}/deps/`
  const folders = [site.srcDir, ...packageFolders(site.root)].map((folder) => folder + sep)
  return {
    add(paths) {
      for (const path of paths) printed.add(decode(`/${path}`) ?? '')
    },
    isHashedStyle(target) {
      const { path, hash } = splitHash(decode(target) ?? '')
      return hash !== undefined && printed.has(path)
    },
    isModule(target) {
      const path = decode(target)
      if (path === undefined) return false
      const [name = ''] = path.split('?')
      if (printed.has(withoutMarks(path)) || isDependency(name, dependencies)) return true
      return environments.client.moduleGraph.urlToModuleMap.has(withoutMarks(path))
    },
    findAsset(target) {
      const [path] = (decode(target) ?? '').split('?')
      if (path === undefined || !config.assetsInclude(path)) return undefined
      const file = path.startsWith('/@fs/') ? path.slice('/@fs'.length) : join(site.root, path)
      if (!isFile(file)) return undefined
      const real = realpathSync(file)
      return folders.some((folder) => real.startsWith(folder)) ? real : undefined
    },
  }
}

// What Vite has made of packages is no source of the project.
function isDependency(path: string, folder: string): boolean {
  return path.startsWith(folder) && /^[^/%]+\.(?:js|css|map)$/.test(path.slice(folder.length))
}

// What Vite adds to an address when it prints it.
function withoutMarks(path: string): string {
  return path
    .replaceAll(/([?&])(?:import|t=\d+)(?=&|$)/g, '$1')
    .replace(/\?&+/, '?')
    .replace(/[?&]+$/, '')
}

// Packages may be installed above the project, in a workspace.
function packageFolders(root: string): string[] {
  const parent = dirname(root)
  const above = parent === root ? [] : packageFolders(parent)
  return [join(root, 'node_modules'), ...above]
}

function decode(target: string): string | undefined {
  try {
    const path = decodeURI(target)
    return path.includes('\0') ? undefined : path
  } catch {
    return undefined
  }
}
