import type { Plugin } from 'vite'
import { toPartId } from '../compiler/astro-part.ts'
import { collectParts, type ModuleGraph, NO_PARTS, type PageParts } from '../plugin/page-parts.ts'

/** A content module and the browser parts that it can reach. */
export interface BuiltContent extends Omit<PageParts, 'scripts'> {
  /** The source, relative to the root. */
  readonly file: string
  readonly scripts: readonly string[]
}

/**
 * Creates the plugin that collects the parts which each entry and each content module reaches, while the
 * bundler's module graph still exists.
 *
 * @param parts - Gets the parts of pages by their names, and those of content by the key of their file.
 * @param renderers - Names of the site's renderers.
 * @param content - The files of content modules by their ids.
 */
export function graphPlugin(
  parts: Map<string, PageParts>,
  renderers: readonly string[],
  content: ReadonlyMap<string, string>,
): Plugin {
  return {
    name: 'ssr-pages:graph',
    generateBundle(_options, files) {
      const graph: ModuleGraph = {
        importsOf: (id) => this.getModuleInfo(id),
        metaOf: (id) => this.getModuleInfo(id)?.meta,
      }
      for (const [id, file] of content) {
        parts.set(contentKey(file), collectParts(id, graph, renderers))
      }
      for (const file of Object.values(files)) {
        if (file.type !== 'chunk' || !file.isEntry || file.facadeModuleId === null) continue
        const found = collectParts(file.facadeModuleId, graph, renderers)
        parts.set(file.name, found)
      }
    },
  }
}

/** Returns the key of a content module among pages. Names of pages are paths: none begins like this. */
function contentKey(file: string): string {
  return `\0${file}`
}

/** Lists a content module, if it loads something in browsers. */
export function listContent(parts: ReadonlyMap<string, PageParts>, file: string): BuiltContent[] {
  const found = parts.get(contentKey(file)) ?? NO_PARTS
  const { styles, scripts, islands, hasPrefetch } = found
  if (styles.length + scripts.length + islands.length === 0 && !hasPrefetch) return []
  return [{ ...found, file, scripts: scripts.map(toPartId) }]
}
