import { isBodyUsed } from './body-used.ts'
import type { PlainFields } from './plain-fields.ts'

/** A body that a `Response` can keep as it is. */
export type KeptBody = string | Uint8Array<ArrayBuffer>

export type ResponseClass = typeof Response

/** What has become of the body of a response that keeps it. */
export interface Keeping {
  /** `undefined` as soon as the body is a stream, or has been sent. */
  body: KeptBody | undefined
  /** The platform's own response, which has the body as a stream. */
  platform: Response | undefined
  /** All headers, until somebody reads `headers`. */
  fields: PlainFields | undefined
  /** The first stream of the body: `clone()` replaces it by another one. */
  stream: Response['body'] | undefined
}

/** The class of the responses that keep their body, and what it was made of. */
export interface KeptClass {
  readonly Type: ResponseClass
  /** The platform's own `Response.json`. */
  readonly json: unknown
  /** Whether the platform reads `headers` before the other members of an init. */
  readonly readsHeadersFirst: boolean
  /** Creates a response without a body, to be given one in its {@link Keeping}. */
  create(init: ResponseInit | undefined, fields: PlainFields | undefined): Response
  /** Returns `undefined` for a response of another class. */
  keepingOf(response: object): Keeping | undefined
}

type KeepingOf = (value: unknown) => Keeping | undefined

/**
 * Creates a subclass of the platform's `Response`. Its instances have the platform's state, and no
 * body there: the members that are about the body are answered by another response, which is
 * created when one of them is used.
 *
 * @param Type - The platform's class.
 */
export function createKeptClass(Type: ResponseClass): KeptClass {
  // Where the platform's state is in properties, a `Proxy` of a response has a body, too.
  const isOpen = Object.getOwnPropertySymbols(new Type(null)).length > 0
  const KEEPING = Symbol('keeping')

  class KeptResponse extends Type {
    readonly #keeping: Keeping = {
      body: undefined,
      platform: undefined,
      fields: undefined,
      stream: undefined,
    }

    constructor(init: ResponseInit | undefined, fields: PlainFields | undefined) {
      super(null, init)
      this.#keeping.fields = fields
      if (isOpen) Reflect.set(this, KEEPING, this.#keeping)
    }

    static keepingOf(this: void, response: object): Keeping | undefined {
      return #keeping in response ? response.#keeping : undefined
    }
  }

  const { keepingOf } = KeptResponse
  const members = createMembers(Type, (value) => {
    if (typeof value !== 'object' || value === null) return undefined
    return keepingOf(value) ?? (Reflect.get(value, KEEPING) as Keeping | undefined)
  })
  Object.defineProperties(KeptResponse.prototype, Object.getOwnPropertyDescriptors(members))
  // Responses inherit the platform's.
  Reflect.deleteProperty(KeptResponse.prototype, 'constructor')
  return {
    Type,
    readsHeadersFirst: readOrder(Type)[0] === 'headers',
    json: Reflect.get(Type, 'json'),
    create: (init, fields) => new KeptResponse(init, fields),
    keepingOf,
  }
}

function readOrder(Type: ResponseClass): unknown[] {
  const names: unknown[] = []
  const init = new Proxy<ResponseInit>({}, { get: (_, name) => void names.push(name) })
  void new Type(null, init)
  return names
}

// The platform's own members decide everything, even what they throw for a foreign `this`.
function createMembers(Type: ResponseClass, keepingOf: KeepingOf): ThisType<Response> {
  const { prototype } = Type
  const withStream = (response: Response): Response => {
    const keeping = keepingOf(response)
    return keeping === undefined ? response : streamOf(keeping, Type)
  }
  // The type of a blob, and all of a clone, follow from the headers as they are now.
  const withHeaders = (response: Response): Response => {
    const keeping = keepingOf(response)
    const platform = withStream(response)
    if (keeping === undefined || isBodyUsed(platform)) return platform
    return (keeping.platform = new Type(platform.body, response))
  }
  return {
    get headers() {
      const headers: Headers = Reflect.get(prototype, 'headers', this)
      const keeping = keepingOf(this)
      if (keeping?.fields === undefined) return headers
      for (const [name, value] of keeping.fields) headers.append(name, value)
      keeping.fields = undefined
      return headers
    },
    get body() {
      return Reflect.get(prototype, 'body', withStream(this))
    },
    get bodyUsed() {
      const keeping = keepingOf(this)
      if (keeping !== undefined && keeping.platform === undefined) return keeping.body === undefined
      return Reflect.get(prototype, 'bodyUsed', withStream(this))
    },
    arrayBuffer() {
      return prototype.arrayBuffer.call(withStream(this))
    },
    blob() {
      return prototype.blob.call(withHeaders(this))
    },
    bytes() {
      return prototype.bytes.call(withStream(this))
    },
    clone() {
      return prototype.clone.call(withHeaders(this))
    },
    formData() {
      return prototype.formData.call(withHeaders(this))
    },
    json() {
      return prototype.json.call(withStream(this))
    },
    text() {
      return prototype.text.call(withStream(this))
    },
  }
}

// Returns the platform's response that has the body as a stream.
function streamOf(keeping: Keeping, Type: ResponseClass): Response {
  if (keeping.platform !== undefined) return keeping.platform
  const { body } = keeping
  const platform = body === undefined ? createSent(Type) : new Type(body)
  Object.assign(keeping, { platform, body: undefined, stream: platform.body })
  return platform
}

function createSent(Type: ResponseClass): Response {
  const sent = new Type('')
  void sent.body?.getReader().cancel()
  return sent
}
