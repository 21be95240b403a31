/** Returns the field name of one value in a list. */
type NameOf = (name: string, index: string, count: number) => string

/** Receives one field of a form. */
type AddField = (name: string, value: string) => void

// The three ways to write the names of a list that parsers of nested names read as the same list.
const LIST_NAMES: readonly NameOf[] = [
  (name) => name,
  (name) => `${name}[]`,
  (name, index) => `${name}[${index}]`,
]

/**
 * Reconstructs the form that a parser has read, by the length it was sent with.
 *
 * @param body - The parser's result: names, values, lists and nested names.
 * @param sent - The number of bytes that were sent.
 * @returns The form as it was sent, except for the way characters were escaped; `undefined` if no
 *   spelling of this body has that length.
 */
export function findForm(body: unknown, sent: number | undefined): string | undefined {
  return LIST_NAMES.map((nameOf) => toText(body, nameOf)).find((text) => isSent(text, sent))
}

/**
 * Encodes a form whose original spelling is unknown, with nested names in brackets, as `qs` does.
 *
 * @param body - The parser's result.
 */
export function encodeForm(body: unknown): string {
  return toText(body, likelyName)
}

/**
 * Lists the fields of a form.
 *
 * @param body - The parser's result.
 * @returns Names and values; lists and nested names have brackets.
 */
export function listFields(body: unknown): [name: string, value: string][] {
  const fields: [name: string, value: string][] = []
  addFields(body, '', likelyName, (name, value) => fields.push([name, value]))
  return fields
}

/**
 * Restores plain text that a form parser took for a form.
 *
 * @param body - The parser's result.
 * @returns The text, provided that it had no escapes; `undefined` if there are lists or nested
 *   names.
 */
export function joinText(body: object): string | undefined {
  const fields = Object.entries(body)
  if (!fields.every(([, value]) => typeof value === 'string')) return undefined
  return fields.map(([name, value]) => (value === '' ? name : `${name}=${value}`)).join('&')
}

function toText(body: unknown, nameOf: NameOf): string {
  const form = new URLSearchParams()
  addFields(body, '', nameOf, (name, value) => form.append(name, value))
  return form.toString()
}

// Clients may or may not encode brackets, and may write a space as `+` or `%20`.
function isSent(text: string, sent: number | undefined): boolean {
  if (sent === undefined) return false
  const spellings = [text, text.replaceAll(/%5[BD]/g, '-'), text.replaceAll('+', '%20')]
  return spellings.some(({ length }) => length === sent)
}

// A name that is repeated makes a list of two or more; a list of one can only come from brackets.
function likelyName(name: string, _index: string, count: number): string {
  return count === 1 ? `${name}[]` : name
}

function addFields(value: unknown, name: string, nameOf: NameOf, add: AddField): void {
  if (isPlain(value)) {
    if (name !== '') add(name, typeof value === 'string' ? value : JSON.stringify(value ?? ''))
    return
  }
  const entries = Object.entries(value)
  for (const [key, one] of entries) {
    const inner = name === '' ? key : `${name}[${key}]`
    const isItem = Array.isArray(value) && isPlain(one)
    addFields(one, isItem ? nameOf(name, key, entries.length) : inner, nameOf, add)
  }
}

function isPlain(value: unknown): value is Exclude<unknown, object> {
  return typeof value !== 'object' || value === null
}
