import { SsrPagesError } from '../shared/errors.ts'
import { type BlobLike, hasMethod, isBlob, isBytes, toBytes, toStream } from './binary.ts'
import { createTooLargeError } from './body.ts'
import { readHeaders } from './headers.ts'
import { type FormFile, Multipart } from './multipart.ts'
import { listFields } from './parsed-form.ts'
import { restoreText, restoreValue, type SentBody } from './parsed-text.ts'
import type { HostRequest } from './url.ts'

/** Headers and body for a `Request` whose body a parser has already read. */
export interface RebuiltBody {
  readonly headers: [name: string, value: string][]
  readonly body: BodyInit
}

/** A file as multer stores it. */
type ParsedFile = {
  readonly fieldname: string
  readonly originalname: string
  readonly mimetype: string
} & (
  | { readonly buffer: Uint8Array<ArrayBuffer> }
  | { readonly buffer?: never; readonly path: string; readonly size: number }
)

/** Headers that described the body as it was sent, not as it is rebuilt. */
const FRAMING = new Set(['content-length', 'content-encoding', 'transfer-encoding'])

/**
 * Whether a host has read the body of a request, or at least its start. Only the stream tells:
 * Express 4 sets `req.body = {}` even on requests it never read.
 */
export function isParsed(req: HostRequest): boolean {
  return req.readableDidRead || req.readableEnded
}

/**
 * Rebuilds a request body from what a body parser of the host left of it.
 *
 * @param limit - The most bytes that the body may have.
 * @returns Body and headers.
 */
export function rebuildBody(req: HostRequest, limit: number): RebuiltBody {
  const headers = readHeaders(req).filter(([name]) => !FRAMING.has(name))
  const content = tryEncode(req)
  if (content instanceof SsrPagesError) return { headers, body: failing(content) }
  if (content === undefined) return { headers, body: failing(createConsumedError(req)) }

  const size = content instanceof Multipart ? content.contentLength : sizeOf(content)
  if (size > limit) return { headers, body: failing(createTooLargeError(limit)) }
  const length = content instanceof Multipart ? content.byteLength : size
  headers.push(['content-length', String(length)])
  if (isBlob(content)) return { headers, body: toStream(content) }
  if (typeof content === 'string') return { headers: headers.map(toUtf8), body: content }
  if (!(content instanceof Multipart)) return { headers, body: content }

  // The rebuilt form has its own boundary, and therefore its own content type.
  const others = headers.filter(([name]) => name !== 'content-type')
  return { headers: [...others, ['content-type', content.type]], body: content.toStream() }
}

/** Text to send as UTF-8, bytes, or a source of bytes. */
type Content = string | Uint8Array<ArrayBuffer> | BlobLike | Multipart

// A client can nest lists so deeply that a parser still reads them, but no serializer can write
// them again.
function tryEncode(req: HostRequest): Content | SsrPagesError | undefined {
  try {
    return encodeParsed(req)
  } catch (error) {
    if (!isRangeError(error)) throw error
    return new SsrPagesError('BODY_TOO_LARGE', 'The request body is nested too deeply.')
  }
}

function isRangeError(error: unknown): boolean {
  return typeof error === 'object' && error !== null && Reflect.get(error, 'name') === 'RangeError'
}

function encodeParsed(req: HostRequest): Content | undefined {
  const { rawBody, body } = req
  const sent = describeSent(req)
  if (isBytes(rawBody)) return toBytes(rawBody)
  if (typeof rawBody === 'string' && Buffer.byteLength(rawBody) === sent.length) return rawBody
  if (isBytes(body)) return toBytes(body)
  if (isBlob(body)) return body
  if (!req.readableDidRead) return typeof body === 'string' ? body : ''
  if (body === undefined || isLeftOver(req)) return undefined
  if (typeof body === 'string') return restoreText(body, sent)
  if (sent.type === 'multipart/form-data') return encodeMultipart(req)
  if (isForm(body)) return String(body)
  return isRestorable(body) ? restoreValue(body, sent) : undefined
}

function describeSent({ headers }: HostRequest): SentBody {
  const [type = ''] = (headers['content-type'] ?? '').split(';', 1)
  const length = headers['content-length']
  const isEncoded = (headers['content-encoding'] ?? 'identity') !== 'identity'
  return {
    type: type.trim().toLowerCase(),
    length: isEncoded || length === undefined ? undefined : Number(length),
  }
}

// Parsers of Express 4 set an empty object even if they have read nothing; if they have read the
// body, they also set `_body`.
function isLeftOver({ body, param, _body }: HostRequest): boolean {
  if (typeof param !== 'function' || _body === true) return false
  if (typeof body !== 'object' || body === null || Object.keys(body).length > 0) return false
  const prototype: unknown = Object.getPrototypeOf(body)
  return prototype !== null && Object.getPrototypeOf(prototype) === null
}

// Streams, maps and form objects would be serialized as objects without properties.
function isRestorable(body: unknown): boolean {
  if (typeof body === 'function' || typeof body === 'symbol' || typeof body === 'bigint')
    return false
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return true
  const isStream = Symbol.asyncIterator in body || hasMethod(body, 'getReader')
  return !isStream && !(Symbol.iterator in body)
}

function isForm(body: unknown): body is URLSearchParams {
  return Object.prototype.toString.call(body) === '[object URLSearchParams]'
}

function sizeOf(content: Exclude<Content, Multipart>): number {
  if (typeof content === 'string') return Buffer.byteLength(content)
  return isBlob(content) ? content.size : content.byteLength
}

// A parser has decoded the text: its charset is no longer the one that it was sent in.
function toUtf8([name, value]: [string, string]): [name: string, value: string] {
  if (name !== 'content-type') return [name, value]
  return [name, value.replace(/(;\s*charset=)(?:"[^"]*"|[^;\s]*)/i, '$1utf-8')]
}

function encodeMultipart(req: HostRequest): Multipart | undefined {
  const files: FormFile[] = []
  for (const file of [req.file, req.files].flatMap(listFiles)) {
    if (!isParsedFile(file)) return undefined
    files.push(toFormFile(file))
  }
  return new Multipart(listFields(req.body), files)
}

function toFormFile(file: ParsedFile): FormFile {
  const { fieldname: name, originalname: filename, mimetype: type } = file
  return file.buffer === undefined
    ? { name, filename, type, content: file.path, size: file.size }
    : { name, filename, type, content: file.buffer, size: file.buffer.byteLength }
}

// Multer provides a list, or lists by field name.
function listFiles(files: unknown): unknown[] {
  if (files === undefined || files === null) return []
  if (Array.isArray(files) || isParsedFile(files)) return [files].flat()
  return Object.values(files).flat()
}

function isParsedFile(file: unknown): file is ParsedFile {
  if (typeof file !== 'object' || file === null) return false
  if ('buffer' in file) return isBytes(file.buffer)
  // Other storage engines may use `path` for a URL; only those that write to disk set
  // `destination`.
  return 'destination' in file && 'path' in file && typeof file.path === 'string'
}

function createConsumedError(req: HostRequest): SsrPagesError {
  const type = req.headers['content-type'] ?? 'none'
  return new SsrPagesError(
    'BODY_CONSUMED',
    `The request body was read before the page ran, and req.body does not show what was sent (content-type: ${type}).`,
    { type },
  )
}

function failing(error: Error): ReadableStream {
  return new ReadableStream({ pull: () => Promise.reject(error) }, { highWaterMark: 0 })
}
