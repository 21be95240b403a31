import { readFileSync } from 'node:fs'
import type { RouteKind } from '../shared/types.ts'
import type { Vite } from './build-tools.ts'
import { pageExtension } from './page-extensions.ts'
import type { Site } from './site.ts'

/**
 * Reads from a source whether it is a page or an API route. A build decides this from the bundled
 * module.
 *
 * @param vite - Vite, which parses TypeScript.
 * @param path - Absolute path of the source.
 * @returns `page` when there is a default export.
 */
export function readKind(vite: Pick<Vite, 'parseSync'>, site: Site, path: string): RouteKind {
  if (pageExtension(site, path) !== undefined) return 'page'
  const { staticExports } = vite.parseSync(path, readFileSync(path, 'utf8')).module
  const exported = staticExports.flatMap(({ entries }) => entries).filter(({ isType }) => !isType)
  const hasDefault = exported.some(
    ({ exportName: { kind, name } }) => kind === 'Default' || name === 'default',
  )
  return hasDefault ? 'page' : 'endpoint'
}
