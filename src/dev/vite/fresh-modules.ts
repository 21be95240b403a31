import type { DevEnvironment, EnvironmentModuleNode } from 'vite'
import { fromBrowserUrl } from './module-url.ts'

/** A plugin may invalidate a module each time that it is compiled. */
const MOST_TRIES = 10

/**
 * Gives the module runner each module as its file is when the answer arrives. Vite by itself gives an old
 * module in two cases: a file is saved while it is compiled, and imports that begin after the save share the
 * answer; or something else than the runner has compiled the file since the save, and Vite takes the result
 * for the one that the runner has.
 *
 * @param environment - Vite's modules of the server, which have one runner.
 */
export function fetchFreshModules(environment: DevEnvironment): void {
  const { moduleGraph } = environment
  const fetchModule = environment.fetchModule.bind(environment)
  // The version of each module that the runner has.
  const given = new WeakMap<EnvironmentModuleNode, string>()

  function find(url: string): EnvironmentModuleNode | undefined {
    const known = fromBrowserUrl(url)
    return moduleGraph.urlToModuleMap.get(known) ?? moduleGraph.getModuleById(known)
  }
  environment.fetchModule = async function fetchFreshModule(url, importer, options) {
    const asked = { ...options }
    let module = find(url)
    for (let tries = 1; ; tries++) {
      const before = module && versionOf(module)
      const result = await fetchModule(url, importer, asked)
      if ('externalize' in result) return result
      module = 'id' in result ? moduleGraph.getModuleById(result.id) : find(url)
      if (module === undefined) return result
      const version = versionOf(module)
      const isFresh = version === (before ?? NEW)
      const isGiven = given.get(module) === version
      if ('code' in result && (isFresh || tries === MOST_TRIES)) {
        if (isFresh) given.set(module, version)
        // The runner then drops what it has.
        return { ...result, invalidate: !isGiven }
      }
      if (isFresh && isGiven) return result
      asked.cached = false
    }
  }
}

/** The version of a module that has never been invalidated. */
const NEW = '0 0'

// Vite invalidates a module by one of the two, with a time that no other invalidation has.
function versionOf(module: EnvironmentModuleNode): string {
  return `${module.lastInvalidationTimestamp} ${module.lastHMRTimestamp}`
}
