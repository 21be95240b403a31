import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import ts from 'typescript'
import { errorNames } from '../src/shared/errors.ts'
import { ROOT } from './support/root.ts'

const SOURCE = join(ROOT, 'src')
const ENTRIES = ['index.ts', 'runtime.ts', 'vite.ts', 'netlify/index.ts', 'forms/index.ts']

const options: ts.CompilerOptions = {
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  allowImportingTsExtensions: true,
  noLib: true,
  types: [],
}
const host = ts.createCompilerHost(options)
// Only the names of this package matter: its dependencies are not parsed.
host.resolveModuleNameLiterals = (imports, file) =>
  imports.map(({ text }) => ({
    resolvedModule: text.startsWith('.') ? toModule(file, text) : undefined,
  }))

function toModule(file: string, specifier: string): ts.ResolvedModuleFull {
  return { resolvedFileName: resolve(dirname(file), specifier), extension: ts.Extension.Ts }
}

const program = ts.createProgram(
  ENTRIES.map((entry) => join(SOURCE, entry)),
  options,
  host,
)
const checker = program.getTypeChecker()

/** The symbols that an entry exports, as the module that declares each of them knows it. */
function exportsOf(entry: string): ts.Symbol[] {
  const file = program.getSourceFile(join(SOURCE, entry))
  const module = file === undefined ? undefined : checker.getSymbolAtLocation(file)
  if (module === undefined) throw new Error(`${entry} is not a module`)
  return checker
    .getExportsOfModule(module)
    .map((name) => (name.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(name) : name))
}

function isDescribed(symbol: ts.Symbol): boolean {
  return symbol.getDocumentationComment(checker).length > 0
}

describe.each(ENTRIES)('of what src/%s exports', (entry) => {
  const names = exportsOf(entry)

  test('an editor has a sentence to show for every name', () => {
    expect(names.length).toBeGreaterThan(3)
    expect(names.filter((name) => !isDescribed(name)).map(({ name }) => name)).toEqual([])
  })
})

test('the linter asks for @param and @returns in every file whose names the package exports', () => {
  const { overrides } = JSON.parse(readFileSync(join(ROOT, '.oxlintrc.json'), 'utf8'))
  const strict = overrides.find(({ rules }: { rules: object }) => 'jsdoc/require-param' in rules)
  const files = ENTRIES.flatMap(exportsOf)
    .flatMap(({ declarations = [] }) => declarations)
    .map((declaration) => relative(ROOT, declaration.getSourceFile().fileName))
  expect(strict.files).toEqual([...new Set(files)].toSorted())
})

test('every code that a @throws names is in the table of errors', () => {
  const codes = new Set<string>(errorNames)
  const named = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => readFileSync(join(SOURCE, file), 'utf8').match(/@throws [^@/]+/g) ?? [])
    .flatMap((tag) => tag.split(':', 1)[0]?.match(/\b[A-Z]{3,}[A-Z_]*/g) ?? [])
  expect(named.length).toBeGreaterThan(50)
  expect(named.filter((code) => !codes.has(code))).toEqual([])
})
