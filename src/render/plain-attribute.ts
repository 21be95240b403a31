import { escapeAttribute } from '../shared/escape.ts'
import { toText } from '../shared/text.ts'

/**
 * Prints an attribute that is present or absent if its value is a boolean.
 *
 * @param value - The value; `null` and `undefined` omit the attribute.
 * @param start - What comes before the value: ` hidden="`.
 * @returns The attribute with a space in front, or nothing.
 */
export function printOptional(value: unknown, start: string): string {
  if (typeof value !== 'boolean') return printPlain(value, start)
  return value ? withoutValue(start) : ''
}

/**
 * Prints an attribute whose value is text.
 *
 * @param value - The value; `null` and `undefined` omit the attribute.
 * @param start - What comes before the value: ` title="`.
 * @returns The attribute with a space in front, or nothing.
 */
export function printPlain(value: unknown, start: string): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return start + `${value}"`
  const text = typeof value === 'string' ? value : toText(value)
  if (text === '') return withoutValue(start)
  // A short value is first joined with its quote: V8 copies up to 12 characters, and links longer strings.
  return start + `${escapeAttribute(text)}"`
}

/**
 * Prints a value inside a template literal that is an attribute's value.
 *
 * @param value - Anything that can be converted to a string.
 * @returns The escaped text, for the inside of an attribute.
 */
export function attributeText(value: unknown): string {
  return typeof value === 'number' ? String(value) : escapeAttribute(`${value as string}`)
}

function withoutValue(start: string): string {
  return start.slice(0, -'="'.length)
}
