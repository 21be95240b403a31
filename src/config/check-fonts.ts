import { type ToError, checkFields } from './check-fields.ts'
import type { Check } from '../shared/check-options.ts'
import type { FontFamily } from '../shared/font-family.ts'
import { isObject } from '../shared/is-object.ts'

const TYPES = ['woff2', 'woff', 'otf', 'ttf', 'eot']
const STYLES = ['normal', 'italic', 'oblique']
const DISPLAYS = ['auto', 'block', 'swap', 'fallback', 'optional']

const text: Check = { wanted: 'a string', isValid: isText }
const texts: Check = { wanted: 'a list of strings', isValid: (value) => isList(value, isText) }

const CHECKS: Readonly<Record<keyof FontFamily, Check>> = {
  provider: {
    wanted: 'a provider, such as fontProviders.local() or fontProviders.fontsource()',
    isValid: isProvider,
  },
  name: text,
  cssVariable: {
    wanted: "the name of a custom property: '--font-body'",
    isValid: (value) => isText(value) && /^--[\w-]+$/.test(value),
  },
  weights: {
    wanted: "a list of weights: [400, '700'], or ['100 900'] for a variable font",
    isValid: (value) => isList(value, isWeight) && isFilled(value),
  },
  styles: {
    wanted: "a list of 'normal', 'italic' and 'oblique'",
    isValid: (value) => isList(value, (one) => isOneOf(STYLES, one)) && isFilled(value),
  },
  subsets: { ...texts, isValid: (value) => isList(value, isText) && isFilled(value) },
  formats: {
    wanted: `a list of '${TYPES.join("', '")}'`,
    isValid: (value) => isList(value, (one) => isOneOf(TYPES, one)) && isFilled(value),
  },
  fallbacks: texts,
  optimizedFallbacks: {
    wanted: 'true or false',
    isValid: (value) => typeof value === 'boolean',
  },
  display: {
    wanted: `one of ${DISPLAYS.join(', ')}`,
    isValid: (value) => isOneOf(DISPLAYS, value),
  },
  stretch: text,
  featureSettings: text,
  variationSettings: text,
  unicodeRange: texts,
  options: { wanted: 'an object', isValid: isObject },
}

const REQUIRED = ['provider', 'name', 'cssVariable'] as const

/**
 * Checks the option `fonts`.
 *
 * @param toError - Creates the error for an option inside of it.
 * @throws {SsrPagesError} CONFIG_INVALID
 */
export function checkFonts(value: unknown, toError: ToError): void {
  const known = new Map<string, string>()
  for (const [index, family] of Array.isArray(value) ? value.entries() : []) {
    const path = `fonts[${index}]`
    if (!isObject(family)) throw toError(path, 'must be an object', family)
    checkFamily(family, path, toError)
    const variable = String(family['cssVariable'])
    const source = `${String(family['name'])} ${String(Object(family['provider']).name)}`
    if ((known.get(variable) ?? source) !== source) {
      const why = 'is the property of two families; give each a property of its own'
      throw toError(`${path}.cssVariable`, why, variable)
    }
    known.set(variable, source)
  }
}

function checkFamily(
  family: Readonly<Record<string, unknown>>,
  path: string,
  toError: ToError,
): void {
  checkFields(family, path, CHECKS, toError)
  for (const key of REQUIRED) {
    if (family[key] === undefined) throw toError(`${path}.${key}`, 'is missing', family)
  }
}

function isProvider(value: unknown): boolean {
  if (!isObject(value) || !isText(value['name'])) return false
  return typeof value['resolveFont'] === 'function' || isText(value['entrypoint'])
}

function isWeight(value: unknown): boolean {
  const weight = typeof value === 'number' ? String(value) : value
  return typeof weight === 'string' && /^(?:normal|bold|\d{1,4}(?: \d{1,4})?)$/.test(weight)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== ''
}

function isOneOf(values: readonly unknown[], value: unknown): boolean {
  return values.includes(value)
}

function isList(value: unknown, isValid: (one: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every((one) => isValid(one))
}

function isFilled(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0
}
