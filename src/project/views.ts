import { existsSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { SsrPagesError } from '../shared/errors.ts'
import { isRouteFile } from '../routing/parse.ts'
import { listFiles } from '../loader/scan.ts'
import { parseFrontmatter } from '../compiler/prerender.ts'
import { placeAt } from '../compiler/place.ts'
import { sourceError } from '../compiler/source-error.ts'
import { findExport } from '../compiler/find-export.ts'
import { findFragments } from './fragments.ts'
import { checkName } from './check-name.ts'
import { relativeName } from './public-name.ts'
import { holds } from './real-path.ts'
import { viewExtension } from './page-extensions.ts'
import type { PageSource } from './page-source.ts'
import type { Site } from './site.ts'

/** A source file that handlers of the host render. It has no URL. */
export interface ViewSource extends PageSource {
  /** Its path below the folder of views, without its extension: `products/show`. */
  readonly view: string
}

/**
 * Finds the views of a site.
 *
 * @returns Its views, by name; none if there is no folder of views.
 * @throws {SsrPagesError} CONFIG_INVALID, ROUTE_NAME_INVALID, ROUTE_CONFLICT: when views would be
 *   pages or public files too, one has an invalid name, or two have the same one
 */
export function findViews(site: Site): ViewSource[] {
  const { root, pagesDir, viewsDir } = site
  if (!existsSync(viewsDir)) return []
  checkFolder(site)
  const files = listFiles(viewsDir).filter(isRouteFile).toSorted()
  const views = files.flatMap((name) => {
    const extension = viewExtension(site, name)
    if (extension === undefined) return []
    const path = join(viewsDir, name)
    checkName(root, path)
    const view = name.slice(0, -extension.length)
    if (view.includes('#')) throw withMark(relativeName(root, path))
    const route = `_views/${view}`
    return { pattern: `/${route}`, file: relativeName(pagesDir, path), name: route, view }
  })
  checkNames(site, views)
  return views
}

// A view of `.astro` and one of Markdown could have the same name.
function checkNames({ root, pagesDir }: Site, views: readonly ViewSource[]): void {
  const files = new Map<string, string>()
  for (const { view, file } of views) {
    const path = relativeName(root, join(pagesDir, file))
    const other = files.get(view)
    if (other === undefined) files.set(view, path)
    else {
      const what = `Two files are the view ${view}: ${other} and ${path}`
      throw new SsrPagesError('ROUTE_CONFLICT', what, { files: [other, path] })
    }
  }
}

/**
 * Tells by its name whether a file is a view.
 *
 * @param file - Absolute path.
 */
export function isViewFile(site: Site, file: string): boolean {
  const { viewsDir } = site
  if (!file.startsWith(viewsDir + sep)) return false
  const name = relativeName(viewsDir, file)
  return viewExtension(site, name) !== undefined && isRouteFile(name)
}

// A file of both folders would have a URL.
function checkFolder({ root, pagesDir, viewsDir, publicDir }: Site): void {
  const shown = relativeName(root, viewsDir) || '.'
  for (const [name, folder] of Object.entries({ pages: pagesDir, 'public files': publicDir })) {
    if (!holds(folder, viewsDir) && !holds(viewsDir, folder)) continue
    const other = relativeName(root, folder)
    const what = `The folder of views, ${shown}, and that of ${name}, ${other}, contain each other`
    const hint = 'Views have no URL: name a separate folder with `viewsDir`.'
    throw new SsrPagesError('CONFIG_INVALID', what, { option: 'viewsDir', seen: shown }, hint)
  }
}

const OF_FILES = ['prerender', 'getStaticPaths']

/**
 * Refuses views with exports that make sense only for pages with a URL, or with fragments whose
 * names are not known.
 *
 * @throws {SsrPagesError} PRERENDER_INVALID, FRAGMENTS_INVALID: with the place of the export
 */
export function checkViews(site: Site, views: readonly ViewSource[]): void {
  for (const view of views) if (view.file.endsWith('.astro')) checkView(site, view)
}

function checkView(site: Site, { file }: ViewSource): void {
  const { root, pagesDir } = site
  findFragments(site, file)
  const path = join(pagesDir, file)
  const source = readFileSync(path, 'utf8')
  // Parsing takes a hundred times as long as this check.
  if (!OF_FILES.some((name) => source.includes(name))) return
  const program = parseFrontmatter(source)
  if (program === undefined) return
  for (const name of OF_FILES) {
    const found = findExport(program, name)
    if (found === undefined || found.value === false) continue
    const text = `A view has no URL, so it cannot export '${name}': a handler renders it for each request`
    const hint = 'Remove the export, or move the file into the folder of pages.'
    const place = placeAt(source, found.start)
    const shown = relativeName(root, path)
    throw sourceError('PRERENDER_INVALID', { file: shown, source, text, hint, ...place })
  }
}

// After a `#`, a name of the host names a part of the view.
function withMark(file: string): SsrPagesError {
  const what = `The file ${file} cannot be a view: its path has a "#" in it`
  return new SsrPagesError('ROUTE_NAME_INVALID', what, { file, seen: '#' })
}
