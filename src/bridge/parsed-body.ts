import { SsrPagesError } from '../errors.ts'
import { createTooLargeError } from './body.ts'
import { readHeaders } from './headers.ts'
import { type FormFile, Multipart } from './multipart.ts'
import type { HostRequest } from './url.ts'

/** The part of a Request that stands for a body some parser has read already. */
export interface RebuiltBody {
  readonly headers: [name: string, value: string][]
  readonly body: BodyInit
}

/** A file as multer keeps it. */
type ParsedFile = {
  readonly fieldname: string
  readonly originalname: string
  readonly mimetype: string
} & (
  | { readonly buffer: Uint8Array<ArrayBuffer> }
  | { readonly buffer?: never; readonly path: string; readonly size: number }
)

/** Spells the name of one value of a list. */
type NameOf = (name: string, index: string, count: number) => string

// The spellings of which parsers of nested names make the same list.
const LIST_NAMES: readonly NameOf[] = [
  (name) => name,
  (name) => `${name}[]`,
  (name, index) => `${name}[${index}]`,
]

/** These described the body as it was sent, not as it is rebuilt. */
const FRAMING = new Set(['content-length', 'content-encoding', 'transfer-encoding'])

/**
 * Makes a body again from what a body parser in front of the pages left of it. Whether the body was
 * read is asked of the stream: Express 4 sets `req.body = {}` on requests it never read.
 *
 * @param req - The request.
 * @param limit - Bytes the body may have.
 * @returns Body and headers, or `undefined` when the body is still to be read.
 */
export function rebuildBody(req: HostRequest, limit: number): RebuiltBody | undefined {
  if (!req.readableDidRead && !req.readableEnded) return undefined

  const headers = readHeaders(req).filter(([name]) => !FRAMING.has(name))
  const content = encodeParsed(req)
  if (content === undefined) return { headers, body: failing(createConsumedError(req)) }

  const size = content instanceof Multipart ? content.contentLength : content.byteLength
  if (size > limit) return { headers, body: failing(createTooLargeError(limit)) }
  headers.push(['content-length', String(content.byteLength)])
  if (!(content instanceof Multipart)) return { headers, body: content }

  // The form has a boundary, and thereby a type, of its own.
  const others = headers.filter(([name]) => name !== 'content-type')
  return { headers: [...others, ['content-type', content.type]], body: content.toStream() }
}

function encodeParsed(req: HostRequest): Uint8Array<ArrayBuffer> | Multipart | undefined {
  const { rawBody, body } = req
  if (isBytes(rawBody)) return toBytes(rawBody)
  if (isBytes(body)) return toBytes(body)
  if (typeof body === 'string') return Buffer.from(body)
  if (!req.readableDidRead) return Buffer.alloc(0)

  const type = req.headers['content-type'] ?? ''
  if (body === undefined) return undefined
  if (/[/+]json\b/i.test(type)) return Buffer.from(JSON.stringify(body))
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) {
    return Buffer.from(encodeForm(body, Number(req.headers['content-length'])))
  }
  if (/^multipart\/form-data\b/i.test(type)) return encodeMultipart(req)
  return undefined
}

// Nested names in brackets, as `qs` writes them. Of a list `qs` forgets how it was spelled: the
// length of what was sent tells, whether brackets were encoded, as browsers do, or not.
function encodeForm(body: unknown, sent: number): string {
  const isSent = (text: string): boolean =>
    text.length === sent || text.replaceAll(/%5[BD]/g, '-').length === sent
  return LIST_NAMES.map((nameOf) => toText(body, nameOf)).find(isSent) ?? toText(body, likelyName)
}

function toText(body: unknown, nameOf: NameOf): string {
  const form = new URLSearchParams()
  addFields(body, '', nameOf, (name, value) => form.append(name, value))
  return form.toString()
}

// Repeating a name makes a list of two; a list of one was made by brackets.
function likelyName(name: string, _index: string, count: number): string {
  return count === 1 ? `${name}[]` : name
}

function encodeMultipart(req: HostRequest): Multipart | undefined {
  const files: FormFile[] = []
  for (const file of [req.file, req.files].flatMap(listFiles)) {
    if (!isParsedFile(file)) return undefined
    files.push(toFormFile(file))
  }
  const fields: [name: string, value: string][] = []
  addFields(req.body, '', likelyName, (name, value) => fields.push([name, value]))
  return new Multipart(fields, files)
}

function toFormFile(file: ParsedFile): FormFile {
  const { fieldname: name, originalname: filename, mimetype: type } = file
  return file.buffer === undefined
    ? { name, filename, type, content: file.path, size: file.size }
    : { name, filename, type, content: file.buffer, size: file.buffer.byteLength }
}

function addFields(
  value: unknown,
  name: string,
  nameOf: NameOf,
  add: (name: string, value: string) => void,
): void {
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

// Multer gives a list, or lists by field name.
function listFiles(files: unknown): unknown[] {
  if (files === undefined || files === null) return []
  if (Array.isArray(files) || isParsedFile(files)) return [files].flat()
  return Object.values(files).flat()
}

function isParsedFile(file: unknown): file is ParsedFile {
  if (typeof file !== 'object' || file === null) return false
  if ('buffer' in file) return isBytes(file.buffer)
  // Storage of other makers may call a URL its path; only a folder on disk is a `destination`.
  return 'destination' in file && 'path' in file && typeof file.path === 'string'
}

function isPlain(value: unknown): value is Exclude<unknown, object> {
  return typeof value !== 'object' || value === null
}

function isBytes(value: unknown): value is Uint8Array<ArrayBuffer> {
  return ArrayBuffer.isView(value)
}

function toBytes({
  buffer,
  byteOffset,
  byteLength,
}: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer, byteOffset, byteLength)
}

function createConsumedError(req: HostRequest): SsrPagesError {
  const type = req.headers['content-type'] ?? 'none'
  return new SsrPagesError(
    'BODY_CONSUMED',
    `The request body was read before the page ran, and req.body does not hold it (content-type: ${type}).`,
    { type },
  )
}

function failing(error: Error): ReadableStream {
  return new ReadableStream({ pull: () => Promise.reject(error) }, { highWaterMark: 0 })
}
