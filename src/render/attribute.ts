import { clsx } from 'clsx'
import type { ClassValue } from 'clsx'
import { isOneValue } from './css-value.ts'
import { escapeAttribute } from './escape.ts'
import { HTMLString } from './renderable.ts'

/** How the value of an attribute is printed; decided by its name alone. */
type Kind = 'invalid' | 'directive' | 'class:list' | 'style' | 'boolean' | 'optional' | 'plain'

const BOOLEAN = new Set(
  (
    'allowfullscreen async autofocus autoplay checked controls default defer disabled ' +
    'disablepictureinpicture disableremoteplayback formnovalidate inert ismap itemscope loop ' +
    'multiple muted nomodule novalidate open playsinline readonly required reversed scoped ' +
    'seamless selected'
  ).split(' '),
)
/** Present or absent when their value is a boolean, ordinary with any other value. */
const OPTIONAL = new Set(['download', 'hidden', 'popover'])
// oxlint-disable-next-line no-control-regex -- a NUL or newline in a name would end it as well
const INVALID_NAME = /[\s"'<>/=\u0000-\u001f\u007f]|^$/

const kinds = new Map<string, Kind>()
/** Names can come from a client through a spread; only so many are remembered. */
const MAX_KINDS = 1000

/**
 * Prints one attribute with a space in front, or nothing.
 *
 * @param value - The attribute's value; `null` and `undefined` leave the attribute out.
 * @param name - Its name; a name that could end the attribute is left out.
 * @returns The finished markup.
 */
export function addAttribute(value: unknown, name: string): HTMLString {
  return new HTMLString(printAttribute(value, name, false))
}

/**
 * Prints all own enumerable properties of an object as attributes.
 *
 * @param attributes - The object of `{...object}`; it is only read. `null` and `undefined` print nothing.
 * @param _name - Not used; compiled code passes `undefined`.
 * @param scope - Attributes to merge in: the class that scopes the component's styles. [none]
 * @returns The finished markup.
 */
export function spreadAttributes(
  attributes: object | null | undefined,
  _name?: undefined,
  scope?: { class?: string },
): HTMLString {
  return new HTMLString(printAttributes(withScope(attributes ?? {}, scope?.class), false))
}

/**
 * Prints an object as the attributes of one element.
 *
 * @param attributes - Names and values.
 * @param isCustomElement - Custom elements know no boolean attributes: their values are printed.
 * @returns The attributes, each with a space in front.
 */
export function printAttributes(attributes: object, isCustomElement: boolean): string {
  let printed = ''
  for (const [name, value] of Object.entries(attributes)) {
    printed += printAttribute(value, name, isCustomElement)
  }
  return printed
}

/**
 * The value of `class:list` as a `class` attribute's text.
 *
 * @param list - Strings, arrays, and objects whose truthy keys count; nested at will.
 * @returns Class names with one space between.
 */
export function toClassNames(list: unknown): string {
  // Sets and other iterables are lists too, which clsx takes for objects.
  return clsx(isCollection(list) ? [...list].map(toClassNames) : (list as ClassValue))
}

function printAttribute(value: unknown, name: string, isCustomElement: boolean): string {
  if (value === null || value === undefined) return ''
  switch (kindOf(name)) {
    case 'invalid':
    case 'directive':
      return ''
    case 'class:list': {
      const classNames = toClassNames(value)
      return classNames === '' ? '' : printPair('class', classNames)
    }
    case 'style':
      if (typeof value !== 'object' || value instanceof HTMLString) break
      return printPair('style', toStyle(value))
    case 'boolean':
      if (isCustomElement) break
      return value ? ` ${name}` : ''
    case 'optional':
      if (typeof value !== 'boolean') break
      return value ? ` ${name}` : ''
  }
  const text = toText(value)
  const printedName = name === 'className' ? 'class' : name
  return text === '' ? ` ${printedName}` : printPair(printedName, text)
}

function printPair(name: string, text: string): string {
  return ` ${name}="${escapeAttribute(text)}"`
}

function kindOf(name: string): Kind {
  const known = kinds.get(name)
  if (known !== undefined) return known
  const kind = toKind(name)
  if (kinds.size < MAX_KINDS) kinds.set(name, kind)
  return kind
}

function toKind(name: string): Kind {
  if (INVALID_NAME.test(name)) return 'invalid'
  if (name === 'set:html' || name === 'set:text') return 'directive'
  if (name === 'class:list' || name === 'style') return name
  if (BOOLEAN.has(name.toLowerCase())) return 'boolean'
  return OPTIONAL.has(name) ? 'optional' : 'plain'
}

// The object form of `style`, alone or in front of text: `{ color: 'red', '--x': 1 }`.
function toStyle(value: unknown): string {
  if (Array.isArray(value) && value.length === 2) {
    return [value[0], value[1]].map(toStyle).filter(Boolean).join(';')
  }
  if (typeof value !== 'object' || value === null || value instanceof HTMLString) {
    return toText(value)
  }
  return Object.entries(value)
    .filter(
      ([, part]) => typeof part === 'number' || (typeof part === 'string' && isDeclared(part)),
    )
    .map(([property, part]) => `${toCSSName(property)}:${String(part)}`)
    .join(';')
}

function isDeclared(part: string): boolean {
  return part.trim() !== '' && isOneValue(part)
}

function toCSSName(property: string): string {
  if (property.startsWith('-') || property[1] === '-') return property
  return property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

function withScope(attributes: object, scopeClass: string | undefined): object {
  if (scopeClass === undefined) return attributes
  const given: Record<string, unknown> = { ...attributes }
  const key = 'class:list' in given ? 'class:list' : 'class'
  given[key] = given[key] === undefined ? scopeClass : toClassNames([given[key], scopeClass])
  return given
}

function isCollection(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value
}

// Symbols and objects without `toString` cannot be concatenated; they print like in a template.
function toText(value: unknown): string {
  if (typeof value === 'object' && value !== null && !('toString' in value)) {
    return '[object Object]'
  }
  return String(value)
}
