import { existsSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import type { Plugin } from 'vite'
import { createPackageCheck } from '../../project/packages.ts'

/**
 * Creates the Vite plugin that lets Vite load the packages that Node cannot import, as they ship
 * `.astro` files.
 *
 * @param root - The project's root, absolute.
 * @returns A plugin for Vite's `plugins`.
 */
export function ownPackagesPlugin(root: string): Plugin {
  const packages = new OwnPackages(root)
  return {
    name: 'ssr-pages:own-packages',
    // Vite asks for the imports of a module behind this.
    transform(_code, id) {
      if (this.environment.config.consumer === 'server') packages.addImporter(id)
    },
    // What stands in a configuration is copied, and would be an ordinary expression.
    configureServer({ environments }) {
      const { resolve } = environments.ssr.config
      const { noExternal } = resolve
      if (noExternal === true) return
      resolve.noExternal = [...[noExternal].flat(), packages]
    },
  }
}

/**
 * Matches the names of such packages. Vite asks for a list of names or expressions; to make one, all
 * installed packages had to be looked through.
 */
class OwnPackages extends RegExp {
  readonly #needsBundling = createPackageCheck()
  /** The `package.json` of the project, and of the packages that Vite has loaded modules of. */
  readonly #importers: Set<string>

  constructor(root: string) {
    super('(?!)')
    this.#importers = new Set([join(root, 'package.json')])
  }

  // A package may have dependencies that the project has not.
  addImporter(id: string): void {
    const [file = ''] = id.split('?')
    const json = isAbsolute(file) ? findPackageJson(dirname(file)) : undefined
    if (json !== undefined) this.#importers.add(json)
  }

  override test(name: string): boolean {
    if (name === 'ssr-pages') return false
    return [...this.#importers].some((importer) => this.#needsBundling(name, importer))
  }
}

function findPackageJson(folder: string): string | undefined {
  const json = join(folder, 'package.json')
  if (existsSync(json)) return json
  const parent = dirname(folder)
  return parent === folder ? undefined : findPackageJson(parent)
}
