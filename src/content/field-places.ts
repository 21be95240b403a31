import { extname } from 'node:path'
import { placeAt, type Place } from '../compiler/place.ts'

type Path = readonly (string | number)[]

/** The keys and list items of a data file, each with its place. */
type Places = readonly { readonly path: Path; readonly place: Place }[]

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
  const { places, first } = readPlaces(file, text, parse)
  for (let length = path.length; length > 0; length--) {
    const found = places.find((one) => isStart(path, one.path, length))
    if (found) return found.place
  }
  return first
}

function isStart(path: Path, other: Path, length: number): boolean {
  return other.length === length && other.every((key, index) => String(key) === String(path[index]))
}

function readPlaces(
  file: string,
  text: string,
  parse: ParseScript,
): { places: Places; first: Place } {
  const first = { line: 1, column: 1 }
  const extension = extname(file)
  if (extension === '.json') return { places: readJson(text, parse), first }
  if (extension === '.toml') return { places: readToml(text, 1), first }
  if (/^\.ya?ml$/.test(extension)) return { places: readYaml(text, 1), first }
  const [fence, block] = frontmatterOf(text)
  return { places: fence === '+++' ? readToml(block, 2) : readYaml(block, 2), first }
}

function frontmatterOf(text: string): [fence: string, block: string] {
  const [, fence = '', block = ''] =
    /^\uFEFF?(---|\+\+\+)[^\n]*\n([^]*?)(?:\r?\n(?:---|\+\+\+)|$)/.exec(text) ?? []
  return [fence, block]
}

interface Level {
  readonly indent: number
  readonly key: string | number
}

const YAML_KEY =
  /^(?:"([^"]*)"\s*|'([^']*)'\s*|([^\s#"'[\]{},&*!|>%@`-][^:#]*|-[^\s:#][^:#]*)):(?:\s|$)/

// Block style only: the fields of `{ a: 1 }` are where the object is.
function readYaml(text: string, firstLine: number): Places {
  const places: { path: Path; place: Place }[] = []
  const levels: Level[] = []
  text.split('\n').forEach((line, index) => {
    let column = line.length - line.trimStart().length
    let rest = line.slice(column).trimEnd()
    const add = (key: string | number) => {
      levels.push({ indent: column, key })
      const path = levels.map((level) => level.key)
      places.push({ path, place: { line: firstLine + index, column: column + 1 } })
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
  return places
}

function dropLevels(levels: Level[], isOver: (level: Level) => boolean): void {
  for (let last = levels.at(-1); last !== undefined && isOver(last); last = levels.at(-1)) {
    levels.pop()
  }
}

const TOML_TABLE = /^(\[{1,2})([^\]\n]*)\]/
const TOML_KEY = /^("[^"]*"\s*|'[^']*'\s*|[\w.\s-]+)=/

function readToml(text: string, firstLine: number): Places {
  const places: { path: Path; place: Place }[] = []
  const counts = new Map<string, number>()
  let table: Path = []
  text.split('\n').forEach((line, index) => {
    const column = line.length - line.trimStart().length
    const place = { line: firstLine + index, column: column + 1 }
    const rest = line.slice(column)
    const [, bracket, written = ''] = TOML_TABLE.exec(rest) ?? []
    const name = written.trim()
    if (bracket !== undefined) {
      table = bracket === '[' ? toKeys(name) : [...toKeys(name), countOf(counts, name)]
      return void places.push({ path: table, place })
    }
    const [, key] = TOML_KEY.exec(rest) ?? []
    if (key !== undefined) places.push({ path: [...table, ...toKeys(key.trim())], place })
  })
  return places
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

function readJson(text: string, parse: ParseScript): Places {
  const places: { path: Path; place: Place }[] = []
  const add = (path: Path, { start }: JsonNode) =>
    places.push({ path, place: placeAt(text, start - 1) })
  function visit(node: JsonNode | undefined, path: Path): void {
    for (const property of node?.properties ?? []) {
      const inner = [...path, String(property.key?.value)]
      add(inner, property)
      visit(property.value as JsonNode, inner)
    }
    node?.elements?.forEach((element, index) => {
      if (element === null) return
      add([...path, index], element)
      visit(element, [...path, index])
    })
  }
  const program = parse('data.js', `(${text}\n)`).program as JsonNode
  const [statement] = program.body ?? []
  const { expression } = statement ?? {}
  visit(expression?.type === 'ParenthesizedExpression' ? expression.expression : expression, [])
  return places
}
