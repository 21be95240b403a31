import { withClientStatus } from '../shared/client-request.ts'
import type { DirectRequest } from '../shared/request-source.ts'
import { hasBody } from './body.ts'
import { type Collected, canCollect, collectBody } from './collect-body.ts'
import { readHeader } from './headers.ts'

/** The request that a {@link NodeDirectRequest} belongs to. */
export interface DirectOwner extends Collected {
  readonly method: string
  readonly href: string
  /** The native `Request`, created by the first read. */
  readonly request: Request
  /** The native `Request`, if there is one already: then it has the headers and the body. */
  readonly created: Request | undefined
  /**
   * Whether a host had read the body when the page first saw the request: then the native `Request`
   * has a body, and headers for it, of its own.
   */
  readonly isParsed: boolean
}

/**
 * Reads a request straight from Node, without a stream or a `Request`. Whatever it cannot read
 * itself, the native `Request` does.
 */
export class NodeDirectRequest implements DirectRequest {
  /** Whether the body was read here: then a native `Request` that is created later is used up. */
  isRead = false
  readonly #owner: DirectOwner
  /** Whether the native `Request` alone knows the headers and the body. */
  readonly #isNative: boolean
  #headers: DirectHeaders | undefined
  #url: string | undefined

  constructor(owner: DirectOwner) {
    this.#owner = owner
    this.#isNative = owner.isParsed
  }

  get method(): string {
    return this.#owner.method
  }

  // Not the text of the page's `URL` object, which the page may have changed.
  get url(): string {
    return (this.#url ??= new URL(this.#owner.href).href)
  }

  get headers(): DirectHeaders {
    return (this.#headers ??= new DirectHeaders(this.#owner))
  }

  get signal(): AbortSignal {
    return this.#owner.disconnect.signal
  }

  get bodyUsed(): boolean {
    return this.#owner.created?.bodyUsed ?? this.isRead
  }

  text(): Promise<string> {
    return this.#read(decode) ?? this.#owner.request.text()
  }

  json(): Promise<unknown> {
    return this.#read(parseJson) ?? this.#owner.request.json()
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    return this.#read(copyBuffer) ?? this.#owner.request.arrayBuffer()
  }

  // A getter, because Node 20 does not have the method.
  get bytes(): Request['bytes'] | undefined {
    if (!('bytes' in Request.prototype)) return undefined
    return () => this.#read(copyBytes) ?? this.#owner.request.bytes()
  }

  blob(): Promise<Blob> {
    return this.#owner.request.blob()
  }

  formData(): Promise<FormData> {
    return this.#owner.request.formData()
  }

  /**
   * Reads the body.
   *
   * @param convert - Makes the result of the bytes.
   * @returns The result; `undefined` if the native `Request` has to read the body.
   */
  #read<T>(convert: (bytes: Uint8Array) => T): Promise<T> | undefined {
    const owner = this.#owner
    if (this.isRead || this.#isNative || owner.created !== undefined) return undefined
    if (!hasBody(owner.req, owner.method) || !canCollect(owner)) return undefined
    this.isRead = true
    const reading = new Promise<T>((resolve, reject) => {
      collectBody(
        owner,
        (bytes) => {
          try {
            resolve(convert(bytes))
          } catch (error) {
            fail(withClientStatus(error, 400))
          }
        },
        fail,
      )

      // A rejection that is never handled must not end the process: clients could cause it.
      function fail(error: unknown): void {
        reading.catch(() => undefined)
        reject(error)
      }
    })
    return reading
  }
}

class DirectHeaders implements Pick<Headers, 'get' | 'has'> {
  readonly #owner: DirectOwner

  constructor(owner: DirectOwner) {
    this.#owner = owner
  }

  get(name: string): string | null {
    const value = this.#read(name)
    return value === undefined ? this.#owner.request.headers.get(name) : value
  }

  has(name: string): boolean {
    const value = this.#read(name)
    return value === undefined ? this.#owner.request.headers.has(name) : value !== null
  }

  // Returns `undefined` if the headers of the native `Request` have to answer.
  #read(name: string): string | null | undefined {
    const { created, isParsed, req } = this.#owner
    // Once there is a native `Request`, the page may have changed its headers. `Headers` converts
    // names of another type.
    const isOwn = created === undefined && !isParsed && typeof name === 'string'
    return isOwn ? readHeader(req, name) : undefined
  }
}

const decoder = new TextDecoder()

// As the platform does: one byte order mark is removed here, and another one by the decoder.
function decode(bytes: Uint8Array): string {
  const isMarked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  return decoder.decode(isMarked ? bytes.subarray(3) : bytes)
}

function parseJson(bytes: Uint8Array): unknown {
  return JSON.parse(decode(bytes))
}

function copyBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes)
}

function copyBuffer(bytes: Uint8Array): ArrayBuffer {
  return copyBytes(bytes).buffer
}
