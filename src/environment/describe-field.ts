import type { EnvField, NumberField, StringField } from '../shared/environment.ts'

/** Says what a variable must be: `a string of at least 32 characters`. */
export function describeField(field: EnvField): string {
  switch (field.type) {
    case 'string':
      return describeString(field)
    case 'number':
      return describeNumber(field)
    case 'boolean':
      return "'true' or 'false'"
    case 'enum':
      return field.values.map((value) => `'${value}'`).join(' or ')
  }
}

function describeString(field: StringField): string {
  const { max, min, length, url, includes, startsWith, endsWith } = field
  const limits = [
    length !== undefined && `of exactly ${length} characters`,
    min !== undefined && `of at least ${min} characters`,
    max !== undefined && `of at most ${max} characters`,
    includes !== undefined && `that includes '${includes}'`,
    startsWith !== undefined && `that starts with '${startsWith}'`,
    endsWith !== undefined && `that ends with '${endsWith}'`,
  ]
  return join(url === true ? 'a URL' : 'a string', limits)
}

function describeNumber({ gt, min, lt, max, int }: NumberField): string {
  const limits = [
    gt !== undefined && `greater than ${gt}`,
    min !== undefined && `of at least ${min}`,
    lt !== undefined && `less than ${lt}`,
    max !== undefined && `of at most ${max}`,
  ]
  const kind = int === undefined ? 'a number' : int ? 'an integer' : 'a number with a fraction'
  return join(kind, limits)
}

function join(kind: string, limits: readonly (string | false)[]): string {
  const all = limits.filter((limit) => limit !== false)
  return all.length === 0 ? kind : `${kind} ${all.join(' and ')}`
}
