import { renderChild } from './child.ts'
import { Markup, seal, toHtml } from './markup.ts'
import { type Pending, type Renderable, guard, isRenderable } from './renderable.ts'
import type { Sink } from './sink.ts'
import { Template } from './template.ts'

type Callback = (...args: unknown[]) => unknown

interface Mappable {
  map(callback: Callback): unknown
}

/**
 * Prints a list as `list.map(toMarkup)` would, where each call returns raw markup.
 *
 * @param list - An array, or anything else with a `map()` method.
 * @param toMarkup - Called for each element; a string that it returns is HTML.
 * @param name - What the author calls: `products.map`.
 * @param isOptional - True for `list?.map()`. (default: `false`)
 * @param before - Markup before each result. (default: none)
 * @param after - Markup after each result. (default: none)
 * @returns A value that a template can print.
 * @throws {TypeError} when there is no such method
 */
export function mapMarkup(
  list: Mappable,
  toMarkup: Callback,
  name: string,
  isOptional: boolean = false,
  before: string = '',
  after: string = '',
): unknown {
  if (isOptional && (list === undefined || list === null)) return undefined
  if (isPlainArray(list)) return mapArray(list, toMarkup, before, after)
  if (typeof list.map !== 'function') throw new TypeError(`${name} is not a function`)
  // A `map()` that is not Array's may do anything with the results: they must be marked as HTML.
  return list.map((...args) => surround(seal(toMarkup(...args)), before, after))
}

/**
 * Prints a list as `list.map(toValue)` would, where each call returns any value.
 *
 * @param list - An array, or anything else with a `map()` method.
 * @param toValue - Called for each element; a string that it returns is escaped.
 * @param name - What the author calls: `products.map`.
 * @param isOptional - True for `list?.map()`. (default: `false`)
 * @param before - Markup before each value, if each is in a template. (default: it is not)
 * @param after - Markup after each value.
 * @returns A value that a template can print.
 * @throws {TypeError} when there is no such method
 */
export function mapValues(
  list: Mappable,
  toValue: Callback,
  name: string,
  isOptional: boolean = false,
  before?: string,
  after: string = '',
): unknown {
  if (isOptional && (list === undefined || list === null)) return undefined
  if (isPlainArray(list)) return valuesOf(list, toValue, before, after)
  if (typeof list.map !== 'function') throw new TypeError(`${name} is not a function`)
  if (before === undefined) return list.map(toValue)
  return list.map((...args) => new Template([before, after], [toValue(...args)]))
}

function isPlainArray(list: unknown): list is readonly unknown[] {
  return Array.isArray(list) && list.map === ARRAY_MAP
}

// oxlint-disable-next-line typescript/unbound-method -- only compared
const ARRAY_MAP: unknown = Array.prototype.map

// A loop, because `map()` itself took 17 % of the time of a table with 1,000 rows. What is between
// two results is joined once.
function mapArray(
  list: readonly unknown[],
  toMarkup: Callback,
  before: string,
  after: string,
): unknown {
  const { length } = list
  const between = after + before
  const items: unknown[] = []
  let html = ''
  let open = before
  for (let i = 0; i < length; i++) {
    const element = list[i]
    if (element === undefined && !(i in list)) continue
    const item = toMarkup(element, i, list)
    if (typeof item === 'string') {
      html += open === '' ? item : open + item
    } else if (item !== undefined && item !== null && item !== false) {
      if (html !== '' || open !== '') items.push(new Markup(html + open))
      items.push(item)
      html = ''
    } else {
      continue
    }
    open = between
  }
  return finish(items, open === before ? html : html + after)
}

function valuesOf(
  list: readonly unknown[],
  toValue: Callback,
  start: string | undefined,
  after: string,
): unknown {
  const { length } = list
  const before = start ?? ''
  const between = after + before
  const items: unknown[] = []
  let html = ''
  let open = before
  for (let i = 0; i < length; i++) {
    const element = list[i]
    if (element === undefined && !(i in list)) continue
    const value = toValue(element, i, list)
    const text = toHtml(value)
    if (text !== undefined) {
      html += open === '' ? text : open + text
    } else {
      if (html !== '' || open !== '') items.push(new Markup(html + open))
      items.push(start === undefined || isRenderable(value) ? value : new Waiting(value))
      html = ''
    }
    open = between
  }
  return finish(items, open === before ? html : html + after)
}

function finish(items: unknown[], html: string): unknown {
  if (items.length === 0) return new Markup(html)
  if (html !== '') items.push(new Markup(html))
  return items
}

/** A value in a template without text: it begins its own nesting of lists. */
class Waiting implements Renderable {
  readonly #value: unknown

  constructor(value: unknown) {
    this.#value = value
    // As in a template: a promise that is never printed must not cause an unhandled rejection.
    guard(value)
  }

  '~render'(sink: Sink): Pending {
    return renderChild(sink, this.#value)
  }

  '~parts'(): readonly unknown[] {
    return [this.#value]
  }
}

function surround(item: unknown, before: string, after: string): unknown {
  if (before === '' && after === '') return item
  return new Template([before, after], [item])
}
