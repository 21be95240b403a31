import { sep } from 'node:path'
import { pageExtension } from '../project/page-extensions.ts'
import { relativeName } from '../project/public-name.ts'
import type { Site } from '../project/site.ts'
import { toPrefix } from '../shared/pathname.ts'

/**
 * Returns the path of a page, for the export `url` of a Markdown module. Params stay as they are
 * in the file's name.
 *
 * @param file - Absolute path.
 * @returns `/blog/first`, with the base of the site; `undefined` for a file that is not below the
 *   folder of pages.
 */
export function toPageUrl(site: Site, file: string): string | undefined {
  const { pagesDir, base, config } = site
  const extension = pageExtension(site, file)
  if (extension === undefined || !file.startsWith(pagesDir + sep)) return undefined
  const name = relativeName(pagesDir, file).slice(0, -extension.length)
  const path = toPrefix(base) + `/${name}`.replace(/\/index$/, '')
  if (path === '') return '/'
  return config.trailingSlash === 'always' ? `${path}/` : path
}
