import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { SsrPagesError, reasonOf } from '../shared/errors.ts'

const PACKAGE_NAME = /^(?:@[^/]+\/)?\w[^/]*/

/** Kinds of dependencies that a package imports when it runs. */
const KINDS = ['dependencies', 'optionalDependencies', 'peerDependencies'] as const

/** The place of the built pages, from which they import packages. */
export interface PagesPlace {
  readonly root: string
  /** Packages that all modules import from the root. */
  readonly dedupe: readonly string[]
}

/**
 * Creates a check for packages that must be bundled into the pages, because Node cannot import them
 * by name: packages that contain `.astro` files, or depend on such a package or on Astro, and packages of which
 * a bundled workspace package uses another version than the project.
 *
 * @param place - The place of the built pages. (default: the place of their sources)
 * @returns A function that checks one import: `('acme-ui/chip', '/src/pages/index.astro')`.
 */
export function createPackageCheck(
  place?: PagesPlace,
): (specifier: string, importer: string) => boolean {
  const known = new Map<string, boolean>()
  const isOther = (name: string, folder: string): boolean =>
    place !== undefined &&
    !place.dedupe.includes(name) &&
    packageFolder(place.root, name) !== folder
  return function needsBundling(specifier, importer) {
    const name = PACKAGE_NAME.exec(specifier)?.[0]
    const folder = name && packageFolder(dirname(importer), name)
    if (!folder) return false
    if (isOther(name, folder)) return true
    const answer = known.get(folder) ?? leadsToComponent(folder, new Set())
    known.set(folder, answer)
    return answer
  }
}

function leadsToComponent(folder: string, seen: Set<string>): boolean {
  if (seen.has(folder)) return false
  seen.add(folder)
  if (holdsComponent(folder)) return true
  return dependencyNames(folder).some((name) => {
    // Its modules import those of Astro, which are ours.
    if (name === 'astro') return true
    const dependency = packageFolder(folder, name)
    return dependency !== undefined && leadsToComponent(dependency, seen)
  })
}

function dependencyNames(folder: string): string[] {
  const file = join(folder, 'package.json')
  if (!existsSync(file)) return []
  const json = readJson(file)
  return KINDS.flatMap((kind) => Object.keys(json[kind] ?? {}))
}

function readJson(file: string): Readonly<Record<string, object | undefined>> {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new SsrPagesError('BUILD_FAILED', `${file} is not JSON: ${reasonOf(cause)}`, {
      file,
      cause,
    })
  }
}

/**
 * Finds a package like Node: in `node_modules` of this folder, then of the folders above.
 *
 * @param folder - Absolute path of the importing folder.
 * @param name - The package's name.
 * @returns Its real path, because a linked package has its own dependencies beside that; `undefined`
 *   when it is not installed.
 */
export function packageFolder(folder: string, name: string): string | undefined {
  const candidate = join(folder, 'node_modules', name)
  if (existsSync(candidate)) return realpathSync(candidate)
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
