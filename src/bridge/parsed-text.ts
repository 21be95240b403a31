import { encodeForm, findForm, joinText } from './parsed-form.ts'

/** What the headers say about a body as it was sent. */
export interface SentBody {
  /** The content type without parameters, in lower case; `''` if there is none. */
  readonly type: string
  /** The number of bytes that the parser saw; `undefined` for a chunked or compressed body. */
  readonly length: number | undefined
}

const FORM = 'application/x-www-form-urlencoded'

/** Content types that clients use for JSON when they do not set a better one. */
const VAGUE = new Set(['', 'text/plain', 'application/octet-stream'])

/**
 * Whether a type (without parameters) is JSON: `application/json`, `text/json`,
 * `application/ld+json`.
 */
export function isJson(type: string): boolean {
  return /[/+]json$/.test(type)
}

/**
 * Restores the body that became a string in `req.body`. `express.text()` keeps the text that was
 * sent; `express.json({ strict: false })` keeps the value of a JSON string, without its quotes.
 *
 * @returns The text that was sent; `undefined` if it cannot be determined.
 */
export function restoreText(text: string, sent: SentBody): string | undefined {
  const length = Buffer.byteLength(text)
  if (sent.length === length) return text
  if (sent.length === undefined) return !isJson(sent.type) || isJsonText(text) ? text : undefined
  const quoted = JSON.stringify(text)
  const least = Buffer.byteLength(quoted)
  // A JSON string may have been sent with whitespace and escapes. Other types have neither.
  if (isJson(sent.type) ? sent.length >= least : sent.length === least) return quoted
  // Bytes that are not UTF-8 were replaced, and are lost.
  return text.includes('\ufffd') && !sent.type.startsWith('text/') ? undefined : text
}

/**
 * Decides whether a value in `req.body` was sent as JSON or as a form. The content type alone is
 * not enough, because parsers can be configured to accept any type; the value and the length are.
 *
 * @returns The text that was sent, or an equivalent; `undefined` if it cannot be determined.
 */
export function restoreValue(body: unknown, sent: SentBody): string | undefined {
  const json = toJson(body)
  if (json === undefined) return undefined
  // No form parser produces these values.
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return json
  const exact = findExact(body, json, sent)
  if (exact !== undefined) return exact
  if (isJson(sent.type)) return json
  // Only `node:querystring` creates objects without a prototype.
  if (sent.type === FORM || Object.getPrototypeOf(body) === null) return encodeForm(body)
  if (!VAGUE.has(sent.type)) return undefined
  if (sent.length === undefined) return hasOtherThanText(body) ? json : undefined
  return sent.length >= Buffer.byteLength(json) ? json : undefined
}

function findExact(body: object, json: string, { type, length }: SentBody): string | undefined {
  if (length === undefined) return undefined
  const asJson = ifLong(json, length)
  const joined = ifLong(joinText(body) ?? '', length)
  // When middleware has changed the JSON, its fields joined as text can by chance be as long as the
  // JSON that was sent: only text that is JSON counts.
  if (isJson(type))
    return asJson ?? (joined !== undefined && isJsonText(joined) ? joined : undefined)
  // The fields of a form are strings.
  if (asJson !== undefined && hasOtherThanText(body)) return asJson
  if (type === FORM) return findForm(body, length) ?? asJson
  return asJson ?? joined ?? findForm(body, length)
}

function ifLong(text: string, length: number): string | undefined {
  return Buffer.byteLength(text) === length ? text : undefined
}

// Middleware may have added what JSON cannot hold: a BigInt, or an object that contains itself.
function toJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch (error) {
    if (Reflect.get(Object(error), 'name') === 'TypeError') return undefined
    throw error
  }
}

// Whether a text is a JSON object or list. A JSON string whose value is such a text would have been
// encoded twice.
function isJsonText(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null
  } catch {
    return false
  }
}

// Numbers, booleans and null do not occur in forms.
function hasOtherThanText(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value !== 'string'
  return Object.values(value).some(hasOtherThanText)
}
