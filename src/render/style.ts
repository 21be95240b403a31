import { printValue, toPropertyStart } from './css-value.ts'
import { printPlain } from './plain-attribute.ts'
import { escapeAttribute } from '../shared/escape.ts'
import { remember } from '../shared/remember.ts'
import { toText } from '../shared/text.ts'

// Two pairs: the author's own, and the one that the compiler wraps around it for `define:vars`.
const PAIRS = 2

/** The start of a declaration, by the name in a style object. */
const startOf = remember(toPropertyStart)

/**
 * Prints `style`.
 *
 * @param value - A string, or an object of properties; `null` and `undefined` omit the attribute.
 * @returns The attribute with a space in front, or nothing.
 */
export function styleAttribute(value: unknown): string {
  const isObject = typeof value === 'object' && value !== null && !isTextObject(value)
  return isObject ? ` style="${printStyle(value, PAIRS)}"` : printPlain(value, ' style="')
}

/**
 * Prints one property of `style={{ ... }}`.
 *
 * @param start - What comes before the value: `left:`.
 * @param value - A value that is not a string or a number declares nothing.
 * @param end - What comes after the value. (default: nothing)
 * @returns Text for the inside of the attribute, or nothing.
 */
export function property(start: string, value: unknown, end: string = ''): string {
  const text = printValue(value)
  return text === '' ? '' : start + text + end
}

/**
 * Prints one property of `style={{ ... }}` after others.
 *
 * @param before - The properties before this one, which may all declare nothing.
 * @param start - What comes before the value: `;left:`.
 * @param value - A value that is not a string or a number declares nothing.
 * @returns All these properties, for the inside of the attribute.
 */
export function nextProperty(before: string, start: string, value: unknown): string {
  const text = printValue(value)
  if (text === '') return before
  return before === '' ? start.slice(1) + text : before + start + text
}

/**
 * Prints the variables of `<style define:vars={...}>` after the properties of a style.
 *
 * @param before - The properties, which may all declare nothing.
 * @param variables - The result of `defineStyleVars()`.
 * @returns Text for the inside of the attribute.
 */
export function addVariables(before: string, variables: string): string {
  return joinDeclarations(before, escapeAttribute(variables))
}

// Prints the object form of `style`, alone or in front of a string: `{ color: 'red', '--x': 1 }`.
function printStyle(value: unknown, pairs: number): string {
  if (pairs > 0 && Array.isArray(value) && value.length === 2) {
    return joinDeclarations(printStyle(value[0], pairs - 1), printStyle(value[1], pairs - 1))
  }
  if (typeof value !== 'object' || value === null || isTextObject(value)) {
    return escapeAttribute(toText(value))
  }
  return printProperties(value)
}

function joinDeclarations(first: string, second: string): string {
  return first === '' || second === '' ? first + second : `${first};${second}`
}

function printProperties(properties: object): string {
  let style = ''
  for (const name of Object.keys(properties)) {
    const text = printValue(properties[name as keyof typeof properties])
    const start = text && startOf(name)
    if (start) style += style === '' ? start + text : `;${start}${text}`
  }
  return style
}

// Whether a value is a `new String()` of any realm; `Astro.slots.render()` returns one.
function isTextObject(value: object): boolean {
  return Object.prototype.toString.call(value) === '[object String]'
}
