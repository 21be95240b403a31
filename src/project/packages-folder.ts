import { existsSync, lstatSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Finds the folder whose `node_modules` keeps what a project needs between builds.
 *
 * @param folder - The project's root.
 * @returns That folder or one above it; `undefined` without packages, or if they are linked from
 *   elsewhere and belong to another project.
 */
export function findPackagesFolder(folder: string): string | undefined {
  const packages = join(folder, 'node_modules')
  if (existsSync(packages)) return lstatSync(packages).isSymbolicLink() ? undefined : folder
  const parent = dirname(folder)
  return parent === folder ? undefined : findPackagesFolder(parent)
}
