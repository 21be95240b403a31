import type { EnvironmentModuleNode } from 'vite'
import { toBrowserUrl } from './module-url.ts'
import { type UseSearch, isUsedStatically } from './static-uses.ts'

/** How open pages replace a component without a reload. */
interface LiveUpdate {
  /** The modules that Vite sends to them. */
  readonly modules: EnvironmentModuleNode[]
  /** Linked styles that they must request again, as paths relative to the base. */
  readonly links: readonly string[]
}

/**
 * Decides whether open pages can replace a component, or a module that components import, and keep
 * their state. Vite's own update of a linked style would request it without its query, so our
 * script exchanges those links.
 *
 * @param modules - The modules of browsers that were made from the file.
 * @returns The update; `undefined` when the pages must reload, or no page has the file.
 */
export async function judgeComponent(
  file: string,
  modules: readonly EnvironmentModuleNode[],
  search: UseSearch,
): Promise<LiveUpdate | undefined> {
  const onServer = search.server.moduleGraph.getModulesByFile(file)
  const sent = modules.filter((module) => !isDirect(module))
  if (onServer === undefined || onServer.size === 0 || sent.length === 0) return undefined
  if (!areAccepted(sent) || (await isUsedStatically([...onServer], search))) return undefined
  const { moduleGraph } = search.client
  const linked = [...(moduleGraph.getModulesByFile(file) ?? [])].filter(isDirect)
  for (const module of linked) moduleGraph.invalidateModule(module)
  return { modules: sent, links: linked.map(toLink) }
}

// The path by which a page links the style.
function toLink({ url }: EnvironmentModuleNode): string {
  return encodeURI(toBrowserUrl(url.replace(/[?&]direct\b/, '')).slice(1))
}

/** Vite's mark for the text of a stylesheet that a page links. */
const DIRECT = /[?&]direct\b/

// The text of a stylesheet, which no other module imports.
function isDirect({ url }: EnvironmentModuleNode): boolean {
  return DIRECT.test(url)
}

// Open pages can replace modules without a reload if each of them, or all that import it, accept a
// new version.
function areAccepted(modules: Iterable<EnvironmentModuleNode>): boolean {
  const seen = new Set<EnvironmentModuleNode>(modules)
  for (const module of seen) {
    // A module that no browser has requested yet is not analysed.
    if (module.isSelfAccepting || (module.id !== null && module.isSelfAccepting === undefined))
      continue
    if (module.importers.size === 0 && !module.acceptedHmrExports) return false
    for (const importer of module.importers) {
      if (!acceptsFrom(importer, module)) seen.add(importer)
    }
  }
  return true
}

function acceptsFrom(importer: EnvironmentModuleNode, module: EnvironmentModuleNode): boolean {
  if (importer.acceptedHmrDeps.has(module)) return true
  const accepted = module.acceptedHmrExports
  const used = module.id === null ? undefined : importer.importedBindings?.get(module.id)
  return accepted !== null && used !== undefined && [...used].every((name) => accepted.has(name))
}
