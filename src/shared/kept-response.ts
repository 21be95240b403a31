import {
  createKeptClass,
  type KeptClass,
  type KeptBody,
  type ResponseClass,
} from './kept-response-class.ts'
import { NULL_BODY } from './null-body.ts'
import { type PlainFields, readFields } from './plain-fields.ts'
import type { OutgoingBody } from './types.ts'

/** Of the platform's class; created on first use, because loading `Response` takes 17 to 35 ms. */
let keptClass: KeptClass | undefined

/**
 * `new Type(...args)`, which compiled code calls instead. The platform makes a stream of each body
 * at once, which takes 8 us of the 10 us of a short text; here a text or bytes become a stream
 * when somebody asks for it. What else differs is in docs/decisions/016-responses-keep-their-text.md.
 *
 * @param Type - What the code calls `Response`. Any class but the platform's is left as it is.
 * @param args - Body and init.
 * @returns A response of the class.
 * @throws {unknown} whatever the class throws
 */
export function createResponse(
  Type: ResponseClass,
  ...args: ConstructorParameters<ResponseClass>
): Response {
  const body = toKept(args[0])
  const own = body === undefined ? undefined : keptClassOf(Type)
  if (body === undefined || own === undefined) return new Type(...args)
  const type = typeof body === 'string' ? TEXT : undefined
  const response = create(own, args[1], type)
  // Throws the platform's own error.
  if (NULL_BODY.has(response.status)) return new Type(body, { status: response.status })
  return keep(own, response, body)
}

/**
 * `Type.json(...args)`, which compiled code calls instead. See {@link createResponse}.
 *
 * @param Type - What the code calls `Response`.
 * @param args - Data and init.
 * @returns A response of the class.
 * @throws {unknown} whatever the class throws
 */
export function createJsonResponse(
  Type: ResponseClass,
  ...args: Parameters<ResponseClass['json']>
): Response {
  const own = args.length > 0 && args[1] !== null ? keptClassOf(Type) : undefined
  if (own === undefined || Type.json !== own.json) return Type.json(...args)
  const [data, init] = args
  const response = createOrNothing(own, init, 'application/json')
  // The platform knows the order in which it reports errors.
  if (response === undefined) return Type.json(...args)
  const text: string | undefined = JSON.stringify(data)
  // Throws the platform's own error; the data are not converted twice.
  if (text === undefined) return Type.json(text)
  return keep(own, response, text)
}

/**
 * Creates a response without the type that the platform would give it for a text.
 *
 * @param body - Bytes are not copied.
 * @param init - A status that may have a body, and no type.
 * @returns The response.
 */
export function createUntyped(body: KeptBody, init: ResponseInit): Response {
  const own = keptClassOf(Response)
  if (own !== undefined) return keep(own, create(own, init, undefined), body)
  return new Response(typeof body === 'string' ? new TextEncoder().encode(body) : body, init)
}

/**
 * Reads the body of a response that keeps it.
 *
 * @param response - Any response.
 * @returns The body; `undefined` if somebody has asked for it, or the response is another one.
 */
export function keptBody(response: Response): KeptBody | undefined {
  const body = keptClass?.keepingOf(response)?.body
  return body === undefined || isChanged(response) ? undefined : body
}

/**
 * Reads the headers of a response that keeps them as a list.
 *
 * @param response - Any response.
 * @returns The headers; `undefined` if somebody has read them, or only `Headers` can hold them.
 */
export function keptFields(response: Response): PlainFields | undefined {
  return keptClass?.keepingOf(response)?.fields
}

/**
 * Whether a value is a response that this module has created.
 *
 * @param value - Anything.
 * @returns True also when its body has been used.
 */
export function isKeptResponse(value: unknown): value is Response {
  return typeof value === 'object' && value !== null && keptClass?.keepingOf(value) !== undefined
}

/**
 * Whether a body is there as a whole.
 *
 * @param body - Any body.
 * @returns False if it comes in chunks.
 */
export function isWhole(body: OutgoingBody): body is KeptBody {
  return typeof body === 'string' || ArrayBuffer.isView(body)
}

/**
 * Marks a kept body as read, because it is sent.
 *
 * @param response - Any response.
 */
export function markBodySent(response: Response): void {
  const keeping = keptClass?.keepingOf(response)
  if (keeping !== undefined) keeping.body = undefined
}

/**
 * Whether a response has no body. Creates no stream for a kept one.
 *
 * @param response - Any response.
 * @returns True if `response.body` is null.
 */
export function isBodyless(response: Response): boolean {
  const isKept = keptClass?.keepingOf(response)?.body !== undefined
  return !(isKept && !Object.hasOwn(response, 'body')) && response.body === null
}

/**
 * Returns the first stream of a kept body, even if `clone()` has replaced it.
 *
 * @param response - Any response.
 * @returns `undefined` as long as nobody has asked for the stream.
 */
export function firstStream(response: Response): Response['body'] | undefined {
  return keptClass?.keepingOf(response)?.stream
}

const TEXT = 'text/plain;charset=UTF-8'

// Own properties, which somebody has defined, replace the platform's.
function isChanged(response: Response): boolean {
  return (
    Object.hasOwn(response, 'body') ||
    Object.hasOwn(response, 'bodyUsed') ||
    Object.hasOwn(response, 'headers') ||
    Object.hasOwn(response, 'url')
  )
}

// Only text, and bytes of which a plain copy is what the platform would take.
function toKept(body: unknown): KeptBody | undefined {
  if (typeof body === 'string') return body
  if (body instanceof Uint8Array) return isPlain(body.buffer) ? new Uint8Array(body) : undefined
  if (body instanceof ArrayBuffer && isPlain(body)) return new Uint8Array(body.slice(0))
  return undefined
}

// An empty buffer may be a detached one.
function isPlain(buffer: ArrayBufferLike & { readonly resizable?: boolean }): boolean {
  return buffer instanceof ArrayBuffer && buffer.byteLength > 0 && buffer.resizable !== true
}

function keptClassOf(Type: ResponseClass): KeptClass | undefined {
  if (keptClass === undefined && isPlatforms(Type)) keptClass = createKeptClass(Type)
  return keptClass?.Type === Type ? keptClass : undefined
}

// Neither a subclass, nor a proxy or a mock: the platform's getters check what they are called on.
function isPlatforms(Type: ResponseClass): boolean {
  if (typeof Type !== 'function' || Type.prototype?.constructor !== Type) return false
  if (Object.hasOwn(Object.getPrototypeOf(Type), 'prototype')) return false
  try {
    void Type.prototype.body
    return false
  } catch (error) {
    return (error as { code?: unknown }).code === 'ERR_INVALID_THIS'
  }
}

function createOrNothing(
  own: KeptClass,
  init: ResponseInit | undefined,
  type: string,
): Response | undefined {
  try {
    const response = create(own, init, type)
    return NULL_BODY.has(response.status) ? undefined : response
  } catch {
    return undefined
  }
}

function create(
  own: KeptClass,
  init: ResponseInit | undefined,
  type: string | undefined,
): Response {
  if (init === undefined || init === null) return own.create(undefined, onlyType(type))
  if (typeof init !== 'object') return addType(own.create(init, undefined), type)
  // Each once, in the platform's order.
  const first = own.readsHeadersFirst ? init.headers : undefined
  const { status, statusText } = init
  const headers = own.readsHeadersFirst ? first : init.headers
  const fields = headers === undefined ? onlyType(type) : readFields(headers, type)
  if (fields !== undefined && status === undefined && statusText === undefined) {
    return own.create(undefined, fields)
  }
  const others: ResponseInit = {}
  if (status !== undefined) others.status = status
  if (statusText !== undefined) others.statusText = statusText
  if (fields !== undefined) return own.create(others, fields)
  if (headers !== undefined) others.headers = headers
  return addType(own.create(others, undefined), type)
}

function onlyType(type: string | undefined): PlainFields {
  return type === undefined ? [] : [['content-type', type]]
}

function addType(response: Response, type: string | undefined): Response {
  const { headers } = response
  if (type !== undefined && !headers.has('content-type')) headers.append('content-type', type)
  return response
}

function keep(own: KeptClass, response: Response, body: KeptBody): Response {
  const keeping = own.keepingOf(response)
  if (keeping !== undefined) keeping.body = body
  return response
}
