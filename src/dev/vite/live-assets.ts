import { realPath } from '../../project/real-path.ts'
import { collectParts } from '../../plugin/page-parts.ts'
import { prefetchesAll } from '../../shared/prefetch.ts'
import type { FindAssets, RouteAssets } from '../../shared/types.ts'
import { toBuildError } from '../../diagnostics/build-error.ts'
import { readLiveGraph } from './live-graph.ts'
import type { ModuleSource } from './module-source.ts'
import { withIslands } from './page-islands.ts'
import { toAssets } from './page-assets.ts'
import { addHash } from './style-hash.ts'

/**
 * Finds the browser files of a module that has been imported, and allows browsers to request them.
 *
 * @param path - Absolute path of its file.
 * @returns `undefined` when Vite does not know the file.
 * @throws {SsrPagesError} COMPILE_FAILED: when a style does not compile
 */
export async function readAssets(
  path: string,
  source: ModuleSource,
): Promise<RouteAssets | undefined> {
  const { site, readStyle, server, onAssets } = source
  // Vite knows a file by its real path, without links.
  const [entry] = [...(server.moduleGraph.getModulesByFile(realPath(path)) ?? [])].filter(
    ({ type }) => type === 'js',
  )
  if (entry?.id === undefined || entry.id === null) return undefined
  const graph = await readLiveGraph(entry, server, source)
  const renderers = site.integrations.renderers.map(({ name }) => name)
  const own = collectParts(entry.id, graph, renderers)
  const hasPrefetch = own.hasPrefetch || prefetchesAll(site.config.prefetch)
  const parts = { ...own, hasPrefetch }
  const found = toAssets(await withIslands(parts, source), site)
  onAssets(found)
  const texts = await Promise.all(found.styles.map(readStyle)).catch((error) => {
    throw toBuildError(error, site, 'COMPILE_FAILED')
  })
  return {
    ...found,
    styles: found.styles.map((style, index) => addHash(style, texts[index] ?? '')),
  }
}

/**
 * Creates the function that finds the browser files of content modules, which pages have imported.
 */
export function createContentAssets(
  source: ModuleSource,
  toPath: (file: string) => string,
): FindAssets {
  const known = new Map<string, Promise<RouteAssets | undefined>>()
  return function findContentAssets(file) {
    const found = known.get(file) ?? readAssets(toPath(file), source)
    known.set(file, found)
    return found
  }
}
