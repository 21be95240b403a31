/** Spells the name of one value of a list. */
type NameOf = (name: string, index: string, count: number) => string

/** Takes a field of a form. */
type AddField = (name: string, value: string) => void

// The spellings of which parsers of nested names make the same list.
const LIST_NAMES: readonly NameOf[] = [
  (name) => name,
  (name) => `${name}[]`,
  (name, index) => `${name}[${index}]`,
]

/**
 * Finds the form that a parser has read, by the length it was sent with.
 *
 * @param body - What the parser made of it: names, values, lists and nested names.
 * @param sent - Bytes of what was sent.
 * @returns The form, as it was sent but for the way characters were escaped; `undefined` when none of this
 *   body has that length.
 */
export function findForm(body: unknown, sent: number | undefined): string | undefined {
  return LIST_NAMES.map((nameOf) => toText(body, nameOf)).find((text) => isSent(text, sent))
}

/**
 * Encodes a form whose spelling is not known: nested names in brackets, as `qs` writes them.
 *
 * @param body - What a parser made of a form.
 * @returns The form.
 */
export function encodeForm(body: unknown): string {
  return toText(body, likelyName)
}

/**
 * Lists the fields of a form.
 *
 * @param body - What a parser made of it.
 * @returns Names and values; names of lists and nested ones in brackets.
 */
export function listFields(body: unknown): [name: string, value: string][] {
  const fields: [name: string, value: string][] = []
  addFields(body, '', likelyName, (name, value) => fields.push([name, value]))
  return fields
}

/**
 * Joins a text again that a parser of forms has taken for one.
 *
 * @param body - What the parser made of it.
 * @returns The text, if nothing of it was escaped; `undefined` where there are lists or nested names.
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

// Brackets as browsers encode them, or not; spaces as `+` or `%20`.
function isSent(text: string, sent: number | undefined): boolean {
  if (sent === undefined) return false
  const spellings = [text, text.replaceAll(/%5[BD]/g, '-'), text.replaceAll('+', '%20')]
  return spellings.some(({ length }) => length === sent)
}

// Repeating a name makes a list of two; a list of one was made by brackets.
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
