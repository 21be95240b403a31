import { SsrPagesError } from '../errors.ts'
import { createTooLargeError } from './body.ts'
import { readHeaders } from './headers.ts'
import type { HostRequest } from './url.ts'

/** The part of a Request that stands for a body some parser has read already. */
export interface RebuiltBody {
  readonly headers: [name: string, value: string][]
  readonly body: BodyInit
}

/** A file as multer keeps it in memory. */
interface ParsedFile {
  readonly fieldname: string
  readonly originalname: string
  readonly mimetype: string
  readonly buffer: Uint8Array<ArrayBuffer>
}

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

  const content = encodeParsed(req)
  const headers = readHeaders(req).filter(([name]) => !FRAMING.has(name))
  // The form gets a boundary, and thereby a type, of its own.
  if (content instanceof FormData) {
    return { headers: headers.filter(([name]) => name !== 'content-type'), body: content }
  }
  if (content === undefined) return { headers, body: failing(createConsumedError(req)) }

  if (content.byteLength > limit) return { headers, body: failing(createTooLargeError(limit)) }
  headers.push(['content-length', String(content.byteLength)])
  return { headers, body: content }
}

function encodeParsed(req: HostRequest): Uint8Array<ArrayBuffer> | FormData | undefined {
  const { rawBody, body } = req
  if (isBytes(rawBody)) return toBytes(rawBody)
  if (isBytes(body)) return toBytes(body)
  if (typeof body === 'string') return Buffer.from(body)
  if (!req.readableDidRead) return Buffer.alloc(0)

  const type = req.headers['content-type'] ?? ''
  if (body === undefined) return undefined
  if (/[/+]json\b/i.test(type)) return Buffer.from(JSON.stringify(body))
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) return Buffer.from(encodeForm(body))
  if (/^multipart\/form-data\b/i.test(type)) return toFormData(req)
  return undefined
}

// Nested names in brackets, as `qs` reads and writes them; a list repeats its name.
function encodeForm(body: unknown): string {
  const form = new URLSearchParams()
  addFields(body, '', (name, value) => form.append(name, value))
  return form.toString()
}

function toFormData(req: HostRequest): FormData | undefined {
  const files = [req.file, req.files].flatMap(listFiles)
  if (!files.every(isParsedFile)) return undefined

  const form = new FormData()
  addFields(req.body, '', (name, value) => form.append(name, value))
  for (const { fieldname, originalname, mimetype, buffer } of files) {
    form.append(fieldname, new Blob([buffer], { type: mimetype }), originalname)
  }
  return form
}

function addFields(value: unknown, name: string, add: (name: string, value: string) => void): void {
  if (typeof value !== 'object' || value === null) {
    if (name !== '') add(name, typeof value === 'string' ? value : JSON.stringify(value ?? ''))
    return
  }
  for (const [key, one] of Object.entries(value)) {
    if (Array.isArray(value)) addFields(one, isPlain(one) ? name : `${name}[${key}]`, add)
    else addFields(one, name === '' ? key : `${name}[${key}]`, add)
  }
}

// Multer gives a list, or lists by field name.
function listFiles(files: unknown): unknown[] {
  if (files === undefined || files === null) return []
  if (Array.isArray(files) || isParsedFile(files)) return [files].flat()
  return Object.values(files).flat()
}

function isParsedFile(file: unknown): file is ParsedFile {
  return typeof file === 'object' && file !== null && 'buffer' in file && isBytes(file.buffer)
}

function isPlain(value: unknown): boolean {
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
