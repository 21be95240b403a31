import type { AstroPart } from '../compiler/astro-part.ts'
import { type ModuleImports, reachableModules } from './cascade.ts'
import { type ComponentMeta, type Island, readMeta } from './component-meta.ts'
import { isLinkedStyle } from './style-id.ts'

/** The parts that a page needs in the browser, by the ids of their modules. */
export interface PageParts {
  /** Ids in cascade order. */
  readonly styles: readonly string[]
  readonly scripts: readonly AstroPart[]
  /** True when a component of the page has a `<head>`. */
  readonly hasHead: boolean
  /** One for each component, directive and kind. */
  readonly islands: readonly Island[]
  /** Names of the renderers that its modules reach. */
  readonly renderers: readonly string[]
  /** Names of the custom directives of its islands. */
  readonly directives: readonly string[]
}

/** The parts of a module that needs nothing in the browser. */
export const NO_PARTS: PageParts = {
  styles: [],
  scripts: [],
  hasHead: false,
  islands: [],
  renderers: [],
  directives: [],
}

/** The module graph of a build or of a development server. */
export interface ModuleGraph {
  importsOf(id: string): ModuleImports | null
  metaOf(id: string): Readonly<Record<string, ComponentMeta>> | undefined
}

/**
 * Decides which styles and scripts a page has, for a build and in development: those of every
 * module that the page reaches by static and dynamic imports.
 *
 * @param entry - Id of the page's module.
 */
export function collectParts(entry: string, graph: ModuleGraph): PageParts {
  const ids = reachableModules(entry, (id) => graph.importsOf(id))
  const components = ids.flatMap((id) => {
    const component = readMeta(graph.metaOf(id) ?? {})
    return component ? [{ file: id, ...component }] : []
  })
  return {
    styles: ids.filter(isLinkedStyle),
    scripts: components.flatMap(({ file, scripts }) =>
      Array.from({ length: scripts }, (_, index) => ({ file, type: 'script', index }) as const),
    ),
    hasHead: components.some(({ hasHead }) => hasHead),
    islands: components.flatMap(({ islands = [] }) => islands),
    renderers: [],
    directives: [],
  }
}
