import type { DevEnvironment, EnvironmentModuleNode } from 'vite'
import type { EvaluatedModules, ModuleRunner } from 'vite/module-runner'
import { fromBrowserUrl } from './module-url.ts'

/** The most attempts: a plugin may invalidate a module each time it compiles it. */
const MOST_TRIES = 10

/**
 * Ensures that the module runner receives each module as its file is when the answer arrives. Vite
 * alone returns an old module in two cases: a file is saved while it is compiled, and imports that
 * begin after the save share that result; or other code than the runner has compiled the file since
 * the save, and Vite assumes that the runner already has the result.
 *
 * @param environment - Vite's modules of the server.
 * @param runner - Their only runner.
 */
export function fetchFreshModules(environment: DevEnvironment, runner: ModuleRunner): void {
  const { moduleGraph } = environment
  const { evaluatedModules } = runner
  const fetchModule = environment.fetchModule.bind(environment)
  // The version that the runner has of each module.
  const given = new WeakMap<EnvironmentModuleNode, string>()

  function find(url: string): EnvironmentModuleNode | undefined {
    const known = fromBrowserUrl(url)
    return moduleGraph.urlToModuleMap.get(known) ?? moduleGraph.getModuleById(known)
  }
  environment.fetchModule = async function fetchFreshModule(url, importer, options) {
    const asked = { ...options }
    const held = evaluatedModules.getModuleByUrl(url)
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
      if ('code' in result && (isFresh || tries >= MOST_TRIES)) {
        if (isFresh) given.set(module, version)
        if (!isGiven) drop(evaluatedModules, result.id)
        return { ...result, invalidate: !isGiven }
      }
      const isHeld = evaluatedModules.getModuleByUrl(url) === held
      if (isFresh && isGiven && isHeld) return result
      asked.cached = false
    }
  }
}

// The old version may still run, and the runner would take its end for the end of the new one: with
// circular imports, the new one would then wait for itself.
function drop(modules: EvaluatedModules, id: string): void {
  const old = modules.getModuleById(id)
  if (old === undefined) return
  modules.idToModuleMap.delete(id)
  modules.fileToModulesMap.get(old.file)?.delete(old)
  for (const [url, module] of modules.urlToIdModuleMap) {
    if (module === old) modules.urlToIdModuleMap.delete(url)
  }
}

/** The version of a module that has never been invalidated. */
const NEW = '0 0'

// Every invalidation sets one of the two to a time that no other invalidation has.
function versionOf(module: EnvironmentModuleNode): string {
  return `${module.lastInvalidationTimestamp} ${module.lastHMRTimestamp}`
}
