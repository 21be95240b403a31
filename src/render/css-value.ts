import { escapeAttribute } from '../shared/escape.ts'

/** An identifier without escapes. https://drafts.csswg.org/css-syntax/#ident-token-diagram */
const NAME = /^[\w\u0080-\uffff-]+$/

/** The characters that have a meaning in CSS values or in an attribute. */
const SPECIAL = /[;()[\]{}"'\\/&]/

const DOUBLE_QUOTED = /"[^"\\\n\r\f]*(?:\\[^\n\r\f][^"\\\n\r\f]*)*"/y
const SINGLE_QUOTED = /'[^'\\\n\r\f]*(?:\\[^\n\r\f][^'\\\n\r\f]*)*'/y
/** From the bracket of `url(` up to the closing one, or up to the first quote. */
const URL_CONTENT = /\((?:[^"'()\\]*(?=\))|\s*(?=["']))/y

/**
 * Whether a text can safely stand before `:value` in CSS. The name `color:red;background` would add
 * a declaration that the author did not write. Escapes are refused as well.
 */
export function isPropertyName(text: string): boolean {
  return NAME.test(text)
}

/**
 * Writes the start of a declaration: `fontSize` becomes `font-size:`.
 *
 * @returns The name with its colon; empty for a name that is not valid.
 */
export function toPropertyStart(name: string): string {
  return isPropertyName(name) ? `${toCSSName(name)}:` : ''
}

function toCSSName(property: string): string {
  if (property.startsWith('-') || property[1] === '-') return property
  return property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/**
 * Prints the value of a property, for the inside of an attribute.
 *
 * @returns The escaped text; empty for a value that declares nothing.
 */
export function printValue(value: unknown): string {
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string') return ''
  if (isVisible(value.charCodeAt(0)) && !SPECIAL.test(value)) return value
  return value.trim() !== '' && isClosed(value) ? escapeAttribute(value) : ''
}

// Any ASCII character but spaces and control characters. It is NaN for an empty text.
function isVisible(code: number): boolean {
  return code > 32 && code < 127
}

/**
 * Whether a text can safely stand after `name:` in CSS: it must be one value and must not affect
 * what follows it. The value `red;background:...` would add a declaration that the author did not
 * write.
 *
 * @returns False for a `;` outside of strings and brackets, for anything unclosed, for comments,
 *   and for escapes outside of strings.
 * @see https://drafts.csswg.org/css-syntax/#consume-declaration
 */
export function isOneValue(text: string): boolean {
  return !SPECIAL.test(text) || isClosed(text)
}

function isClosed(text: string): boolean {
  const closing: string[] = []
  for (let i = 0; i < text.length; i++) {
    switch (text[i]) {
      case '\\':
        return false
      case ';':
        if (closing.length === 0) return false
        break
      case '/':
        if (text[i + 1] === '*') return false
        break
      case '"':
        i = endOf(DOUBLE_QUOTED, text, i)
        break
      case "'":
        i = endOf(SINGLE_QUOTED, text, i)
        break
      case '(':
        closing.push(')')
        if (isURL(text, i)) i = endOf(URL_CONTENT, text, i)
        break
      case '[':
        closing.push(']')
        break
      case '{':
        closing.push('}')
        break
      case ')':
      case ']':
      case '}':
        if (closing.pop() !== text[i]) return false
    }
    if (i === -1) return false
  }
  return closing.length === 0
}

// The index of the last character that matches; -1 without a match, which sets `lastIndex` to 0.
function endOf(expression: RegExp, text: string, start: number): number {
  expression.lastIndex = start
  expression.test(text)
  return expression.lastIndex - 1
}

function isURL(text: string, bracket: number): boolean {
  return bracket >= 3 && text.slice(bracket - 3, bracket).toLowerCase() === 'url'
}
