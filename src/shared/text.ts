import { type Nesting, nest } from './nesting.ts'

/**
 * Converts a value to text as a template literal does. Where that throws for want of methods, which
 * data from JSON can bring about (`{"toString":1}`), an object prints what a plain object prints.
 *
 * @param value - Anything.
 * @param outer - The list that it is in. (default: none)
 * @returns The text.
 * @throws {unknown} whatever a method of the value throws
 * @throws {SsrPagesError} LIST_TOO_DEEP
 */
export function toText(value: unknown, outer?: Nesting): string {
  if (typeof value !== 'object' || value === null) return String(value)
  if (isPlainArray(value)) return joinArray(value, nest(value, outer))
  return hasText(value) ? String(value) : '[object Object]'
}

// Put together piece by piece: each `join()` of a list around it would copy all of the text again.
function joinArray(list: readonly unknown[], nesting: Nesting): string {
  let text = ''
  for (let i = 0; i < list.length; i++) {
    const item = list[i]
    if (i > 0) text += ','
    if (item !== null && item !== undefined) text += toText(item, nesting)
  }
  return text
}

// The prototype of arrays is an array in every realm, that of a class is none.
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
