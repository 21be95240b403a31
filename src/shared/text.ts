import { type Nesting, nest } from './nesting.ts'

/**
 * Converts a value to a string as a template literal does. An object without the necessary methods,
 * which JSON can contain (`{"toString":1}`), is printed like a plain object instead of throwing.
 *
 * @param value - Anything.
 * @param outer - The list that contains the value. (default: none)
 * @returns The string.
 * @throws {unknown} whatever a method of the value throws
 * @throws {SsrPagesError} LIST_TOO_DEEP
 */
export function toText(value: unknown, outer?: Nesting): string {
  if (typeof value !== 'object' || value === null) return String(value)
  if (isPlainArray(value)) return joinArray(value, nest(value, outer))
  return hasText(value) ? String(value) : '[object Object]'
}

// Concatenated piece by piece: a `join()` at each level would copy the text again.
function joinArray(list: readonly unknown[], nesting: Nesting): string {
  let text = ''
  for (let i = 0; i < list.length; i++) {
    const item = list[i]
    if (i > 0) text += ','
    if (item !== null && item !== undefined) text += toText(item, nesting)
  }
  return text
}

// In every realm, the prototype of plain arrays is an array, and that of a subclass is not.
function isPlainArray(value: object): value is unknown[] {
  if (!Array.isArray(value) || Object.hasOwn(value, 'toString')) return false
  return Array.isArray(Object.getPrototypeOf(value))
}

function hasText(value: object): boolean {
  return (
    isMethod(Reflect.get(value, Symbol.toPrimitive)) || isMethod(Reflect.get(value, 'toString'))
  )
}

function isMethod(value: unknown): boolean {
  return typeof value === 'function'
}
