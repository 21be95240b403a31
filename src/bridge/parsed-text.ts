import { encodeForm, findForm, joinText } from './parsed-form.ts'

/** What is known of a body as it was sent. */
export interface SentBody {
  /** Its type without parameters, in lower case; `''` for none. */
  readonly type: string
  /** Bytes as the parser saw them; `undefined` for a body in chunks, or a compressed one. */
  readonly length: number | undefined
}

const FORM = 'application/x-www-form-urlencoded'

/** Types that clients send JSON with, for lack of a better one. */
const VAGUE = new Set(['', 'text/plain', 'application/octet-stream'])

/**
 * Asks whether a type is of JSON.
 *
 * @param type - A type without parameters.
 * @returns True for `application/json`, `text/json` and `application/ld+json`.
 */
export function isJson(type: string): boolean {
  return /[/+]json$/.test(type)
}

/**
 * Finds out what a string in `req.body` was sent as. `express.text()` leaves the text that was sent;
 * `express.json({ strict: false })` leaves the value of a JSON string, which was longer by its quotes.
 *
 * @param text - The string.
 * @param sent - How it was sent.
 * @returns The text that was sent; `undefined` when that cannot be told.
 */
export function restoreText(text: string, sent: SentBody): string | undefined {
  const length = Buffer.byteLength(text)
  if (sent.length === length) return text
  if (sent.length === undefined) return !isJson(sent.type) || isJsonText(text) ? text : undefined
  const quoted = JSON.stringify(text)
  const least = Buffer.byteLength(quoted)
  // Nothing but white space and escapes can have been around it; of other types, neither is expected.
  if (isJson(sent.type) ? sent.length >= least : sent.length === least) return quoted
  // Bytes that are not UTF-8 have been replaced, and are lost.
  return text.includes('\ufffd') && !sent.type.startsWith('text/') ? undefined : text
}

/**
 * Finds out whether a value in `req.body` was sent as JSON or as a form. The content type alone does not
 * tell, because parsers can be configured to accept any type; the value and the length sent do.
 *
 * @param body - The value.
 * @param sent - How it was sent.
 * @returns The text that was sent, or one that means the same; `undefined` when that cannot be told.
 */
export function restoreValue(body: unknown, sent: SentBody): string | undefined {
  const json = toJson(body)
  if (json === undefined) return undefined
  // No parser of forms leaves these.
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return json
  const exact = findExact(body, json, sent)
  if (exact !== undefined) return exact
  if (isJson(sent.type)) return json
  // `node:querystring` alone makes objects without a prototype.
  if (sent.type === FORM || Object.getPrototypeOf(body) === null) return encodeForm(body)
  if (!VAGUE.has(sent.type)) return undefined
  if (sent.length === undefined) return hasOtherThanText(body) ? json : undefined
  return sent.length >= Buffer.byteLength(json) ? json : undefined
}

function findExact(body: object, json: string, { type, length }: SentBody): string | undefined {
  if (length === undefined) return undefined
  const asJson = ifLong(json, length)
  const joined = ifLong(joinText(body) ?? '', length)
  // JSON that middleware has changed may be as long as some form: it must be a text of JSON.
  if (isJson(type))
    return asJson ?? (joined !== undefined && isJsonText(joined) ? joined : undefined)
  // The fields of a form are text.
  if (asJson !== undefined && hasOtherThanText(body)) return asJson
  if (type === FORM) return findForm(body, length) ?? asJson
  return asJson ?? joined ?? findForm(body, length)
}

function ifLong(text: string, length: number): string | undefined {
  return Buffer.byteLength(text) === length ? text : undefined
}

// Middleware may have put in what JSON does not have: a BigInt, or an object that contains itself.
function toJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch (error) {
    if (Reflect.get(Object(error), 'name') === 'TypeError') return undefined
    throw error
  }
}

// The text of an object or a list: a string that says such a text would have been encoded twice.
function isJsonText(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null
  } catch {
    return false
  }
}

// Numbers, booleans and null: a form has none.
function hasOtherThanText(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value !== 'string'
  return Object.values(value).some(hasOtherThanText)
}
