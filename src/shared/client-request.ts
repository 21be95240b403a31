import { isBodyUsed } from './body-used.ts'

let ClientRequest: typeof Request | undefined

/**
 * Returns the class of requests whose malformed bodies are the client's fault: `json()` and
 * `formData()` reject with the platform's own error, which also has the `status` 400, or 415 if the
 * content type is not that of a form. A rejection that is never handled does not end the process,
 * because clients could cause it.
 */
export function clientRequestClass(): typeof Request {
  return (ClientRequest ??= withBytes(defineClientRequest()))
}

// Defined on first use: Node 20 needs 17 to 35 ms to load `Request`, much of a server's start.
function defineClientRequest(): typeof Request {
  return class ClientRequest extends Request {
    override arrayBuffer(): Promise<ArrayBuffer> {
      return hold(super.arrayBuffer())
    }

    override blob(): Promise<Blob> {
      return hold(super.blob())
    }

    override text(): Promise<string> {
      return hold(super.text())
    }

    override json(): Promise<unknown> {
      // Reading a body twice is the page's fault, not the client's.
      return hold(isBodyUsed(this) ? super.json() : withStatus(super.json(), 400))
    }

    override formData(): Promise<FormData> {
      if (isBodyUsed(this)) return hold(super.formData())
      return hold(withStatus(super.formData(), isForm(this) ? 400 : 415))
    }

    override clone(): Request {
      return new ClientRequest(super.clone())
    }
  }
}

// Node 20 does not have `bytes()`.
function withBytes(type: typeof Request): typeof Request {
  const read: unknown = Reflect.get(Request.prototype, 'bytes')
  if (typeof read !== 'function') return type
  function bytes(this: Request): Promise<Uint8Array> {
    return hold(Reflect.apply(read as Request['bytes'], this, []))
  }
  const property = { value: bytes, configurable: true, writable: true }
  Object.defineProperty(type.prototype, 'bytes', property)
  return type
}

/**
 * Creates a `Request` from what a client has sent.
 *
 * @param input - The URL, or the request to copy.
 * @param init - As for `Request`. (default: none)
 */
export function createClientRequest(input: string | URL | Request, init?: RequestInit): Request {
  return new (clientRequestClass())(input, init)
}

/**
 * Gives a request that a host has created the same reading methods. The object stays the same: a
 * copy would take over its body.
 *
 * @param request - A request of another implementation is left as it is.
 */
export function asClientRequest(request: Request): Request {
  if (!(request instanceof Request) || !Object.isExtensible(request)) return request
  const { prototype } = clientRequestClass()
  for (const name of READERS) {
    if (!(name in prototype)) continue
    const value: unknown = Reflect.get(prototype, name)
    Object.defineProperty(request, name, { value, configurable: true, writable: true })
  }
  return request
}

const READERS = ['arrayBuffer', 'blob', 'bytes', 'text', 'json', 'formData', 'clone']

function hold<T>(reading: Promise<T>): Promise<T> {
  reading.catch(() => undefined)
  return reading
}

function isForm({ headers }: Request): boolean {
  const [type = ''] = (headers.get('content-type') ?? '').toLowerCase().split(';', 1)
  return FORMS.has(type.trim())
}

const FORMS = new Set(['multipart/form-data', 'application/x-www-form-urlencoded'])

async function withStatus<T>(parsing: Promise<T>, status: number): Promise<T> {
  try {
    return await parsing
  } catch (error) {
    throw withClientStatus(error, status)
  }
}

/** Adds the status to an error that a parser has thrown; returns any other error as it is. */
export function withClientStatus(error: unknown, status: number): unknown {
  return isParseError(error) ? Object.assign(error, { status }) : error
}

// An error while the body arrives has a status, is an AbortError, or comes from the system. A
// parser throws plain errors of the language.
function isParseError(error: unknown): error is Error {
  if (typeof error !== 'object' || error === null || !('name' in error)) return false
  return PARSE_ERRORS.has(String(error.name)) && !('status' in error) && !('syscall' in error)
}

const PARSE_ERRORS = new Set(['SyntaxError', 'TypeError', 'RangeError', 'AssertionError'])
