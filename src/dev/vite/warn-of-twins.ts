import type { ModuleRunner } from 'vite/module-runner'
import type { Vite } from '../../project/build-tools.ts'
import { toPublicName } from '../../project/public-name.ts'
import { countRequired, findHostModules, keepsState } from './host-modules.ts'

/** The project in which to find modules that exist twice. */
export interface TwinSearch {
  readonly vite: Pick<Vite, 'parseSync'>
  /** Absolute path of the project. */
  readonly root: string
  readonly warn: (message: string) => void
}

/**
 * Creates a function that warns about modules that exist twice because both the server and a page
 * import them. Each copy has its own variables, such as two connection pools or two stores.
 *
 * @returns A function to call after a page was imported. It names each module once.
 */
export function createTwinWarning(search: TwinSearch): (runner: ModuleRunner) => void {
  const { vite, root, warn } = search
  /** Modules on both sides that have been named, or have no state. */
  const judged = new Set<string>()
  let host: ReadonlyMap<string, string> = new Map()
  let required = -1
  return function warnOfTwins({ evaluatedModules }) {
    const count = countRequired()
    // A route of the server may have required a module only when it was asked.
    if (count !== required) host = findHostModules({ vite, root, entry: process.argv[1] })
    required = count
    for (const file of evaluatedModules.fileToModulesMap.keys()) {
      const importer = host.get(file)
      if (importer === undefined || judged.has(file)) continue
      judged.add(file)
      if (!keepsState(file, vite)) continue
      const [importing] = [...(evaluatedModules.getModulesByFile(file) ?? [])].flatMap(
        ({ importers }) => [...importers],
      )
      const by = (path: string): string => toPublicName(root, path).slice(1)
      const page =
        importing === undefined
          ? 'a page'
          : by(evaluatedModules.getModuleById(importing)?.file ?? importing)
      warn(
        `${by(file)} is loaded twice, and each copy has its own variables: ${by(importer)} imports it for the server, ${page} for the pages. ` +
          'Pass values of the server to pages in `res.locals`: see "Modules that the server shares" in docs/hosts.md',
      )
    }
  }
}
