import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { SsrPagesError, reasonOf } from '../shared/errors.ts'

const PACKAGE_NAME = /^(?:@[^/]+\/)?\w[^/]*/

/** Kinds of dependencies that a package imports when it runs. */
const KINDS = ['dependencies', 'optionalDependencies', 'peerDependencies'] as const

/** Where the built pages will be, which import packages from there. */
export interface PagesPlace {
  readonly root: string
  /** Packages that all modules have from there. */
  readonly dedupe: readonly string[]
}

/**
 * Creates the check for packages that the pages cannot import by their name: they ship `.astro` files, or
 * depend on one that does, which Node cannot import; or a package of the workspace, which is built into the
 * pages, has another version of them than the project.
 *
 * @param place - Where the pages will be. (default: where their sources are)
 * @returns Says it of what a module imports: `('acme-ui/chip', '/src/pages/index.astro')`.
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

// Looks for the package as Node does: in this folder's `node_modules`, then in those above. Links
// are resolved, since a linked package has its own dependencies beside its real place.
function packageFolder(folder: string, name: string): string | undefined {
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
