import { SsrPagesError } from '../shared/errors.ts'

/**
 * A value as JSON: strings, finite numbers, booleans and null are written as they are, all others
 * as `[kind, ...parts]`.
 */
export type Encoded = string | number | boolean | null | readonly Encoded[]

/** How a kind of value is taken apart and put together again. */
interface Kind {
  toParts(value: unknown): readonly unknown[]
  fromParts(parts: readonly unknown[]): unknown
}

// Kinds by their `Object.prototype.toString` tag, which is the same in all realms. Other values
// cannot be stored.
const KINDS: ReadonlyMap<string, Kind> = new Map([
  ['Undefined', { toParts: () => [], fromParts: () => undefined }],
  ['Number', { toParts: numberToParts, fromParts: ([text]) => Number(text) }],
  ['BigInt', { toParts: (value) => [String(value)], fromParts: ([text]) => BigInt(String(text)) }],
  ['URL', { toParts: (value) => [String(value)], fromParts: ([href]) => new URL(String(href)) }],
  ['Date', { toParts: (value) => [Number(value)], fromParts: ([time]) => new Date(Number(time)) }],
  ['RegExp', { toParts: regExpToParts, fromParts: regExpFromParts }],
  ['Array', { toParts: (value) => [...toIterable(value)], fromParts: (parts) => parts }],
  ['Set', { toParts: (value) => [...toIterable(value)], fromParts: (parts) => new Set(parts) }],
  ['Map', { toParts: mapToParts, fromParts: (parts) => new Map(toPairs(parts)) }],
  ['Object', { toParts: objectToParts, fromParts: objectFromParts }],
])

const MAX_DEPTH = 500

/**
 * Converts a value to JSON that keeps its type. The result is a copy: later changes do not affect
 * it.
 *
 * @param value - JSON data, `undefined`, and Date, Map, Set, URL, RegExp and BigInt, nested as
 *   needed.
 * @param name - The name of the value in errors.
 * @throws {SsrPagesError} SESSION_VALUE_INVALID: when the value would not come back as it was
 */
export function encode(value: unknown, name: string): Encoded {
  return encodeWithin(value, name, new Set())
}

/**
 * Restores a value from a result of {@link encode}; other input is not supported.
 *
 * @returns A new value each time.
 */
export function decode(encoded: Encoded): unknown {
  if (typeof encoded !== 'object' || encoded === null) return encoded
  const [kind, ...parts] = encoded
  return KINDS.get(String(kind))?.fromParts(parts.map(decode))
}

function encodeWithin(value: unknown, path: string, parents: Set<unknown>): Encoded {
  if (isPlain(value)) return value
  if (parents.has(value)) throw invalid(path, 'contains itself')
  if (parents.size === MAX_DEPTH) throw invalid(path, 'is nested too deep')
  const name = nameOf(value)
  const kind = KINDS.get(name)
  if (kind === undefined) throw invalid(path, `is ${describe(value)}`)
  parents.add(value)
  const parts = kind
    .toParts(value)
    .map((part, i, all) => encodeWithin(part, path + pathOf(name, i, all), parents))
  parents.delete(value)
  return [name, ...parts]
}

function isPlain(value: unknown): value is string | number | boolean | null {
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0)
  return typeof value === 'string' || typeof value === 'boolean' || value === null
}

// Instances of classes are refused: they would come back without their methods.
function nameOf(value: unknown): string {
  const name = Object.prototype.toString.call(value).slice('[object '.length, -1)
  return name === 'Object' && !isPlainObject(value) ? '' : name
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return false
  return Object.getOwnPropertySymbols(value).length === 0
}

function pathOf(kind: string, i: number, parts: readonly unknown[]): string {
  if (kind === 'Array') return `[${i}]`
  return kind === 'Object' && i % 2 === 1 ? `.${String(parts[i - 1])}` : ''
}

function describe(value: unknown): string {
  if (typeof value !== 'object' || value === null) return `a ${typeof value}`
  return `an object of ${value.constructor?.name || 'a class'}`
}

function invalid(path: string, why: string): SsrPagesError {
  return new SsrPagesError(
    'SESSION_VALUE_INVALID',
    `A session cannot keep ${path}, which ${why}.`,
    {
      path,
    },
  )
}

// Handles NaN, Infinity and -0, which JSON does not have.
function numberToParts(value: unknown): string[] {
  return [Object.is(value, -0) ? '-0' : String(value)]
}

function regExpToParts(value: unknown): unknown[] {
  const { source, flags } = value as RegExp
  return [source, flags]
}

function regExpFromParts([source, flags]: readonly unknown[]): RegExp {
  return new RegExp(String(source), String(flags))
}

function mapToParts(value: unknown): unknown[] {
  return [...(value as ReadonlyMap<unknown, unknown>)].flat()
}

function objectToParts(value: unknown): unknown[] {
  return Object.entries(value as object).flat()
}

// Also creates an own property for the name `__proto__`.
function objectFromParts(parts: readonly unknown[]): object {
  return Object.fromEntries(toPairs(parts) as [string, unknown][])
}

function toIterable(value: unknown): Iterable<unknown> {
  return value as Iterable<unknown>
}

function toPairs(parts: readonly unknown[]): [unknown, unknown][] {
  return Array.from({ length: parts.length / 2 }, (_, i) => [parts[2 * i], parts[2 * i + 1]])
}
