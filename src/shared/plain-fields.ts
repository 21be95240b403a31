/** A header: its name in lower case, and its value. */
export type PlainField = readonly [name: string, value: string]

/** Headers in the order of `Headers`, each name once. */
export type PlainFields = readonly PlainField[]

/** Headers that decide how the body or other headers are sent, or that may be repeated. */
const SPECIAL = new Set(['connection', 'content-length', 'set-cookie', 'trailer'])

const NAME = /^[A-Za-z][A-Za-z\d-]*$/
const CAPITAL = /[A-Z]/
/** A value without whitespace at its ends. */
const VALUE = /^[!-~](?:[ -~]*[!-~])?$/

/**
 * Reads headers that `new Headers(headers)` would take over unchanged: a plain object with ordinary
 * names and values.
 *
 * @param headers - Anything.
 * @param type - The content type to add if there is none.
 * @returns `undefined` if only `Headers` can judge them.
 */
export function readFields(headers: unknown, type: string | undefined): PlainFields | undefined {
  if (!isPlainObject(headers)) return undefined
  const fields: PlainField[] = []
  for (const key of Reflect.ownKeys(headers)) {
    if (typeof key === 'symbol') return undefined
    const value = headers[key]
    if (typeof value !== 'string' || !NAME.test(key) || !VALUE.test(value)) return undefined
    const name = CAPITAL.test(key) ? key.toLowerCase() : key
    if (SPECIAL.has(name)) return undefined
    if (!insert(fields, [name, value])) return undefined
  }
  // A type that is there already stays.
  if (type !== undefined) insert(fields, ['content-type', type])
  return fields
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  return Object.getPrototypeOf(value) === Object.prototype
}

// Returns false if the name is there: two spellings of one name are two values.
function insert(fields: PlainField[], field: PlainField): boolean {
  let at = fields.length
  for (; at > 0; at--) {
    const before = fields[at - 1]?.[0] ?? ''
    if (before === field[0]) return false
    if (before < field[0]) break
  }
  fields.splice(at, 0, field)
  return true
}
