import { escapeAttribute } from '../shared/escape.ts'

/** An identifier without escapes. https://drafts.csswg.org/css-syntax/#ident-token-diagram */
const NAME = /^[\w\u0080-\uffff-]+$/

/** The characters that have a meaning in CSS values or in an attribute. */
const SPECIAL = /[;()[\]{}"'\\/&]/

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
  if (!SPECIAL.test(value)) return isBlank(value) ? '' : value
  return isClosed(value) ? escapeAttribute(value) : ''
}

// Most values begin with an ASCII character that is not a space.
function isBlank(text: string): boolean {
  const code = text.charCodeAt(0)
  return !(code > 32 && code < 127) && text.trim() === ''
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
  // The codes of the brackets to come.
  const closing: number[] = []
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    switch (code) {
      case 92: // \
        return false
      case 59: // ;
        if (closing.length === 0) return false
        break
      case 47: // /
        if (text[i + 1] === '*') return false
        break
      case 34: // "
      case 39: // '
        i = endOfString(text, i)
        break
      case 40: // (
        closing.push(41)
        if (isUrl(text, i)) i = endOf(URL_CONTENT, text, i)
        break
      case 91: // [
        closing.push(93)
        break
      case 123: // {
        closing.push(125)
        break
      case 41: // )
      case 93: // ]
      case 125: // }
        if (closing.pop() !== code) return false
    }
    if (i === -1) return false
  }
  return closing.length === 0
}

// The index of the closing quote; -1 if a line or the text ends before it.
function endOfString(text: string, start: number): number {
  const quote = text.charCodeAt(start)
  for (let i = start + 1; i < text.length; i++) {
    let code = text.charCodeAt(i)
    if (code === quote) return i
    if (code === 92) code = text.charCodeAt(++i)
    if (code === 10 || code === 12 || code === 13) return -1
  }
  return -1
}

// The index of the last character that matches; -1 without a match, which sets `lastIndex` to 0.
function endOf(expression: RegExp, text: string, start: number): number {
  expression.lastIndex = start
  expression.test(text)
  return expression.lastIndex - 1
}

// Whether `url` is in front of a bracket.
function isUrl(text: string, bracket: number): boolean {
  const last = text[bracket - 1]
  if (last !== 'l' && last !== 'L') return false
  return text.slice(Math.max(0, bracket - 3), bracket).toLowerCase() === 'url'
}
