import { existsSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import { createPackageCheck } from './packages.ts'

/**
 * Matches the names of such packages. Vite expects a list of names or expressions. To create it,
 * all installed packages would have to be searched.
 */
export class BundledPackages extends RegExp {
  readonly #needsBundling = createPackageCheck()
  /** The `package.json` of the project, and of packages from which Vite has loaded modules. */
  readonly #importers: Set<string>

  /** @param root - Absolute path of the project. */
  constructor(root: string) {
    super('(?!)')
    this.#importers = new Set([join(root, 'package.json')])
  }

  /** Adds a module that Vite has loaded, because a package has dependencies of its own. */
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
