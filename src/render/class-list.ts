import { clsx } from 'clsx'
import type { ClassValue } from 'clsx'
import { escapeAttribute } from '../shared/escape.ts'
import { type Nesting, nest } from '../shared/nesting.ts'

/**
 * Converts the value of `class:list` to the text of a `class` attribute.
 *
 * @param list - Strings, arrays, and objects whose truthy keys count, nested to any depth.
 * @param outer - The list that contains this one. (default: none)
 * @returns Class names, separated by single spaces.
 * @throws {SsrPagesError} LIST_TOO_DEEP
 */
export function toClassNames(list: unknown, outer?: Nesting): string {
  if (typeof list === 'string') return list
  // Sets and other iterables are lists too; clsx would treat them as objects.
  if (!isCollection(list)) return clsx(list as ClassValue)
  const nesting = nest(list, outer)
  let names = ''
  for (const item of list) {
    const more = toClassNames(item, nesting)
    if (more !== '') names += names === '' ? more : ` ${more}`
  }
  return names
}

/**
 * Prints `class:list`.
 *
 * @param list - As for `toClassNames()`.
 * @returns A `class` attribute with a space in front, or nothing.
 */
export function classAttribute(list: unknown): string {
  const names = toClassNames(list)
  return names === '' ? '' : ` class="${escapeAttribute(names)}"`
}

/**
 * Prints the rest of a class list whose beginning is static.
 *
 * @param list - As for `toClassNames()`.
 * @returns Class names for the inside of an attribute, each with a space in front; or nothing.
 */
export function moreClasses(list: unknown): string {
  const names = toClassNames(list)
  return names === '' ? '' : ` ${escapeAttribute(names)}`
}

function isCollection(value: unknown): value is Iterable<unknown> {
  if (typeof value !== 'object' || value === null || !(Symbol.iterator in value)) return false
  return typeof value[Symbol.iterator] === 'function'
}
