import { existsSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import type { Plugin } from 'vite'
import { createPackageCheck } from '../../project/packages.ts'

/**
 * Creates the Vite plugin that makes Vite load packages with `.astro` files, which Node cannot
 * import.
 *
 * @param root - Absolute path of the project.
 */
export function ownPackagesPlugin(root: string): Plugin {
  const packages = new OwnPackages(root)
  return {
    name: 'ssr-pages:own-packages',
    // Vite resolves the imports of a module after this hook.
    transform(_code, id) {
      if (this.environment.config.consumer === 'server') packages.addImporter(id)
    },
    // Not in the configuration, because Vite would copy the object to an ordinary regular
    // expression.
    configureServer({ environments }) {
      const { resolve } = environments.ssr.config
      const { noExternal } = resolve
      if (noExternal === true) return
      resolve.noExternal = [...[noExternal].flat(), packages]
    },
  }
}

/**
 * Matches the names of such packages. Vite expects a list of names or expressions. To create it,
 * all installed packages would have to be searched.
 */
class OwnPackages extends RegExp {
  readonly #needsBundling = createPackageCheck()
  /** The `package.json` of the project, and of packages from which Vite has loaded modules. */
  readonly #importers: Set<string>

  constructor(root: string) {
    super('(?!)')
    this.#importers = new Set([join(root, 'package.json')])
  }

  // A package may have dependencies that the project does not have.
  addImporter(id: string): void {
    const [file = ''] = id.split('?')
    const json = isAbsolute(file) ? findPackageJson(dirname(file)) : undefined
    if (json !== undefined) this.#importers.add(json)
  }

  override test(name: string): boolean {
    if (name === 'ssr-pages') return false
    // Vite would let Node import an installed Astro, without asking our plugin.
    if (name === 'astro') return true
    return [...this.#importers].some((importer) => this.#needsBundling(name, importer))
  }
}

function findPackageJson(folder: string): string | undefined {
  const json = join(folder, 'package.json')
  if (existsSync(json)) return json
  const parent = dirname(folder)
  return parent === folder ? undefined : findPackageJson(parent)
}
