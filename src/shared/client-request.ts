let ClientRequest: typeof Request | undefined

/**
 * Gives the class of requests whose malformed bodies are the client's mistake: `json()` and `formData()`
 * reject with the platform's own error, with `status` 400 in addition, or 415 where the content type is not
 * that of a form. A rejection that nobody waits for does not end the process: clients could cause it.
 *
 * @returns The class.
 */
export function clientRequestClass(): typeof Request {
  return (ClientRequest ??= defineClientRequest())
}

// Not before somebody asks for one: Node 20 loads its `Request` in 17 to 35 ms, much of a server's start.
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
      return hold(isUsed(this) ? super.json() : withStatus(super.json(), 400))
    }

    override formData(): Promise<FormData> {
      if (isUsed(this)) return hold(super.formData())
      return hold(withStatus(super.formData(), isForm(this) ? 400 : 415))
    }

    override clone(): Request {
      return new ClientRequest(super.clone())
    }
  }
}

/**
 * Makes a `Request` of what a client has sent.
 *
 * @param input - URL, or the request to copy.
 * @param init - As of `Request`. (default: none)
 * @returns The request.
 */
export function createClientRequest(input: string | URL | Request, init?: RequestInit): Request {
  return new (clientRequestClass())(input, init)
}

/**
 * Gives a request that a host has made the same reading methods. It stays the host's own: a copy would
 * take its body away.
 *
 * @param request - The request; one of another package is left as it is.
 * @returns The same request.
 */
export function asClientRequest(request: Request): Request {
  if (!(request instanceof Request) || !Object.isExtensible(request)) return request
  const { prototype } = clientRequestClass()
  for (const name of READERS) {
    const value: unknown = Reflect.get(prototype, name)
    Object.defineProperty(request, name, { value, configurable: true, writable: true })
  }
  return request
}

const READERS = ['arrayBuffer', 'blob', 'text', 'json', 'formData', 'clone']

function hold<T>(reading: Promise<T>): Promise<T> {
  reading.catch(() => undefined)
  return reading
}

// To read a body twice is a mistake of the page.
function isUsed({ bodyUsed, body }: Request): boolean {
  return bodyUsed || body?.locked === true
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
    throw isParseError(error) ? Object.assign(error, { status }) : error
  }
}

// Errors while the body arrives have a status, are AbortErrors, or come from the system. Those of a parser
// are plain errors of the language.
function isParseError(error: unknown): error is Error {
  if (typeof error !== 'object' || error === null || !('name' in error)) return false
  return PARSE_ERRORS.has(String(error.name)) && !('status' in error) && !('syscall' in error)
}

const PARSE_ERRORS = new Set(['SyntaxError', 'TypeError', 'RangeError', 'AssertionError'])
