import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { installCommands } from '../project/install-command.ts'
import { nearestName } from '../shared/nearest-name.ts'
import { property } from '../shared/property.ts'
import { relativeName } from '../project/public-name.ts'

/** An import that does not resolve. */
export interface MissingImport {
  /** As the source spells it. */
  readonly specifier: string
  /** Absolute path of the importing file. */
  readonly importer: string
  /** Absolute path of the project. */
  readonly root: string
}

/** Returns the error text for an import that does not resolve. Vite's bundler uses it, too. */
export function missingImportText(specifier: string): string {
  return `Could not resolve '${specifier}'`
}

/** Returns the specifier in such a text; `undefined` for any other error. */
export function readMissingImport(text: string): string | undefined {
  return /^Could not resolve '(.+)'$/.exec(text)?.[1]
}

/**
 * Guesses the intended target of an import: a file with a similar name, another case, another
 * extension or in another folder, or a package that is not installed.
 *
 * @returns A sentence with advice, or `undefined` without a guess.
 */
export function adviseImport(missing: MissingImport): string | undefined {
  const path = missing.specifier.replace(/[?#].*$/s, '')
  const meant = path.startsWith('.') ? findMeant({ ...missing, specifier: path }) : undefined
  if (path.startsWith('.')) return meant && `Did you mean '${meant}'?`
  const beside = existsSync(join(dirname(missing.importer), path)) && path !== ''
  if (beside) return `Did you mean './${path}'? The path of a file begins with a dot.`
  return advisePackage(missing)
}

function findMeant({ specifier, importer, root }: MissingImport): string | undefined {
  const from = dirname(importer)
  const near = follow(resolve(from, specifier), root)
  const found = near ?? findElsewhere(specifier, root)
  if (found === undefined || found === importer) return undefined
  const path = relativeName(from, found)
  return path.startsWith('.') ? path : `./${path}`
}

// Walks down from the project's folder and replaces each missing name by the most similar one.
function follow(file: string, root: string): string | undefined {
  const names = relative(root, file).split(sep)
  if (names[0] === '..') return undefined
  let at = root
  for (const [index, name] of names.entries()) {
    const isLast = index === names.length - 1
    const found = findEntry(at, name, isLast)
    if (found === undefined) return undefined
    at = join(at, found)
  }
  return at
}

const CODE = /\.(?:astro|html|[cm]?[jt]sx?|json|css|scss|sass|less|styl)$/

function findEntry(folder: string, name: string, isFile: boolean): string | undefined {
  const names = entriesOf(folder, isFile)
  if (names.includes(name)) return name
  const stem = name.replace(CODE, '').toLowerCase()
  const isTwin = (entry: string): boolean =>
    isFile && CODE.test(entry) && entry.replace(CODE, '').toLowerCase() === stem
  const isSpelledAlike = (entry: string): boolean => entry.toLowerCase() === name.toLowerCase()
  const stems = names.map((entry) => entry.replace(CODE, ''))
  const near = stems.indexOf(nearestName(name.replace(CODE, ''), stems) ?? '')
  return names.find(isSpelledAlike) ?? names.find(isTwin) ?? names[near]
}

function entriesOf(folder: string, wantsFiles: boolean): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isSymbolicLink() || entry.isFile() === wantsFiles)
      .map(({ name }) => name)
      .toSorted()
  } catch {
    return []
  }
}

/** The most folders of the project that are searched. */
const MAX_FOLDERS = 500

// Searches for a file of that name in other folders.
function findElsewhere(specifier: string, root: string): string | undefined {
  const name = basename(specifier)
  const folders = [join(root, 'src')]
  // The loop also visits folders that are added meanwhile.
  for (const folder of folders) {
    const names = entriesOf(folder, true)
    const found = names.find((entry) => entry === name || entry.replace(CODE, '') === name)
    if (found !== undefined) return join(folder, found)
    if (folders.length > MAX_FOLDERS) return undefined
    const below = entriesOf(folder, false).filter((entry) => entry !== 'node_modules')
    folders.push(...below.map((entry) => join(folder, entry)).filter(isFolder))
  }
  return undefined
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

// https://docs.npmjs.com/cli/configuring-npm/package-json#name
const PACKAGE = /^(?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*(?=\/|$)/

function advisePackage({ specifier, importer, root }: MissingImport): string | undefined {
  const name = PACKAGE.exec(specifier)?.[0]
  if (name === undefined) {
    const isAlias = /^[@~#]?\//.test(specifier) || specifier.startsWith('#')
    return isAlias
      ? 'Set `compilerOptions.paths` in tsconfig.json, or import by a relative path.'
      : undefined
  }
  if (specifier.startsWith('node:') || builtinModules.includes(name)) return undefined
  const listed = listedPackages(importer, root)
  const { add, install } = installCommands(root)
  if (listed.includes(name))
    return `Run \`${install}\`: package.json has it, node_modules does not.`
  const near = nearestName(name, listed)
  if (near !== undefined) return `Did you mean '${near}${specifier.slice(name.length)}'?`
  return `Run \`${add} ${name}\`.`
}

function listedPackages(importer: string, root: string): string[] {
  const files = [join(dirname(importer), 'package.json'), join(root, 'package.json')]
  const json = readJson(files.find((file) => existsSync(file)))
  return ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'].flatMap(
    (kind) => Object.keys(Object(property(json, kind))),
  )
}

function readJson(file: string | undefined): unknown {
  try {
    return file === undefined ? undefined : JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
