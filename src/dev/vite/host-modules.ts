import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, resolve, sep } from 'node:path'
import { isFile } from '../../loader/scan.ts'
import type { Vite } from '../../project/build-tools.ts'
import { realPath } from '../../project/real-path.ts'

/** Where to search for the modules of the server. */
export interface HostSearch {
  readonly vite: Pick<Vite, 'parseSync'>
  /** Absolute path of the project. Files outside it, and packages, are ignored. */
  readonly root: string
  /** The file that Node was started with. */
  readonly entry: string | undefined
}

/**
 * Finds the modules of the project that Node itself has loaded for the server: those that its entry
 * imports, and those loaded by `require()`.
 *
 * @returns Absolute paths, each with the module that imports it.
 */
export function findHostModules(search: HostSearch): Map<string, string> {
  const { vite, root, entry } = search
  const found = new Map<string, string>()
  const isOwn = (file: string): boolean =>
    file.startsWith(root + sep) && !file.includes(`${sep}node_modules${sep}`)
  const require = createRequire(import.meta.url)
  const { cache } = require
  for (const [file, module] of Object.entries(cache)) {
    if (isOwn(file)) found.set(file, module?.parent?.filename ?? entry ?? file)
  }
  // Required modules may import others as well.
  const left = [...found.keys(), ...toFiles(entry, require)]
  for (let file = left.pop(); file !== undefined; file = left.pop()) {
    for (const imported of importsOf(file, vite)) {
      if (found.has(imported) || !isOwn(imported)) continue
      found.set(imported, file)
      left.push(imported)
    }
  }
  return found
}

/** How many modules have been loaded by `require()`: more of them may be found when the number has changed. */
export function countRequired(): number {
  return Object.keys(createRequire(import.meta.url).cache).length
}

/**
 * Tells whether a module has state that two copies of it would not share: a variable that changes,
 * or an object that is created when the module runs. Functions, classes and constants with plain
 * values work the same twice.
 *
 * @param file - Absolute path.
 * @returns True when it has state, or does not parse; false for a file that was deleted.
 */
export function keepsState(file: string, vite: Pick<Vite, 'parseSync'>): boolean {
  if (!isFile(file)) return false
  const { program, errors } = vite.parseSync(file, readFileSync(file, 'utf8'))
  return errors.length > 0 || program.body.some((statement) => isStateful(statement))
}

// `node .` and `node server` name a folder, or a file without extension. Node may also start
// without any.
function toFiles(entry: string | undefined, { resolve: find }: NodeJS.Require): string[] {
  try {
    return entry === undefined ? [] : [realPath(find(entry))]
  } catch {
    return []
  }
}

interface Statement {
  readonly type: string
  readonly kind?: unknown
  readonly declaration?: unknown
  readonly declarations?: unknown
}

function isStateful(statement: Statement): boolean {
  const { type, kind, declaration, declarations } = statement
  if (type === 'ExportNamedDeclaration' && isStatement(declaration)) return isStateful(declaration)
  if (type === 'ExportDefaultDeclaration')
    return isStatement(declaration) && isMade(declaration.type)
  if (type !== 'VariableDeclaration' || !Array.isArray(declarations)) return false
  const values: unknown[] = declarations.map((one: { init?: unknown }) => one.init)
  return kind !== 'const' || values.some((init) => isStatement(init) && isMade(init.type))
}

const MADE = [
  'NewExpression',
  'CallExpression',
  'AwaitExpression',
  'ObjectExpression',
  'ArrayExpression',
]

function isMade(type: string): boolean {
  return MADE.includes(type)
}

function isStatement(value: unknown): value is Statement {
  return typeof value === 'object' && value !== null && 'type' in value
}

function importsOf(file: string, vite: Pick<Vite, 'parseSync'>): string[] {
  // A module that was required may have been deleted since.
  if (!CODE.test(file) || !isFile(file)) return []
  const source = readFileSync(file, 'utf8')
  const { module } = vite.parseSync(file, source)
  const { staticImports, staticExports, dynamicImports } = module
  const specifiers = [
    ...staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...staticExports.flatMap(({ entries }) => entries.map((one) => one.moduleRequest?.value)),
    ...dynamicImports.map(({ moduleRequest: { start, end } }) => source.slice(start + 1, end - 1)),
  ]
  return specifiers.flatMap((specifier) => resolveFile(specifier, file) ?? [])
}

const CODE = /\.[cm]?[jt]s$/

// Resolves like Node, and like tools that run TypeScript.
function resolveFile(specifier: string | undefined, importer: string): string | undefined {
  if (specifier?.startsWith('#')) return toDefined(specifier, importer)
  if (specifier === undefined || !/^\.\.?(?:\/|$)/.test(specifier)) return undefined
  const path = resolve(dirname(importer), specifier)
  const base = path.replace(/\.[cm]?js$/, '')
  const names = [
    path,
    ...['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs', '/index.js', '/index.ts'].map(
      (end) => base + end,
    ),
  ]
  const file = names.find(isFile)
  return file && CODE.test(file) ? realPath(file) : undefined
}

// A name of `imports` in package.json.
function toDefined(specifier: string, importer: string): string | undefined {
  try {
    const file = createRequire(importer).resolve(specifier)
    return CODE.test(file) ? realPath(file) : undefined
  } catch {
    return undefined
  }
}
