import { resolve } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

/** What an error of Vite, of a plugin or of a preprocessor tells, in one shape. */
export interface Failure {
  /** One line. */
  readonly text: string
  /** Absolute. */
  readonly file?: string | undefined
  /** The text that line and column are of, when it is no file. */
  readonly source?: string | undefined
  /** Counted from 1. */
  readonly line?: number | undefined
  /** Counted from 1. */
  readonly column?: number | undefined
}

// `[ src/a.ts:2:17 ]`: the place in a frame drawn by the bundler.
const DRAWN_PLACE = /\[ (?<file>.+):(?<line>\d+):(?<column>\d+) \]/
// Vite's text for a package that is not installed; it goes on with advice that is not meant for us.
const UNRESOLVED = /failed to resolve import "(?<specifier>.+?)" from "(?<file>.+?)"/

/**
 * Reads an error of any tool.
 *
 * @param error - What was thrown.
 * @returns Its text without colours, tags, frames and stack, and its place as far as it is told.
 */
export function toFailure(error: unknown): Failure {
  const plain = stripVTControlCharacters(String(property(error, 'message') ?? error))
  const unresolved = UNRESOLVED.exec(plain)?.groups
  if (unresolved) {
    const { specifier, file = '' } = unresolved
    return { text: `Could not resolve '${specifier}'`, file: withoutQuery(file) }
  }
  const text = (plain.split('\n')[0] ?? '').replace(/^(?:\[[^\]]*\] ?)+/, '')
  return { text: withoutPlace(text), ...toPlace(error, plain) }
}

/**
 * Reads a property of a value of unknown shape.
 *
 * @param value - Anything.
 * @param name - The property.
 * @returns Its value, `undefined` when there is none.
 */
export function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

// Each tool has its own way: `loc` with columns from 0, `line` and `column` from 1, or a drawing.
function toPlace(error: unknown, plain: string): Omit<Failure, 'text'> {
  const loc = property(error, 'loc')
  const line = toNumber(property(loc, 'line')) ?? toNumber(property(error, 'line'))
  const column = toNumber(property(loc, 'column'))
  const place = {
    line,
    column: column === undefined ? toNumber(property(error, 'column')) : column + 1,
  }
  const file = property(loc, 'file') ?? property(error, 'id') ?? property(error, 'file')
  if (typeof file === 'string') return { file: withoutQuery(file), ...place }
  const drawn = DRAWN_PLACE.exec(plain)?.groups
  if (drawn) return { file: resolve(drawn['file'] ?? ''), ...place }
  // The minifier of CSS: Vite hands it all styles of a file as one text.
  const source = property(error, 'source')
  return typeof source === 'string' ? { source, ...place } : place
}

// What a tool says of the place in its text, we say in front, in one form for all tools.
function withoutPlace(text: string): string {
  return text.replace(/^.+?:\d+:\d+: /, '').replace(/^(Could not resolve '.+') in .*$/, '$1')
}

function withoutQuery(id: string): string {
  return id.replace(/[?\0].*$/s, '')
}

function toNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}
