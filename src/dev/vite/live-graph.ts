import type { DevEnvironment, EnvironmentModuleNode, TransformResult } from 'vite'
import type { ModuleImports } from '../../plugin/cascade.ts'
import { ASTRO_CONTENT } from '../../plugin/content-ids.ts'
import type { ModuleGraph } from '../../plugin/page-parts.ts'
import { fromBrowserUrl } from './module-url.ts'
import { type ReadCollections, readCollections } from './read-collections.ts'

/** The code that runs the modules of the server. */
export interface GraphHost {
  /** Called for a module that does not compile. The page may work without it. */
  readonly onFailure: () => void
  /** Receives the collections that each module reads. */
  readonly reads: WeakMap<EnvironmentModuleNode, ReadCollections>
}

/**
 * Finds all modules that an imported page can reach. Modules that it imports later, or never, are
 * compiled for this, but not run.
 *
 * @param entry - The page's module.
 * @param server - The modules of the server.
 */
export async function readLiveGraph(
  entry: EnvironmentModuleNode,
  server: DevEnvironment,
  host: GraphHost,
): Promise<ModuleGraph> {
  const imports = new Map<string, ModuleImports>()

  async function visit(module: EnvironmentModuleNode): Promise<void> {
    const { id, url } = module
    if (id === null || imports.has(id)) return
    imports.set(id, NOTHING)
    // It imports every content module; those that a page renders are read by themselves.
    if (id === ASTRO_CONTENT) return
    const code = await server.transformRequest(url).catch(() => {
      host.onFailure()
      return undefined
    })
    if (!code) return
    if (code.code.includes(CONTENT)) host.reads.set(module, readCollections(code.code))
    const { fixed, late } = await findImports(module, code, server)
    imports.set(id, { importedIds: idsOf(fixed), dynamicallyImportedIds: idsOf(late) })
    await Promise.all([...fixed, ...late].map(visit))
  }
  await visit(entry)
  return {
    importsOf: (id) => imports.get(id) ?? null,
    metaOf: (id) => server.pluginContainer.getModuleInfo(id)?.meta,
  }
}

/** Part of the ids of `astro:content`. */
const CONTENT = ASTRO_CONTENT.slice(1)

const NOTHING: ModuleImports = { importedIds: [], dynamicallyImportedIds: [] }

interface Imports {
  readonly fixed: readonly EnvironmentModuleNode[]
  readonly late: readonly EnvironmentModuleNode[]
}

// Vite's own list also contains files that a module only depends on, such as a partial of its
// style. The compiled code tells which modules it imports, the list in which order.
async function findImports(
  { importedModules }: EnvironmentModuleNode,
  { deps = [], dynamicDeps = [] }: TransformResult,
  { moduleGraph }: DevEnvironment,
): Promise<Imports> {
  const find = async (urls: readonly string[]) => {
    const inGraph = urls.filter((url) => url.startsWith('/'))
    const nodes = inGraph.map((url) => moduleGraph.getModuleByUrl(fromBrowserUrl(url)))
    return new Set(await Promise.all(nodes))
  }
  const [fixed, late] = await Promise.all([find(deps), find(dynamicDeps)])
  const modules = [...importedModules]
  return {
    fixed: modules.filter((module) => fixed.has(module)),
    late: modules.filter((module) => late.has(module)),
  }
}

function idsOf(modules: readonly EnvironmentModuleNode[]): string[] {
  return modules.flatMap(({ id }) => id ?? [])
}
