import type { AstroPart } from '../compiler/astro-part.ts'
import { BUILT_IN } from '../compiler/islands.ts'
import { type ModuleImports, reachableModules } from './cascade.ts'
import { ASTRO_CONTENT } from './content-ids.ts'
import { type ComponentMeta, type Island, readMeta } from './component-meta.ts'
import { ALL_RENDERERS, SERVER_RENDERER } from './renderers.ts'
import { hasPrefetch } from './prefetch-plugin.ts'
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
  /** Names of the renderers that its islands may need, in the order of the configuration. */
  readonly renderers: readonly string[]
  /** Names of the custom directives of its islands. */
  readonly directives: readonly string[]
  /** True when a module of the page may print a link that is fetched before a visitor follows it. */
  readonly hasPrefetch: boolean
}

/** The parts of a module that needs nothing in the browser. */
export const NO_PARTS: PageParts = {
  styles: [],
  scripts: [],
  hasHead: false,
  islands: [],
  renderers: [],
  directives: [],
  hasPrefetch: false,
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
 * @param all - Names of the site's renderers. (default: none)
 */
export function collectParts(
  entry: string,
  graph: ModuleGraph,
  all: readonly string[] = [],
): PageParts {
  const ids = reachableModules(entry, (id) => importsOf(id, graph))
  const components = ids.flatMap((id) => {
    const component = readMeta(graph.metaOf(id) ?? {})
    return component ? [{ file: id, ...component }] : []
  })
  const islands = uniqueIslands(components.flatMap((component) => component.islands ?? []))
  return {
    styles: ids.filter(isLinkedStyle),
    scripts: components.flatMap(({ file, scripts }) =>
      Array.from({ length: scripts }, (_, index) => ({ file, type: 'script', index }) as const),
    ),
    hasHead: components.some(({ hasHead }) => hasHead),
    islands,
    renderers: islands.length > 0 ? renderersOf(islands, ids, all) : [],
    directives: [...new Set(islands.map(({ directive }) => directive))].filter(
      (directive) => !BUILT_IN.includes(directive),
    ),
    hasPrefetch: ids.some((id) => hasPrefetch(graph.metaOf(id))),
  }
}

// A page reaches the module of all renderers only for components that carry none. From `astro:content` it
// reaches all entries, and renders few of them: each adds what it loads when it is rendered.
function importsOf(id: string, graph: ModuleGraph): ModuleImports | null {
  return id === `\0${ALL_RENDERERS}` || id === ASTRO_CONTENT ? null : graph.importsOf(id)
}

function uniqueIslands(islands: readonly Island[]): Island[] {
  const byFacts = new Map(islands.map((one) => [`${one.directive} ${one.isOnly} ${one.id}`, one]))
  return [...byFacts.values()]
}

// Those whose components the page imports, those of `client:only`, and all for an island that only
// rendering can tell the renderer of.
function renderersOf(
  islands: readonly Island[],
  ids: readonly string[],
  all: readonly string[],
): string[] {
  const isOpen = islands.some(({ renderer }) => renderer === undefined)
  const used = new Set(islands.map(({ renderer }) => renderer))
  const reached = new Set(ids)
  return all.filter(
    (name) => isOpen || used.has(name) || reached.has(`\0${SERVER_RENDERER}${name}`),
  )
}
