import { join } from 'node:path'
import { createPackageCheck } from '../packages.ts'

/**
 * Matches the names of packages that Node cannot import, as they ship `.astro` files. Vite asks for a
 * list of names or expressions; to make one, all installed packages had to be looked through.
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

/**
 * Makes the expression for Vite's `noExternal`.
 *
 * @param root - The project's root, absolute.
 * @returns An expression that looks a package up when its name is matched.
 */
export function ownPackages(root: string): RegExp {
  return new OwnPackages(root)
}
