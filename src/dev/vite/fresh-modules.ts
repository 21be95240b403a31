import type { DevEnvironment, EnvironmentModuleNode } from 'vite'
import { fromBrowserUrl } from './module-url.ts'

/** The most attempts: a plugin may invalidate a module each time it compiles it. */
const MOST_TRIES = 10

/**
 * Ensures that the module runner receives each module as its file is when the answer arrives. Vite
 * alone returns an old module in two cases: a file is saved while it is compiled, and imports that
 * begin after the save share that result; or other code than the runner has compiled the file since
 * the save, and Vite assumes that the runner already has the result.
 *
 * @param environment - Vite's modules of the server, which have a single runner.
 */
export function fetchFreshModules(environment: DevEnvironment): void {
  const { moduleGraph } = environment
  const fetchModule = environment.fetchModule.bind(environment)
  // The version that the runner has of each module.
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
        // Makes the runner drop the version that it has.
        return { ...result, invalidate: !isGiven }
      }
      if (isFresh && isGiven) return result
      asked.cached = false
    }
  }
}

/** The version of a module that has never been invalidated. */
const NEW = '0 0'

// Every invalidation sets one of the two to a time that no other invalidation has.
function versionOf(module: EnvironmentModuleNode): string {
  return `${module.lastInvalidationTimestamp} ${module.lastHMRTimestamp}`
}
