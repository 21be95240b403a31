/** The name of an input: `tags`, `tags[]`, `address.street`, `items[0][name]`. */
export interface FieldName {
  /** The names of the objects and lists around the value, and its own. */
  readonly keys: readonly string[]
  /** Where in the name each of them ends. */
  readonly ends: readonly number[]
  /** True if the name ends with `[]`. */
  readonly isList: boolean
}

/** As many keys as a name may have. Names with more are not read to their end. */
export const MAX_KEYS = 20

const FIRST_KEY = /^[^.[\]]+/
const NEXT_KEY = /\.([^.[\]]+)|\[([^[\]]+)\]/y

/** Keys with which code that copies objects could change the prototype of all objects. */
const UNSAFE = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * Splits the name of an input into keys. A name in another form is a single key.
 *
 * @returns The keys, of which there may be one too many; none if one of them is unsafe.
 */
export function parseName(name: string): FieldName {
  const isList = name.endsWith('[]')
  const length = isList ? name.length - 2 : name.length
  const [first] = FIRST_KEY.exec(name) ?? ['']
  const keys = [first]
  const ends = [first.length]
  for (let end = first.length; end < length && keys.length <= MAX_KEYS;) {
    NEXT_KEY.lastIndex = end
    const found = NEXT_KEY.exec(name)
    if (found === null) break
    end = NEXT_KEY.lastIndex
    keys.push(found[1] ?? found[2] ?? '')
    ends.push(end)
  }
  const isPath = first !== '' && (ends.at(-1) === length || keys.length > MAX_KEYS)
  if (!isPath) return { keys: safe([name]), ends: [name.length], isList: false }
  return { keys: safe(keys), ends, isList }
}

/** Adds keys to a name, with dots or brackets as the name has them. */
export function appendKeys(name: string, keys: readonly string[]): string {
  const [first = '', ...rest] = name === '' ? keys : [name, ...keys]
  return name.includes('[') ? first + inBrackets(rest) : [first, ...rest].join('.')
}

/** Lists the other ways to write a name. */
export function spellingsOf(name: string): readonly string[] {
  const { keys } = parseName(name)
  const [first, ...rest] = keys
  if (first === undefined) return []
  const withIndexes = rest.map((key) => (isIndex(key) ? `[${key}]` : `.${key}`)).join('')
  const names = [first + inBrackets(rest), keys.join('.'), first + withIndexes]
  return [...new Set(names)].flatMap((one) => [one, `${one}[]`]).filter((one) => one !== name)
}

/** Whether a key is a position in a list. */
export function isIndex(key: string): boolean {
  return /^\d+$/.test(key)
}

function safe(keys: readonly string[]): readonly string[] {
  return keys.some((key) => UNSAFE.has(key)) ? [] : keys
}

function inBrackets(keys: readonly string[]): string {
  return keys.map((key) => `[${key}]`).join('')
}
