import { isAbsolute, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { property } from '../shared/property.ts'
import { missingImportText } from './missing-import.ts'

/** An error of Vite, a plugin or a preprocessor, in one form. */
export interface Failure {
  /** One line. */
  readonly text: string
  /** Id of the module: an absolute path, perhaps with a query. */
  readonly id?: string | undefined
  /** The path without its query. */
  readonly file?: string | undefined
  /** The specifier that was not found, when the place of the import is unknown. */
  readonly specifier?: string | undefined
  /** Counts from 1. */
  readonly line?: number | undefined
  /** Counts from 1. */
  readonly column?: number | undefined
  /** The line, as the tool shows it. */
  readonly code?: string | undefined
}

// `[ src/a.ts:2:17 ]`: the place in a code frame of the bundler.
const DRAWN_PLACE = /^[^[\r\n\u2028\u2029]*\[ (?<file>.+):(?<line>\d+):(?<column>\d+) \]/m
// Vite's messages about imports that it cannot resolve. They continue with advice that does not
// apply here.
const UNRESOLVED = [
  ['failed to resolve import "', '" from "', '"'],
  ["Cannot find module '", "' imported from '", "'"],
  ['Failed to load url ', ' (resolved id: ', ') in ', '. Does the file'],
] as const
// The actual message is on the next line.
const PARSER = /^(?:Parse failure: )?Parse failed with \d+ errors?:\s+/
// The cause of an error in a native plugin of the bundler is at the end of the message.
const CAUSE = /Caused by:\s+(?<cause>[^]+)/
const JSON_CAUSE = ['JSONError { path: "', '", message: "', '", line: ', ', column: '] as const

/**
 * Reads an error of any tool.
 *
 * @returns Its text without colours, tags, code frames and stack, and its place as far as the tool
 *   knows it.
 */
export function toFailure(error: unknown): Failure {
  const first = firstError(error)
  const message = stripVTControlCharacters(String(property(first, 'message') ?? first))
  const plain = message.replace(PARSER, '')
  const unresolved = UNRESOLVED.map((marks) => textsBetween(plain, marks)).find(Boolean)
  if (unresolved) {
    const [specifier = '', file = ''] = [unresolved[0], unresolved.at(-2)]
    return { text: missingImportText(specifier), specifier, ...inModule(file) }
  }
  const style = missingStyle(plain)
  if (style !== undefined) {
    return { ...toPlace(first, plain), text: missingImportText(style), specifier: style }
  }
  const cause = CAUSE.exec(plain)?.groups?.['cause']
  if (cause !== undefined) return toCause(cause)
  const text = withoutPlace(firstLine(plain).replace(/^(?:\[[^\]]*\] ?){1,9}/, ''))
  const place = toPlace(first, plain)
  if (place.file === undefined) return { text: toDiskText(first, text), ...place }
  // Svelte writes `/path/of/File.svelte:2:15 text`.
  const own = text.startsWith(`${place.file}:`) ? text.slice(place.file.length) : text
  // The compilers of MDX write `7:11: text (mdx-jsx:unexpected-character)`.
  const bare = own.replace(/^:?\d+:\d+:? /, '').replace(/ \((?:mdx[\w-]*|oxc):[\w-]+\)$/, '')
  return { text: bare, ...place }
}

// If no plugin resolves an `@import`, PostCSS opens its path as written.
function missingStyle(plain: string): string | undefined {
  const path = /^(?:\[[^\]]*\] ?){0,9}ENOENT: no such file or directory, open '([^'\n]+)'/.exec(
    plain,
  )?.[1]
  return path === undefined || isAbsolute(path) ? undefined : path
}

/**
 * Returns the first error of a bundler's error, which holds those of all modules, or the error
 * itself.
 */
export function firstError(error: unknown): unknown {
  const errors = property(error, 'errors')
  return Array.isArray(errors) && errors.length > 0 ? errors[0] : error
}

// The names of errors whose `loc` has columns from 1.
const COUNTS_FROM_ONE = new Set<unknown>(['MDXError'])

// Tools report places as `loc` with columns from 0, as `line` and `column` from 1, which Vite
// copies to `loc` unchanged, or only in a code frame.
function toPlace(error: unknown, plain: string): Omit<Failure, 'text'> {
  const loc = property(error, 'loc')
  const line = toNumber(property(loc, 'line')) ?? toNumber(property(error, 'line'))
  const fromZero = toNumber(property(loc, 'column'))
  const fromOne = toNumber(property(error, 'column'))
  const isFromOne = fromZero === fromOne || COUNTS_FROM_ONE.has(property(error, 'name'))
  const place = {
    line,
    column: fromZero === undefined || isFromOne ? (fromOne ?? fromZero) : fromZero + 1,
    code: line === undefined ? undefined : toDrawnCode(plain, line),
  }
  const id = property(loc, 'file') ?? property(error, 'id') ?? property(error, 'file')
  if (typeof id === 'string') return { ...inModule(id), ...place }
  // Sass names the file by a URL.
  const url = String(property(property(error, 'span'), 'url'))
  if (url.startsWith('file:')) return { ...inModule(fileURLToPath(url)), ...place }
  const drawn = DRAWN_PLACE.exec(plain)?.groups
  return drawn ? { ...inModule(resolve(drawn['file'] ?? '')), ...place } : place
}

// `2 │ import x from "./x.ts";`, in a code frame of the bundler.
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

// Moves the path of `EACCES: permission denied, mkdir '/x'` to the front.
function toDiskText(error: unknown, text: string): string {
  const path = property(error, 'path')
  if (typeof property(error, 'syscall') !== 'string' || typeof path !== 'string') return text
  const [reason = text] = text.replace(/^[A-Z_]+: /, '').split(/, \w+ '/)
  return `${path}: ${reason} (${String(property(error, 'code'))})`
}

// Removes the place from a message: our errors show it in front, in one form for all tools.
function withoutPlace(text: string): string {
  const plain = text.replace(/^.+?:\d+:\d+: /, '')
  const end = plain.startsWith("Could not resolve '") ? plain.lastIndexOf("' in ") : -1
  return end < 0 ? plain : plain.slice(0, end + 1)
}

function inModule(id: string): Pick<Failure, 'id' | 'file'> {
  return { id, file: id.replace(/[?\0].*$/s, '') }
}

// The texts between marks that follow each other, and the text behind the last mark. A regular
// expression with lazy groups would find the same, but not in linear time.
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

// With the line behind a colon: a command, or the reason.
function firstLine(text: string): string {
  const [first = '', next = ''] = text.trim().split('\n')
  return first.endsWith(':') ? `${first} ${next.trim()}`.trimEnd() : first
}

function toNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}
