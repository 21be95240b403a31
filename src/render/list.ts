import { renderAll } from './child.ts'
import { Markup, seal, toHtml } from './markup.ts'
import { type Nesting, nest } from '../shared/nesting.ts'
import { type Pending, type Renderable, guard } from './renderable.ts'
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
  if (isPlainArray(list)) return join(list, toMarkup, true, before, after)
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
  if (isPlainArray(list)) return join(list, toValue, false, before, after)
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
// two results is joined once. Without `before`, results are not in templates.
function join(
  list: readonly unknown[],
  callback: Callback,
  areMarkup: boolean,
  before: string | undefined,
  after: string,
): Renderable {
  const { length } = list
  const start = before ?? ''
  const between = after + start
  let rest: List | undefined
  let html = ''
  let open = start
  for (let i = 0; i < length; i++) {
    const element = list[i]
    if (element === undefined && !(i in list)) continue
    const value = callback(element, i, list)
    const text = areMarkup && typeof value === 'string' ? value : toHtml(value)
    if (text !== undefined) {
      html += open === '' ? text : open + text
    } else {
      // As in a template: a promise that is never printed must not cause an unhandled rejection.
      if (before !== undefined && !areMarkup) guard(value)
      rest ??= new List(before !== undefined)
      rest.add(html + open, value)
      html = ''
    }
    open = between
  }
  if (open === between) html += after
  return rest === undefined ? new Markup(html) : rest.end(html)
}

/** Results that have to wait, with the markup around them. */
class List implements Renderable {
  readonly #areFramed: boolean
  readonly #values: unknown[] = []
  /** By index of a value, the markup in front of it, if there is any; then the markup at the end. */
  readonly #strings: string[] = []

  /**
   * @param areFramed - True if each result is in a template, which begins its own nesting of lists.
   */
  constructor(areFramed: boolean) {
    this.#areFramed = areFramed
  }

  add(before: string, value: unknown): void {
    if (before !== '') this.#strings[this.#values.length] = before
    this.#values.push(value)
  }

  end(html: string): this {
    if (html !== '') this.#strings[this.#values.length] = html
    return this
  }

  '~render'(sink: Sink, nesting?: Nesting): Pending {
    const inner = this.#areFramed ? undefined : nest(this, nesting)
    return renderAll(sink, this.#values, this.#strings, inner)
  }

  '~parts'(): readonly unknown[] {
    return this.#values
  }
}

function surround(item: unknown, before: string, after: string): unknown {
  if (before === '' && after === '') return item
  return new Template([before, after], [item])
}
