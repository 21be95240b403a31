import { SsrPagesError } from '../shared/errors.ts'
import { isJsonType } from '../shared/is-json-type.ts'
import { property } from '../shared/property.ts'
import type { Fields } from './fields.ts'
import type { FetchRequest, FormSource, ParsedRequest } from './form-source.ts'

const FORM_TYPE = /^(?:application\/x-www-form-urlencoded|multipart\/form-data)\b/i

/** More objects inside each other than a form of names has. */
const MAX_DEPTH = 20

/**
 * Adds the fields of a form.
 *
 * @throws {SsrPagesError} FORM_BODY_MISSING, FORM_INVALID, FORM_TOO_LARGE
 */
export async function addFields(fields: Fields, source: FormSource): Promise<void> {
  addBody(fields, isFetchRequest(source) ? await readBody(source) : bodyOf(source))
}

function addBody(fields: Fields, body: unknown): void {
  if (isEntries(body)) for (const [name, value] of body) fields.add(name, value)
  else if (isPlainObject(body)) addObject(fields, body, '', 0)
  else throw invalid(`has a body that is ${describe(body)} and not a form`)
}

async function readBody(request: FetchRequest): Promise<unknown> {
  const type = request.headers.get('content-type') ?? ''
  if (type === '') return {}
  const isUsed = request.bodyUsed
  try {
    return await (isJsonType(type) ? request.json() : request.formData())
  } catch (error) {
    const isParseError = /^(?:TypeError|SyntaxError)$/.test(String(property(error, 'name')))
    throw isParseError && !isUsed ? invalid(`cannot be read as "${type}"`, error) : error
  }
}

function bodyOf(source: FormSource): unknown {
  if (!isParsedRequest(source)) return source
  const { body, headers } = source
  if (body !== undefined) return body
  const hasBody = 'transfer-encoding' in headers || Number(headers['content-length'] ?? 0) > 0
  if (!hasBody) return {}
  const type = String(headers['content-type'] ?? '')
  const [formType] = FORM_TYPE.exec(type) ?? []
  if (formType === undefined) throw invalid(`has the content type "${type}"`)
  throw bodyMissing(formType.toLowerCase())
}

/** The types of forms whose parser is missing, as far as the log says so. */
const reported = new Set<string>()

// Any client can send a form of the other type, so it is a mistake of the client, too. The log has
// one line for each type, in case the parser was forgotten.
function bodyMissing(type: string): SsrPagesError {
  const what = `readForm() found no req.body in a request of the type "${type}".`
  const error = new SsrPagesError('FORM_BODY_MISSING', what, { type })
  if (!reported.has(type)) process.emitWarning(error.message)
  reported.add(type)
  return error
}

// Parsers have read a repeated name, and one with `[]`, as the same list.
function addObject(fields: Fields, object: object, prefix: string, depth: number): void {
  if (depth > MAX_DEPTH) throw new SsrPagesError('FORM_TOO_LARGE', 'A form is nested too deeply.')
  for (const [key, value] of Object.entries(object)) {
    const name = prefix === '' ? key : `${prefix}[${key}]`
    if (!Array.isArray(value)) addValue(fields, name, value, depth)
    else if (value.some(isContainer)) addObject(fields, value, name, depth + 1)
    else addList(fields, name, value)
  }
}

function addList(fields: Fields, name: string, values: readonly unknown[]): void {
  const listName = name.endsWith('[]') || fields.isNamedList(name) ? name : `${name}[]`
  fields.addList(listName)
  for (const value of values) fields.add(listName, value)
}

function addValue(fields: Fields, name: string, value: unknown, depth: number): void {
  if (isPlainObject(value)) addObject(fields, value, name, depth + 1)
  else fields.add(name, value)
}

function isContainer(value: unknown): boolean {
  return Array.isArray(value) || isPlainObject(value)
}

// Of any realm: only a prototype of objects has no prototype itself.
function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function isFetchRequest(source: object): source is FetchRequest {
  return typeof property(source, 'formData') === 'function'
}

// A method, which no client can send, tells a request from the fields of a form.
function isParsedRequest(source: object): source is ParsedRequest {
  return typeof property(source, 'on') === 'function' && 'headers' in source
}

function isEntries(body: unknown): body is FormData | URLSearchParams {
  return /^\[object (?:FormData|URLSearchParams)\]$/.test(Object.prototype.toString.call(body))
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  return value === null ? 'null' : `of the type ${typeof value}`
}

function invalid(what: string, cause?: unknown): SsrPagesError {
  return new SsrPagesError('FORM_INVALID', `A form ${what}.`, cause === undefined ? {} : { cause })
}
