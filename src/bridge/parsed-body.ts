import { SsrPagesError } from '../shared/errors.ts'
import { type BlobLike, hasMethod, isBlob, isBytes, toBytes, toStream } from './binary.ts'
import { createTooLargeError } from './body.ts'
import { readHeaders } from './headers.ts'
import { type FormFile, Multipart } from './multipart.ts'
import { listFields } from './parsed-form.ts'
import { restoreText, restoreValue, type SentBody } from './parsed-text.ts'
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

  // The form has a boundary, and thereby a type, of its own.
  const others = headers.filter(([name]) => name !== 'content-type')
  return { headers: [...others, ['content-type', content.type]], body: content.toStream() }
}

/** Text that is to be sent as UTF-8, bytes, or what gives them. */
type Content = string | Uint8Array<ArrayBuffer> | BlobLike | Multipart

// A parser takes nested lists of any depth; a client can send more of them than can be written again.
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

// Parsers of Express 4 put an empty object even where they have read nothing; where they have, they leave
// their mark.
function isLeftOver({ body, param, _body }: HostRequest): boolean {
  if (typeof param !== 'function' || _body === true) return false
  if (typeof body !== 'object' || body === null || Object.keys(body).length > 0) return false
  const prototype: unknown = Object.getPrototypeOf(body)
  return prototype !== null && Object.getPrototypeOf(prototype) === null
}

// Streams, maps and forms of other makes would be read as objects without anything in them.
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

// A parser has decoded the text: the charset that it was sent in is not the one that it has now.
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

function createConsumedError(req: HostRequest): SsrPagesError {
  const type = req.headers['content-type'] ?? 'none'
  return new SsrPagesError(
    'BODY_CONSUMED',
    `The request body was read before the page ran, and req.body does not tell what was sent (content-type: ${type}).`,
    { type },
  )
}

function failing(error: Error): ReadableStream {
  return new ReadableStream({ pull: () => Promise.reject(error) }, { highWaterMark: 0 })
}
