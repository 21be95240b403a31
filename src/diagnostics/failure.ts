import { isAbsolute, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'

/** What an error of Vite, of a plugin or of a preprocessor tells, in one shape. */
export interface Failure {
  /** One line. */
  readonly text: string
  /** The module: an absolute path, perhaps with a query. */
  readonly id?: string | undefined
  /** The path without query. */
  readonly file?: string | undefined
  /** What the module wanted to import, when the place of that is unknown. */
  readonly specifier?: string | undefined
  /** Counted from 1. */
  readonly line?: number | undefined
  /** Counted from 1. */
  readonly column?: number | undefined
  /** The line, as the tool shows it. */
  readonly code?: string | undefined
}

// `[ src/a.ts:2:17 ]`: the place in a frame drawn by the bundler.
const DRAWN_PLACE = /^[^[\r\n\u2028\u2029]*\[ (?<file>.+):(?<line>\d+):(?<column>\d+) \]/m
// Vite's texts for what is not there; they go on with advice that is not meant for us.
const UNRESOLVED = [
  ['failed to resolve import "', '" from "', '"'],
  ["Cannot find module '", "' imported from '", "'"],
  ['Failed to load url ', ' (resolved id: ', ') in ', '. Does the file'],
] as const
// What is wrong is in the next line.
const PARSER = /^(?:Parse failure: )?Parse failed with \d+ errors?:\s+/
// What broke a native plugin of the bundler is at the end of its text.
const CAUSE = /Caused by:\s+(?<cause>[^]+)/
const JSON_CAUSE = ['JSONError { path: "', '", message: "', '", line: ', ', column: '] as const

/**
 * Reads an error of any tool.
 *
 * @param error - What was thrown.
 * @returns Its text without colours, tags, frames and stack, and its place as far as it is told.
 */
export function toFailure(error: unknown): Failure {
  const first = firstError(error)
  const message = stripVTControlCharacters(String(property(first, 'message') ?? first))
  const plain = message.replace(PARSER, '')
  const unresolved = UNRESOLVED.map((marks) => textsBetween(plain, marks)).find(Boolean)
  if (unresolved) {
    const [specifier, file = ''] = [unresolved[0], unresolved.at(-2)]
    return { text: `Could not resolve '${specifier}'`, specifier, ...inModule(file) }
  }
  const style = missingStyle(plain)
  if (style !== undefined) {
    return { ...toPlace(first, plain), text: `Could not resolve '${style}'`, specifier: style }
  }
  const cause = CAUSE.exec(plain)?.groups?.['cause']
  if (cause !== undefined) return toCause(cause)
  const text = withoutPlace(firstLine(plain).replace(/^(?:\[[^\]]*\] ?){1,9}/, ''))
  const place = toPlace(first, plain)
  return { text: place.file === undefined ? toDiskText(first, text) : text, ...place }
}

// PostCSS opens what an `@import` names that nobody resolved, as it is written.
function missingStyle(plain: string): string | undefined {
  const path = /^(?:\[[^\]]*\] ?){0,9}ENOENT: no such file or directory, open '([^'\n]+)'/.exec(
    plain,
  )?.[1]
  return path === undefined || isAbsolute(path) ? undefined : path
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

/**
 * Unpacks the error of a bundler, which holds those of all modules.
 *
 * @param error - What was thrown.
 * @returns The first of the errors, or the error itself.
 */
export function firstError(error: unknown): unknown {
  const errors = property(error, 'errors')
  return Array.isArray(errors) && errors.length > 0 ? errors[0] : error
}

// Each tool has its own way: `loc` with columns from 0, `line` and `column` from 1, which Vite copies to
// `loc` as they are, or a drawing.
function toPlace(error: unknown, plain: string): Omit<Failure, 'text'> {
  const loc = property(error, 'loc')
  const line = toNumber(property(loc, 'line')) ?? toNumber(property(error, 'line'))
  const fromZero = toNumber(property(loc, 'column'))
  const fromOne = toNumber(property(error, 'column'))
  const place = {
    line,
    column: fromZero === undefined || fromZero === fromOne ? fromOne : fromZero + 1,
    code: line === undefined ? undefined : toDrawnCode(plain, line),
  }
  const id = property(loc, 'file') ?? property(error, 'id') ?? property(error, 'file')
  if (typeof id === 'string') return { ...inModule(id), ...place }
  // Sass names the file it was in by a URL.
  const url = String(property(property(error, 'span'), 'url'))
  if (url.startsWith('file:')) return { ...inModule(fileURLToPath(url)), ...place }
  const drawn = DRAWN_PLACE.exec(plain)?.groups
  return drawn ? { ...inModule(resolve(drawn['file'] ?? '')), ...place } : place
}

// `2 │ import x from "./x.ts";`, in a frame drawn by the bundler.
function toDrawnCode(plain: string, line: number): string | undefined {
  return new RegExp(`^ *${line} │ ?(?<code>.*)$`, 'm').exec(plain)?.groups?.['code']
}

function toCause(cause: string): Failure {
  const [file, message = '', line = '', column = ''] = textsBetween(cause, JSON_CAUSE) ?? []
  if (file !== undefined) {
    const [text = message] = message.split(/ at line \d/, 1)
    return { text, ...inModule(file), line: Number(line), column: Number.parseInt(column, 10) }
  }
  const first = firstLine(cause)
  return { text: /^tsconfig /i.test(first) ? `tsconfig.json: ${first}` : first }
}

// Of the system's `EACCES: permission denied, mkdir '/x'` the path goes in front.
function toDiskText(error: unknown, text: string): string {
  const path = property(error, 'path')
  if (typeof property(error, 'syscall') !== 'string' || typeof path !== 'string') return text
  const [reason = text] = text.replace(/^[A-Z_]+: /, '').split(/, \w+ '/)
  return `${path}: ${reason} (${String(property(error, 'code'))})`
}

// What a tool says of the place in its text, we say in front, in one form for all tools.
function withoutPlace(text: string): string {
  const plain = text.replace(/^.+?:\d+:\d+: /, '')
  const end = plain.startsWith("Could not resolve '") ? plain.lastIndexOf("' in ") : -1
  return end < 0 ? plain : plain.slice(0, end + 1)
}

function inModule(id: string): Pick<Failure, 'id' | 'file'> {
  return { id, file: id.replace(/[?\0].*$/s, '') }
}

// What stands between some marks that follow each other, and behind the last. Lazy expressions would say the same, in a time
// that grows with a power of the text.
function textsBetween(text: string, marks: readonly string[]): string[] | undefined {
  const texts: string[] = []
  let end = 0
  for (const mark of marks) {
    const next = text.indexOf(mark, end)
    if (next < 0) return undefined
    texts.push(text.slice(end, next))
    end = next + mark.length
  }
  return [...texts.slice(1), text.slice(end)]
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? ''
}

function toNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}
