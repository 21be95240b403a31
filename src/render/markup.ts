import { escapeHtml } from '../shared/escape.ts'
import { NO_MARK } from './mark.ts'
import type { Pending, Renderable } from './renderable.ts'
import type { Sink } from './sink.ts'
import { Template } from './template.ts'

/** Finished HTML of a template all of whose values were known when it was created. */
export class Markup implements Renderable {
  readonly html: string

  /**
   * @param html - HTML that is safe to print as it is.
   */
  constructor(html: string) {
    this.html = html
  }

  '~render'(sink: Sink): Pending {
    sink.write(this.html)
    return undefined
  }
}

/** Markup and values in turns, beginning and ending with markup. */
type Parts = readonly [html: string, ...unknown[]]

/**
 * Replaces a template in optimized builds. Strings, numbers and finished markup are joined at once;
 * the other values wait until they are printed, as with `render()`.
 *
 * @param parts - The template's markup, including its attributes, with the values in between.
 * @returns A value that a template can print.
 */
export function markup(...parts: Parts): Markup | Template {
  const html = rawMarkup(...parts)
  return typeof html === 'string' ? new Markup(html) : html
}

/**
 * Like `markup()`, for callers that know that a returned string is HTML.
 *
 * @param parts - The template's markup, including its attributes, with the values in between.
 * @returns HTML, or a template if a part of it has to wait.
 */
export function rawMarkup(...parts: Parts): string | Template {
  let html = parts[0]
  for (let i = 1; i < parts.length; i += 2) {
    const text = toHtml(parts[i])
    if (text === undefined) return foldRest(html, parts, i)
    html += text + String(parts[i + 1])
  }
  return html
}

/**
 * `markup()` for a single value, the most frequent case: it needs no list of parts.
 *
 * @param before - The markup before the value.
 * @param value - The value.
 * @param after - The markup after the value.
 * @returns A value that a template can print.
 */
export function markupAround(before: string, value: unknown, after: string): Markup | Template {
  const html = rawMarkupAround(before, value, after)
  return typeof html === 'string' ? new Markup(html) : html
}

/**
 * Like `markupAround()`, for callers that know that a returned string is HTML.
 *
 * @param before - The markup before the value.
 * @param value - The value.
 * @param after - The markup after the value.
 * @returns HTML, or a template if the value has to wait.
 */
export function rawMarkupAround(before: string, value: unknown, after: string): string | Template {
  const text = toHtml(value)
  return text === undefined ? new Template([before, after], [value]) : before + text + after
}

type ToMarkup = (...args: unknown[]) => unknown

/**
 * Prints a list as `list.map(toMarkup)` would, where each call returns raw markup.
 *
 * @param list - An array, or anything else with a `map()` method.
 * @param toMarkup - Called for each element; a string that it returns is HTML.
 * @param name - What the author calls: `products.map`.
 * @param isOptional - True for `list?.map()`. (default: `false`)
 * @returns A value that a template can print.
 * @throws {TypeError} when there is no such method
 */
export function mapMarkup(
  list: List,
  toMarkup: ToMarkup,
  name: string,
  isOptional: boolean = false,
): unknown {
  if (isOptional && (list === undefined || list === null)) return undefined
  if (Array.isArray(list) && list.map === ARRAY_MAP) return mapArray(list, toMarkup)
  if (typeof list.map !== 'function') throw new TypeError(`${name} is not a function`)
  // A `map()` that is not Array's may do anything with the results: they must be marked as HTML.
  return list.map((...args) => seal(toMarkup(...args)))
}

/**
 * Prints a list as `list.map(toValue)` would, where each call returns any value.
 *
 * @param list - An array, or anything else with a `map()` method.
 * @param toValue - Called for each element; a string that it returns is escaped.
 * @param name - What the author calls: `products.map`.
 * @param isOptional - True for `list?.map()`. (default: `false`)
 * @returns A value that a template can print.
 * @throws {TypeError} when there is no such method
 */
export function mapValues(
  list: List,
  toValue: ToMarkup,
  name: string,
  isOptional: boolean = false,
): unknown {
  if (isOptional && (list === undefined || list === null)) return undefined
  if (Array.isArray(list) && list.map === ARRAY_MAP) return valuesOf(list, toValue)
  if (typeof list.map !== 'function') throw new TypeError(`${name} is not a function`)
  return list.map(toValue)
}

function valuesOf(list: readonly unknown[], toValue: ToMarkup): unknown {
  const { length } = list
  const items: unknown[] = []
  let html = ''
  for (let i = 0; i < length; i++) {
    const element = list[i]
    if (element === undefined && !(i in list)) continue
    const value = toValue(element, i, list)
    const text = toHtml(value)
    if (text !== undefined) {
      html += text
    } else {
      if (html !== '') items.push(new Markup(html))
      items.push(value)
      html = ''
    }
  }
  if (items.length === 0) return new Markup(html)
  if (html !== '') items.push(new Markup(html))
  return items
}

interface List {
  map(toMarkup: ToMarkup): unknown
}

// oxlint-disable-next-line typescript/unbound-method -- only compared
const ARRAY_MAP: unknown = Array.prototype.map

// A loop, because `map()` itself took 17 % of the time of a table with 1,000 rows.
function mapArray(list: readonly unknown[], toMarkup: ToMarkup): unknown {
  const { length } = list
  const items: unknown[] = []
  let html = ''
  for (let i = 0; i < length; i++) {
    const element = list[i]
    if (element === undefined && !(i in list)) continue
    const item = toMarkup(element, i, list)
    if (typeof item === 'string') {
      html += item
    } else if (item !== undefined && item !== null && item !== false) {
      if (html !== '') items.push(new Markup(html))
      items.push(item)
      html = ''
    }
  }
  if (items.length === 0) return new Markup(html)
  if (html !== '') items.push(new Markup(html))
  return items
}

// Prints values that cannot change before they are printed and do not depend on their position;
// `undefined` for all others.
function toHtml(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return escapeHtml(value)
    case 'number':
      return String(value)
    case 'boolean':
      return value ? 'true' : ''
    case 'undefined':
      return ''
    case 'object':
      // Markup of another copy of this package waits, and prints the same.
      if (value instanceof Markup) return value.html
      return value === null || value === NO_MARK ? '' : undefined
    default:
      return undefined
  }
}

function foldRest(start: string, parts: Parts, from: number): Template {
  const strings: string[] = []
  const values: unknown[] = []
  let html = start
  let isFolded = false
  for (let i = 1; i < parts.length; i += 2) {
    const text = i < from ? '' : toHtml(parts[i])
    if (text === undefined) {
      strings.push(html)
      values.push(parts[i])
      html = String(parts[i + 1])
    } else {
      if (parts[i] !== NO_MARK) isFolded = true
      if (i >= from) html += text + String(parts[i + 1])
    }
  }
  strings.push(html)
  return new Template(strings, values, isFolded)
}

/**
 * Marks raw markup as HTML, for code that cannot know it.
 *
 * @param item - A result of `rawMarkup()`, or another value that is not text.
 * @returns A value that a template can print.
 */
export function seal(item: unknown): unknown {
  return typeof item === 'string' ? new Markup(item) : item
}
