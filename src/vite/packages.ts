import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Finds the dependencies that ship `.astro` files: Node cannot import them, so they are bundled.
 *
 * @param root - The project's root, absolute.
 * @returns Names of packages.
 */
export function packagesWithComponents(root: string): string[] {
  const found = new Set<string>()
  const seen = new Set<string>()

  function visit(folder: string): void {
    for (const name of dependencyNames(folder)) {
      const dependency = packageFolder(folder, name)
      if (dependency === undefined || seen.has(dependency)) continue
      seen.add(dependency)
      if (!holdsComponent(dependency)) continue
      found.add(name)
      visit(dependency)
    }
  }
  visit(root)
  return [...found]
}

function dependencyNames(folder: string): string[] {
  const file = join(folder, 'package.json')
  if (!existsSync(file)) return []
  const json: Record<string, object | undefined> = JSON.parse(readFileSync(file, 'utf8'))
  return ['dependencies', 'devDependencies', 'peerDependencies'].flatMap((kind) =>
    Object.keys(json[kind] ?? {}),
  )
}

// Looks for the package as Node does: in this folder's `node_modules`, then in those above.
function packageFolder(folder: string, name: string): string | undefined {
  const candidate = join(folder, 'node_modules', name)
  if (existsSync(candidate)) return candidate
  const parent = dirname(folder)
  return parent === folder ? undefined : packageFolder(parent, name)
}

function holdsComponent(folder: string): boolean {
  const entries = readdirSync(folder, { withFileTypes: true })
  if (entries.some((entry) => entry.isFile() && entry.name.endsWith('.astro'))) return true
  return entries.some(
    (entry) =>
      entry.isDirectory() &&
      entry.name !== 'node_modules' &&
      holdsComponent(join(folder, entry.name)),
  )
}
