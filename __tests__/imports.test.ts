import { describe, expect, test } from '@jest/globals'
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const root = fileURLToPath(new URL('..', import.meta.url))

/** A row of the table in docs/architecture.md. */
interface Room {
  /** Its folder, or its files, below `src/`. */
  readonly paths: readonly string[]
  /** Packages it may import, and `node:*`. */
  readonly packages: ReadonlySet<string>
  /** Packages whose types it may import. */
  readonly types: ReadonlySet<string>
}

interface Import {
  readonly specifier: string
  readonly isType: boolean
}

const docs = readFileSync(join(root, 'docs/architecture.md'), 'utf8')
const rooms = readRooms(docs)
const walks = [...docs.matchAll(/^- \*\*([^*]+)\*\*: ([^*]+→[^*]+?)(?=\n- |\n\n)/gm)].map(
  ([, name = '', line = '']) => [name, line] as const,
)
const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .toSorted()
const imports = new Map(
  files.map((file) => [file, readImports(readFileSync(join(root, 'src', file), 'utf8'))]),
)

describe('the table of folders in docs/architecture.md', () => {
  test('has a row for each folder and file of src, and no other', () => {
    expect(files.filter((file) => rowOf(file) < 0)).toEqual([])
    expect(rooms.filter((_, row) => !files.some((file) => rowOf(file) === row))).toEqual([])
  })

  test.each(files)('lets %s import what it imports', (file) => {
    const row = rowOf(file)
    const wrong = (imports.get(file) ?? []).filter((it) => !isAllowed(it, file, row))
    expect(wrong).toEqual([])
  })
})

test('no files of src import each other, types included', () => {
  expect(findCycle()).toEqual([])
})

test.each(walks)('%s passes files that exist, none of them twice', (_, line) => {
  const passed = codesIn(line)
  expect(passed.filter((file) => !files.includes(file))).toEqual([])
  expect(new Set(passed).size).toBe(passed.length)
  expect(passed.length).toBeGreaterThan(9)
})

test('an entry at the root of src only re-exports', () => {
  for (const entry of ['index.ts', 'runtime.ts', 'vite.ts', 'netlify/index.ts', 'forms/index.ts']) {
    const { statements } = parse(readFileSync(join(root, 'src', entry), 'utf8'))
    expect(statements.every((it) => ts.isExportDeclaration(it) && it.moduleSpecifier)).toBe(true)
  }
})

/** Reads the rows between `| folder |` and the next blank line. */
function readRooms(docs: string): Room[] {
  const [, table = ''] = /^\| folder \|.*\n\|[- |]+\n((?:\|.*\n)+)/m.exec(docs) ?? []
  return table
    .trim()
    .split('\n')
    .map((row) => {
      const [, paths = '', , outside = ''] = row.split('|')
      const [packages, types] = outside.split('types of')
      return {
        paths: codesIn(paths),
        packages: new Set(codesIn(packages)),
        types: new Set(codesIn(types)),
      }
    })
}

function codesIn(cell = ''): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)
}

/** The row with the longest path that holds a file: `dev/vite/` goes before `dev/`. */
function rowOf(file: string): number {
  const holding = rooms.flatMap(({ paths }, row) =>
    paths
      .filter((path) => (path.endsWith('/') ? file.startsWith(path) : file === path))
      .map((path) => ({ row, path })),
  )
  return holding.toSorted((a, b) => b.path.length - a.path.length)[0]?.row ?? -1
}

function isAllowed({ specifier, isType }: Import, file: string, row: number): boolean {
  if (specifier.startsWith('.')) return rowOf(join(dirname(file), specifier)) <= row
  const names = specifier.startsWith('node:') ? ['node:*', specifier] : [packageOf(specifier)]
  const room = rooms[row]
  return names.some((name) => room?.packages.has(name) || (isType && room?.types.has(name)))
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

function parse(code: string): ts.SourceFile {
  return ts.createSourceFile('file.ts', code, ts.ScriptTarget.Latest)
}

function readImports(code: string): Import[] {
  const found: Import[] = []
  const add = (node: ts.Node | undefined, isType: boolean) => {
    if (node && ts.isStringLiteralLike(node)) found.push({ specifier: node.text, isType })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, node.importClause?.isTypeOnly === true)
    } else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly)
    else if (ts.isImportTypeNode(node)) {
      if (ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true)
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false)
    }
    ts.forEachChild(node, visit)
  }
  visit(parse(code))
  return found
}

/** Walks all imports depth first; returns the first files that lead back to themselves. */
function findCycle(): string[] {
  const done = new Set<string>()
  const walk = (file: string, above: readonly string[]): string[] => {
    const start = above.indexOf(file)
    if (start >= 0) return [...above.slice(start), file]
    if (done.has(file)) return []
    for (const { specifier } of imports.get(file) ?? []) {
      if (!specifier.startsWith('.')) continue
      const cycle = walk(join(dirname(file), specifier), [...above, file])
      if (cycle.length > 0) return cycle
    }
    done.add(file)
    return []
  }
  return files.map((file) => walk(file, [])).find((cycle) => cycle.length > 0) ?? []
}
