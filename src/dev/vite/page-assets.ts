import { existsSync } from 'node:fs'
import { extname, isAbsolute, sep } from 'node:path'
import { listBrowserModules, pageScriptsOf } from '../../build/browser-modules.ts'
import { BEFORE_HYDRATION, ISLAND } from '../../shared/browser-modules.ts'
import type { Site } from '../../project/site.ts'
import type { RouteAssets, RouteScript } from '../../shared/types.ts'
import { parsePart, toPartId, toSheetPath } from '../../compiler/astro-part.ts'
import type { PageParts } from '../../plugin/page-parts.ts'
import { relativeName, toPublicName } from '../../project/public-name.ts'
import { ISLAND_ELEMENT } from './client-script.ts'
import { toBrowserUrl } from './module-url.ts'

/**
 * Converts the styles and scripts of a page to paths that a browser can request.
 *
 * @returns Paths relative to the base, in cascade order.
 */
export function toAssets(parts: PageParts, site: Site): RouteAssets {
  const { root } = site
  const { styles, scripts, hasHead } = parts
  const printed = scripts.map((part) => [
    toPartId({ ...part, file: toPublicName(root, part.file) }),
    toPartId({ ...part, file: toBrowserPath(root, part.file) }),
  ])
  return {
    styles: styles.map((id) => toStylePath(root, id)),
    scripts: Object.fromEntries([...printed, ...islandScripts(parts, site)]),
    hasHead,
    ...injectedScripts(site),
  }
}

function islandScripts(parts: PageParts, site: Site): [id: string, path: string][] {
  const modules = listBrowserModules(site, { ...parts, scripts: [] })
  const paths = modules.map(({ id, module }): [string, string] => {
    return [id, toModulePath(site.root, module)]
  })
  if (modules.every(({ kind }) => kind === 'script')) return paths
  // In development, the module also collects errors: every page with islands has it.
  return [...paths, [BEFORE_HYDRATION, toModulePath(site.root, BEFORE_HYDRATION)]]
}

/**
 * Returns the path of a module of an island for the browser.
 *
 * @param root - Absolute path of the project.
 * @param module - Its id for Vite.
 * @returns A URL path relative to the base. Vite takes a path with an extension for a file, unless
 *   it is marked as an import.
 */
export function toModulePath(root: string, module: string): string {
  if (module === ISLAND) return ISLAND_ELEMENT
  const path = toBrowserPath(root, module)
  return isAbsolute(module) || extname(path) === '' ? path : `${path}?import`
}

function injectedScripts(site: Site): Pick<RouteAssets, 'injected'> {
  const module = pageScriptsOf(site)?.module
  const { 'head-inline': inline } = site.integrations.scripts
  const injected: RouteScript[] = inline.map((code) => ({ code }))
  if (module !== undefined) injected.push(toModulePath(site.root, module))
  return injected.length === 0 ? {} : { injected }
}

/**
 * Returns the path of a file for the browser, as Vite writes it.
 *
 * @param root - Absolute path of the project.
 * @param file - Absolute path, or the id of a module that a plugin generates.
 * @returns A URL path relative to the base: `src/menu.ts`, or `@fs/...` outside the root.
 */
export function toBrowserPath(root: string, file: string): string {
  if (!isAbsolute(file)) return encodeURI(toBrowserUrl(file).slice(1))
  const path = relativeName(root, file)
  return encodeURI(path.startsWith('../') ? `@fs${file.replaceAll(sep, '/')}` : path)
}

function toStylePath(root: string, id: string): string {
  const part = parsePart(id)
  if (part) return toSheetPath({ ...part, file: toBrowserPath(root, part.file) })
  const [file = id, query] = id.split('?')
  // A plugin generates the style.
  if (!isAbsolute(file) || !existsSync(file)) return encodeURI(toBrowserUrl(id).slice(1))
  return toBrowserPath(root, file) + (query === undefined ? '' : `?${query}`)
}
