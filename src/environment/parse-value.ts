import type { EnvField, EnvValue, NumberField, StringField } from '../shared/environment.ts'

/** The value of a variable, or why it has none: it is not set, or it is not what the field wants. */
export type ParsedValue =
  | { readonly value: EnvValue; readonly problem?: undefined }
  | { readonly problem: 'missing' | 'invalid' }

/**
 * Reads the value of a variable. As in Astro, an empty variable is one that is not set, and a number
 * may be followed by other characters.
 *
 * @param text - The variable; `undefined` if it is not set.
 */
export function parseValue(text: string | undefined, field: EnvField): ParsedValue {
  if (text === undefined || text === '') {
    const isOptional = field.optional === true || field.default !== undefined
    return isOptional ? { value: field.default } : { problem: 'missing' }
  }
  const value = toValue(text, field)
  return value === undefined ? { problem: 'invalid' } : { value }
}

function toValue(text: string, field: EnvField): EnvValue {
  switch (field.type) {
    case 'string':
      return isString(text, field) ? text : undefined
    case 'number': {
      const number = Number.parseFloat(text)
      return isNumber(number, field) ? number : undefined
    }
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined
    case 'enum':
      return field.values.includes(text) ? text : undefined
  }
}

function isString(text: string, field: StringField): boolean {
  const { max = Infinity, min = 0, length = text.length, url = false } = field
  const { includes = '', startsWith = '', endsWith = '' } = field
  return (
    text.length <= max &&
    text.length >= min &&
    text.length === length &&
    (!url || URL.canParse(text)) &&
    text.includes(includes) &&
    text.startsWith(startsWith) &&
    text.endsWith(endsWith)
  )
}

function isNumber(number: number, field: NumberField): boolean {
  const { gt, min = -Infinity, lt, max = Infinity, int } = field
  return (
    // False for NaN, too.
    number >= min &&
    number <= max &&
    (gt === undefined || number > gt) &&
    (lt === undefined || number < lt) &&
    (int === undefined || Number.isInteger(number) === int)
  )
}
