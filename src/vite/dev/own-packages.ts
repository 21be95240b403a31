import { join } from 'node:path'
import type { Plugin } from 'vite'
import { createPackageCheck } from '../packages.ts'

/**
 * Creates the Vite plugin that lets Vite load the packages that Node cannot import, as they ship
 * `.astro` files.
 *
 * @param root - The project's root, absolute.
 * @returns A plugin for Vite's `plugins`.
 */
export function ownPackagesPlugin(root: string): Plugin {
  return {
    name: 'ssr-pages:own-packages',
    // What stands in a configuration is copied, and would be an ordinary expression.
    configureServer({ environments }) {
      const { resolve } = environments.ssr.config
      const { noExternal } = resolve
      if (noExternal === true) return
      resolve.noExternal = [...[noExternal].flat(), new OwnPackages(root)]
    },
  }
}

/**
 * Matches the names of such packages. Vite asks for a list of names or expressions; to make one, all
 * installed packages had to be looked through.
 */
class OwnPackages extends RegExp {
  readonly #needsBundling = createPackageCheck()
  readonly #importer: string

  constructor(root: string) {
    super('(?!)')
    this.#importer = join(root, 'package.json')
  }

  override test(name: string): boolean {
    return name !== 'ssr-pages' && this.#needsBundling(name, this.#importer)
  }
}
