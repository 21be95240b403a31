import { existsSync } from 'node:fs'
import { join, sep } from 'node:path'
import { SsrPagesError } from '../shared/errors.ts'
import { isRouteFile, parsePattern, toPattern } from '../routing/parse.ts'
import { listFiles } from '../loader/scan.ts'
import { checkName } from './check-name.ts'
import { routeExtension } from './page-extensions.ts'
import type { PageSource } from './page-source.ts'
import { relativeName } from './public-name.ts'
import type { Site } from './site.ts'
import { findViews } from './views.ts'

export type { PageSource }

/**
 * Finds the pages and API routes of a site.
 *
 * @returns Its pages, by file name; none for a site of views alone.
 * @throws {SsrPagesError} PAGES_MISSING, ROUTE_NAME_INVALID: when there is no page and no view, or
 *   one has an invalid name
 */
export function findPages(site: Site): PageSource[] {
  const { root, pagesDir } = site
  const shown = relativeName(root, pagesDir)
  if (!existsSync(root)) throw missing(`There is no folder ${root}`, site)
  const isOwn = site.integrations.routes.length === 0
  const hasViews = findViews(site).length > 0
  const isNeeded = isOwn && !hasViews
  if (isNeeded && !existsSync(pagesDir))
    throw missing(`There is no folder ${shown} in ${root}`, site)
  const own = toSources(site, listPageFiles(site))
  const pages = isOwn ? own : addInjected(own, site)
  if (pages.length === 0 && !hasViews)
    throw missing(`The folder ${shown} in ${root} has no page`, site)
  for (const { pattern, file } of pages) {
    checkName(root, join(pagesDir, file))
    parsePattern(pattern, file)
  }
  return pages
}

/**
 * Describes the routes of integrations that a page of the site, or a route before it, answers.
 *
 * @returns A warning for each.
 */
export function findShadowed(site: Site): string[] {
  const { pagesDir, root, integrations } = site
  const pages = findPages(site)
  return integrations.routes.flatMap((route) => {
    if (pages.some(({ injected }) => injected === route)) return []
    const winner = pages.find(({ pattern }) => shapeOf(pattern) === shapeOf(route.pattern))
    const file = relativeName(root, join(pagesDir, winner?.file ?? ''))
    return [
      `The route ${route.pattern} of the integration "${route.owner}" is ignored: ${file} answers its paths`,
    ]
  })
}

// A page of the site wins over a route of an integration with the same pattern, and the first of
// two such routes over the second.
function addInjected(own: readonly PageSource[], { pagesDir, integrations }: Site): PageSource[] {
  const pages = [...own]
  const shapes = new Set(own.map(({ pattern }) => shapeOf(pattern)))
  const names = new Set(own.map(({ name }) => name))
  for (const injected of integrations.routes) {
    const { pattern, entrypoint } = injected
    const shape = shapeOf(pattern)
    if (shapes.has(shape)) continue
    shapes.add(shape)
    const plain = pattern.slice(1) || 'index'
    let name = plain
    for (let count = 2; names.has(name); count++) name = `${plain}-${count}`
    names.add(name)
    pages.push({ pattern, file: relativeName(pagesDir, entrypoint), name, injected })
  }
  return pages
}

// Names of params do not matter for the paths that a pattern matches.
function shapeOf(pattern: string): string {
  return pattern.replaceAll(/\[(\.{3})?[^[\]]*\]/g, '[$1]')
}

/**
 * Lists all public files of the pages folder, of any kind, by file name; none if it does not exist.
 */
export function listPageFiles(site: Site): string[] {
  const { pagesDir } = site
  return existsSync(pagesDir) ? listFiles(pagesDir).filter(isRouteFile).toSorted() : []
}

// A prerendered page and an API route can have the same path: the second module keeps its
// extension.
function toSources(site: Site, files: readonly string[]): PageSource[] {
  const names = new Set<string>()
  return files.flatMap((file) => {
    const extension = routeExtension(site, file)
    if (extension === undefined) return []
    const plain = file.slice(0, -extension.length)
    const name = names.has(plain) ? file : plain
    names.add(name)
    return { pattern: toPattern(file), file, name }
  })
}

const MIDDLEWARE = ['middleware', 'middleware/index'].flatMap((name) =>
  ['ts', 'js', 'mts', 'mjs', 'tsx', 'jsx'].map((extension) => `${name}.${extension}`),
)

/**
 * Id of the module that runs the middleware of integrations before and after the site's own, whose
 * name follows: with another file it is another module.
 */
export const COMPOSED_MIDDLEWARE = 'virtual:ssr-pages/middleware/'

/**
 * Finds the page middleware of a site, with that of its integrations.
 *
 * @returns An absolute path, an id that begins with {@link COMPOSED_MIDDLEWARE}, or `undefined`.
 */
export function findMiddleware(site: Site): string | undefined {
  const { pre, post } = site.integrations.middleware
  const own = findOwnMiddleware(site)
  if (pre.length + post.length === 0) return own
  return COMPOSED_MIDDLEWARE + (own === undefined ? '' : relativeName(site.srcDir, own))
}

/**
 * Finds the page middleware that the site itself has.
 *
 * @returns Absolute path of `middleware.ts` or similar beside the pages folder, or `undefined`.
 */
export function findOwnMiddleware(site: Site): string | undefined {
  const { srcDir } = site
  return MIDDLEWARE.map((name) => join(srcDir, name)).find((file) => existsSync(file))
}

/**
 * Tells by its name whether a file is a page or an API route.
 *
 * @param file - Absolute path.
 */
export function isPageFile(site: Site, file: string): boolean {
  const { pagesDir } = site
  return file.startsWith(pagesDir + sep) && routeExtension(site, file) !== undefined
}

/**
 * Tells by its name whether a file is the page middleware of a site: one that {@link
 * findMiddleware} would find.
 *
 * @param file - Absolute path.
 */
export function isMiddleware(site: Site, file: string): boolean {
  return MIDDLEWARE.some((name) => join(site.srcDir, name) === file)
}

function missing(what: string, { root, pagesDir, viewsDir }: Site): SsrPagesError {
  const index = relativeName(root, join(pagesDir, 'index.astro'))
  const views = relativeName(root, viewsDir)
  const hint = `Create ${index}, or a view in ${views}, or name the project's folder: \`ssr-pages build <folder>\`, or the option \`root\` of ssrPages().`
  return new SsrPagesError('PAGES_MISSING', what, { root }, hint)
}
