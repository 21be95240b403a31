import type { DevEnvironment } from 'vite'
import { listBrowserModules } from '../../build/browser-modules.ts'
import { ISLAND } from '../../shared/browser-modules.ts'
import type { PageParts } from '../../plugin/page-parts.ts'
import { isLinkedStyle } from '../../plugin/style-id.ts'
import type { Site } from '../../project/site.ts'
import { prepareIslands } from './island-deps.ts'
import { toModulePath } from './page-assets.ts'

/** The modules that a page may have in a browser. */
interface IslandSource {
  readonly site: Site
  readonly client: DevEnvironment
}

/**
 * Prepares the islands of a page, and adds the styles of `client:only` components to those of the
 * page: only modules of browsers import them.
 */
export async function withIslands(
  parts: PageParts,
  { site, client }: IslandSource,
): Promise<PageParts> {
  const all = listBrowserModules(site, { ...parts, scripts: [] })
  const modules = all.filter(({ module }) => module !== ISLAND)
  if (modules.length === 0) return parts
  const toPath = ({ module }: { module: string }) => toModulePath(site.root, module)
  const only = modules.filter(({ kind }) => kind === 'only')
  await prepareIslands(modules.map(toPath), client)
  const ofOnly = await prepareIslands(only.map(toPath), client)
  const styles = [...ofOnly].flatMap(({ id }) => (id !== null && isLinkedStyle(id) ? [id] : []))
  return { ...parts, styles: [...new Set([...styles, ...parts.styles])] }
}
