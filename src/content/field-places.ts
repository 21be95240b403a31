import { extname } from 'node:path'
import type { Place } from '../compiler/place.ts'

type Path = readonly (string | number)[]

/** A key or a list item of a data file: where it is first, and what is below it. */
interface Field {
  readonly place: Place
  readonly below: Map<string, Field>
}

/** Parses JavaScript; JSON is a part of it. */
export type ParseScript = (file: string, code: string) => { readonly program: unknown }

/**
 * Finds the field of a data file, or of the frontmatter of a text.
 *
 * @param file - Its extension decides how the text is read.
 * @param path - The field: `['author', 'tags', 0]`.
 * @returns The place of the field. A field that is missing is where its parent is.
 */
export function findField(
  { file, text }: { readonly file: string; readonly text: string },
  path: Path,
  parse: ParseScript,
): Place {
  let field = fieldsOf(file, text, parse)
  for (const key of path) {
    const next = field.below.get(String(key))
    if (next === undefined) break
    field = next
  }
  return field.place
}

/** What was read last: a file with many mistakes is read once. */
let last: { readonly file: string; readonly text: string; readonly fields: Field } | undefined

function fieldsOf(file: string, text: string, parse: ParseScript): Field {
  if (last?.file === file && last.text === text) return last.fields
  last = { file, text, fields: readFields(file, text, parse) }
  return last.fields
}

function readFields(file: string, text: string, parse: ParseScript): Field {
  const extension = extname(file)
  if (extension === '.json') return readJson(text, parse)
  if (extension === '.toml') return readToml(text, 1)
  if (/^\.ya?ml$/.test(extension)) return readYaml(text, 1)
  const [fence, block] = frontmatterOf(text)
  return fence === '+++' ? readToml(block, 2) : readYaml(block, 2)
}

const createRoot = (): Field => ({ place: { line: 1, column: 1 }, below: new Map() })

// The first of several with one name is kept.
function addField(parent: Field, key: string | number, place: Place): Field {
  const known = parent.below.get(String(key))
  if (known !== undefined) return known
  const field: Field = { place, below: new Map() }
  parent.below.set(String(key), field)
  return field
}

function frontmatterOf(text: string): [fence: string, block: string] {
  const [, fence = '', block = ''] =
    /^\uFEFF?(---|\+\+\+)[^\n]*\n([^]*?)(?:\r?\n(?:---|\+\+\+)|$)/.exec(text) ?? []
  return [fence, block]
}

interface Level {
  readonly indent: number
  readonly key: string | number
  readonly field: Field
}

const YAML_KEY =
  /^(?:"([^"]*)"\s*|'([^']*)'\s*|([^\s#"'[\]{},&*!|>%@`-][^:#]*|-[^\s:#][^:#]*)):(?:\s|$)/

// Block style only: the fields of `{ a: 1 }` are where the object is.
function readYaml(text: string, firstLine: number): Field {
  const root = createRoot()
  const levels: Level[] = []
  text.split('\n').forEach((line, index) => {
    let column = line.length - line.trimStart().length
    let rest = line.slice(column).trimEnd()
    const add = (key: string | number) => {
      const parent = levels.at(-1)?.field ?? root
      const place = { line: firstLine + index, column: column + 1 }
      levels.push({ indent: column, key, field: addField(parent, key, place) })
    }
    while (/^-(?:\s|$)/.test(rest)) {
      dropLevels(levels, (level) => level.indent > column)
      const last = levels.at(-1)
      const isNext = last?.indent === column && typeof last.key === 'number'
      if (isNext) levels.pop()
      add(isNext && typeof last.key === 'number' ? last.key + 1 : 0)
      const after = rest.slice(1).trimStart()
      column += rest.length - after.length
      rest = after
    }
    const [, double, single, plain] = YAML_KEY.exec(rest) ?? []
    const key = double ?? single ?? plain?.trim()
    if (key === undefined) return
    dropLevels(levels, (level) => level.indent >= column)
    add(key)
  })
  return root
}

function dropLevels(levels: Level[], isOver: (level: Level) => boolean): void {
  for (let last = levels.at(-1); last !== undefined && isOver(last); last = levels.at(-1)) {
    levels.pop()
  }
}

const TOML_TABLE = /^(\[{1,2})([^\]\n]*)\]/
const TOML_KEY = /^("[^"]*"\s*|'[^']*'\s*|[\w.\s-]+)=/

function readToml(text: string, firstLine: number): Field {
  const root = createRoot()
  const counts = new Map<string, number>()
  let table = root
  text.split('\n').forEach((line, index) => {
    const column = line.length - line.trimStart().length
    const place = { line: firstLine + index, column: column + 1 }
    const add = (parent: Field, keys: Path): Field => {
      return keys.reduce((field, key) => addField(field, key, place), parent)
    }
    const rest = line.slice(column)
    const [, bracket, written = ''] = TOML_TABLE.exec(rest) ?? []
    const name = written.trim()
    if (bracket !== undefined) {
      const keys = toKeys(name)
      table = add(root, bracket === '[' ? keys : [...keys, countOf(counts, name)])
      return
    }
    const [, key] = TOML_KEY.exec(rest) ?? []
    if (key !== undefined) add(table, toKeys(key.trim()))
  })
  return root
}

function toKeys(name: string): string[] {
  if (/^(["']).*\1$/.test(name)) return [name.slice(1, -1)]
  return name.split('.').map((key) => key.trim().replaceAll(/^["']|["']$/g, ''))
}

function countOf(counts: Map<string, number>, name: string): number {
  const count = counts.get(name) ?? 0
  counts.set(name, count + 1)
  return count
}

/** The parts of a syntax tree that JSON has. */
interface JsonNode {
  readonly type: string
  readonly start: number
  readonly value?: unknown
  readonly expression?: JsonNode
  readonly body?: readonly JsonNode[]
  readonly key?: JsonNode
  readonly properties?: readonly JsonNode[]
  readonly elements?: readonly (JsonNode | null)[]
}

function readJson(text: string, parse: ParseScript): Field {
  const root = createRoot()
  const place = placeInOrder(text)
  const visit = (node: JsonNode | undefined, field: Field): void => {
    for (const property of node?.properties ?? []) {
      const inner = addField(field, String(property.key?.value), place(property.start - 1))
      visit(property.value as JsonNode, inner)
    }
    node?.elements?.forEach((element, index) => {
      if (element !== null) visit(element, addField(field, index, place(element.start - 1)))
    })
  }
  const program = parse('data.js', `(${text}\n)`).program as JsonNode
  const [statement] = program.body ?? []
  const { expression } = statement ?? {}
  visit(expression?.type === 'ParenthesizedExpression' ? expression.expression : expression, root)
  return root
}

// For offsets that do not become smaller: the text is read once.
function placeInOrder(text: string): (offset: number) => Place {
  let line = 1
  let start = 0
  let next = text.indexOf('\n')
  return (offset) => {
    while (next >= 0 && next < offset) {
      line += 1
      start = next + 1
      next = text.indexOf('\n', start)
    }
    return { line, column: offset - start + 1 }
  }
}
