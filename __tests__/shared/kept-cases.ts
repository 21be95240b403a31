import { inspect } from 'node:util'
import { createJsonResponse, createResponse } from '../../src/shared/kept-response.ts'

/** A way to create responses: the platform's, or ours. */
export interface Maker {
  create(...args: ConstructorParameters<typeof Response>): Response
  json(...args: Parameters<typeof Response.json>): Response
}

/** The platform itself. */
export const platform: Maker = {
  create: (...args) => new Response(...args),
  json: (...args) => Response.json(...args),
}

/** What compiled code calls. */
export const kept: Maker = {
  create: (...args) => createResponse(Response, ...args),
  json: (...args) => createJsonResponse(Response, ...args),
}

/** What somebody can do with responses, and what they see of it. */
export type Case = (make: Maker) => unknown

const bytes = (): Uint8Array<ArrayBuffer> => new Uint8Array([0xef, 0xbb, 0xbf, 104, 105, 255])
const form = 'application/x-www-form-urlencoded'
const multipart =
  '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n--x\r\n' +
  'content-disposition: form-data; name="b"; filename="f.txt"\r\n\r\n2\r\n--x--\r\n'

/** Everything that a response tells without being read. */
export function seen(response: Response): Record<string, unknown> {
  const { status, statusText, ok, type, url, redirected, headers, bodyUsed, body } = response
  return {
    status,
    statusText,
    ok,
    type,
    url,
    redirected,
    headers: [...headers],
    bodyUsed,
    hasBody: body !== null,
    isLocked: body?.locked,
  }
}

/** Responses that only their arguments tell apart. */
const creations: Readonly<Record<string, Case>> = {
  'a text': (make) => seen(make.create('ok')),
  'an empty text': (make) => seen(make.create('')),
  'a text with a status': (make) => seen(make.create('no', { status: 404, statusText: 'Gone' })),
  'a status text in Latin-1': (make) => seen(make.create('no', { statusText: 'é' })),
  'a content type of its own': (make) =>
    seen(make.create('{}', { headers: { 'Content-Type': 'application/json' } })),
  'an empty content type': (make) => seen(make.create('', { headers: { 'content-type': '' } })),
  'headers as a list': (make) => seen(make.create('', { headers: [['a', '1'], ['A', '2']] })), // prettier-ignore
  'two cookies': (make) =>
    seen(make.create('', { headers: [['set-cookie', 'a=1'], ['set-cookie', 'b=2']] })), // prettier-ignore
  'Headers as headers': (make) => seen(make.create('', { headers: new Headers({ a: '1' }) })),
  'a response as init': (make) => seen(make.create('x', new Response('y', { status: 201 }))),
  'an init without headers': (make) => [
    seen(make.create('x', { statusText: 'y' })),
    seen(make.create('x', { headers: undefined } as never)),
  ],
  'null as init': (make) => seen(make.create('x', null as never)),
  'undefined as init': (make) => seen(make.create('x', undefined)),
  'bytes, without a content type': (make) => seen(make.create(bytes())),
  'a Buffer': (make) => seen(make.create(Buffer.from('ok'))),
  'an ArrayBuffer': (make) => seen(make.create(bytes().buffer)),
  'no body': (make) => seen(make.create()),
  'null as body': (make) => seen(make.create(null)),
  'undefined as body': (make) => seen(make.create(undefined, { status: 201 })),
  'a number as body': (make) => seen(make.create(5 as never)),
  'a String object': (make) => seen(make.create(new String('a') as never)),
  'a DataView': (make) => seen(make.create(new DataView(bytes().buffer))),
  'a Blob': (make) => seen(make.create(new Blob(['a'], { type: 'text/x' }))),
  URLSearchParams: (make) => seen(make.create(new URLSearchParams('a=1'))),
  'a stream': (make) => seen(make.create(new Response('a').body)),
  JSON: (make) => seen(make.json({ a: 1 })),
  'JSON with a status': (make) => seen(make.json([], { status: 201, statusText: 'Made' })),
  'JSON with a content type': (make) =>
    seen(make.json(1, { headers: { 'content-type': 'application/problem+json' } })),
  'JSON with null as init': (make) => make.json(1, null as never),
  'JSON without data': (make) => (make.json as () => Response)(),
  'JSON of undefined': (make) => make.json(undefined),
  'JSON of a function': (make) => make.json(() => 1),
  'JSON of a cycle': (make) => {
    const list: unknown[] = []
    list.push(list)
    return make.json(list)
  },
  'JSON of a bigint': (make) => make.json(1n),
  'JSON of data that throw': (make) =>
    make.json({
      toJSON() {
        throw new RangeError('mine')
      },
    }),
  ...Object.fromEntries(
    [101, 199, 204, 205, 304, 600, 65736, NaN, '201', null].flatMap((status) => [
      [
        `a text with the status ${status}`,
        (make: Maker) => seen(make.create('', { status } as never)),
      ],
      [
        `bytes with the status ${status}`,
        (make: Maker) => seen(make.create(bytes(), { status } as never)),
      ],
      [`JSON with the status ${status}`, (make: Maker) => seen(make.json({}, { status } as never))],
      [
        `nothing with the status ${status}`,
        (make: Maker) => seen(make.create(null, { status } as never)),
      ],
    ]),
  ),
  ...Object.fromEntries(
    Object.entries<unknown>({
      'a line break in the status text': { statusText: 'a\nb' },
      'a status text beyond Latin-1': { statusText: 'я' },
      'a symbol as status': { status: Symbol('s') },
      'an invalid header name': { headers: { 'a b': '1' } },
      'an invalid header value': { headers: { a: '1\n2' } },
      'a header value beyond Latin-1': { headers: { a: 'я' } },
      'a list that does not hold pairs': { headers: [['a']] },
      'a number as headers': { headers: 5 },
      'a number as init': 5,
      'a text as init': 'x',
    }).flatMap(([name, init]) => [
      [`a text with ${name}`, (make: Maker) => seen(make.create('', init as never))],
      [`JSON with ${name}`, (make: Maker) => seen(make.json({}, init as never))],
    ]),
  ),
  ...Object.fromEntries(
    Object.entries<unknown>(headers()).flatMap(([name, given]) => [
      [`headers with ${name}`, (make: Maker) => seen(make.create('', { headers: given } as never))],
      [
        `bytes and headers with ${name}`,
        (make: Maker) => seen(make.create(bytes(), { headers: given } as never)),
      ],
      [
        `JSON with ${name}`,
        (make: Maker) =>
          seen(make.json(1, { status: 201, statusText: 'Made', headers: given } as never)),
      ],
    ]),
  ),
  'headers that are changed after they were given': (make) => {
    const given: Record<string, string> = { 'x-a': '1' }
    const response = make.create('', { headers: given })
    given['x-a'] = '2'
    given['x-b'] = '3'
    return seen(response)
  },
  'getters of headers are read once': (make) => {
    let calls = 0
    make.create('', { headers: { get 'x-a'() { return String(++calls) } } }) // prettier-ignore
    return calls
  },
  'the order in which an init and its headers are read': (make) => {
    const log: string[] = []
    make.create('a', logging(log))
    make.json({ toJSON: () => log.push('toJSON') }, logging(log))
    return log
  },
  'toJSON is called once': (make) => {
    let calls = 0
    const data = { toJSON: () => ++calls }
    return make.json(data).text().then((text) => [text, calls]) // prettier-ignore
  },
  'toJSON is called once when the status is wrong': (make) => {
    let calls = 0
    const data = { toJSON: () => ++calls }
    expectThrow(() => make.json(data, { status: 204 }))
    expectThrow(() => make.json(data, { status: 999 }))
    return calls
  },
  'toJSON that returns nothing is called once': (make) => {
    let calls = 0
    expectThrow(() => make.json({ toJSON: () => void calls++ }))
    return calls
  },
  'a detached buffer': (make) => {
    const { buffer } = bytes()
    structuredClone(buffer, { transfer: [buffer] })
    return read(make.create(buffer))
  },
  'a view of a detached buffer': (make) => {
    const view = bytes()
    structuredClone(view.buffer, { transfer: [view.buffer] })
    return read(make.create(view))
  },
  'shared bytes': (make) => read(make.create(new Uint8Array(new SharedArrayBuffer(2)) as never)),
}

function headers(): Readonly<Record<string, unknown>> {
  class Named {
    'x-a' = '1'
  }
  return {
    nothing: {},
    'a name': { 'x-a': '1' },
    'several names': { 'x-b': '1', a: '2', 'x-a': '3', 'content-type': 'text/x', vary: 'x' },
    'names in capitals': { 'X-B': '1', 'Content-Type': 'text/x', 'Cache-Control': 'no-store' },
    'two spellings of a name': { 'x-a': '1', 'X-A': '2' },
    'two spellings of the type': { 'content-type': 'a/b', 'Content-Type': 'c/d' },
    'a number': { 'x-a': 1 },
    'true and null': { 'x-a': true, 'x-b': null },
    undefined: { 'x-a': undefined },
    'an object': { 'x-a': { toString: () => 'x' } },
    'a list': { 'x-a': ['1', '2'] },
    'whitespace at the ends': { 'x-a': ' 1\t', 'content-type': ' a/b ' },
    'whitespace inside': { 'x-a': 'a b', 'x-b': 'a\tb' },
    'only whitespace': { 'x-a': '  ' },
    'an empty value': { 'x-a': '', 'content-type': '' },
    'Latin-1': { 'x-a': 'é' },
    'characters beyond Latin-1': { 'x-a': 'я' },
    'a line break': { 'x-a': 'a\r\nx-b: 1' },
    'a zero byte': { 'x-a': 'a\0' },
    DEL: { 'x-a': 'a\x7f' },
    'an empty name': { '': '1' },
    'a space in a name': { 'x a': '1' },
    'a colon in a name': { ':x': '1' },
    'a name beyond ASCII': { é: '1' },
    'a Kelvin sign in a name': { '\u212a': '1' },
    'a name of odd characters': { "!#$%&'*+.^_`|~0": '1' },
    'a digit first': { '0a': '1' },
    'a cookie': { 'set-cookie': 'a=1' },
    'a cookie in capitals': { 'Set-Cookie': 'a=1' },
    'a length': { 'content-length': '5' },
    'a connection': { connection: 'close', trailer: 'x' },
    __proto__: JSON.parse('{"__proto__":"1"}'),
    constructor: { constructor: '1' },
    'a symbol': { [Symbol('x')]: '1' },
    'Symbol.iterator': { [Symbol.iterator]: undefined, 'x-a': '1' },
    'a hidden name': Object.defineProperty({}, 'x-a', { value: '1' }),
    'a prototype of null': Object.assign(Object.create(null), { 'x-a': '1' }),
    'an instance': new Named(),
    'an inherited name': Object.create({ 'x-a': '1' }),
    'a Map': new Map([['x-a', '1']]),
    'pairs': [['x-a', '1'], ['x-a', '2']], // prettier-ignore
    'a pair of one': [['x-a']],
    null: null,
    'a function': () => {},
    'a text': 'x-a: 1',
    Headers: new Headers({ 'x-a': '1', 'set-cookie': 'a=1' }),
  }
}

function logging(log: string[]): ResponseInit {
  return {
    get status() {
      return log.push('status') && 200
    },
    get statusText() {
      return String(log.push('statusText') && 'x')
    },
    get headers() {
      log.push('headers')
      return { a: '1' }
    },
  }
}

function expectThrow(run: () => unknown): void {
  try {
    run()
  } catch {
    return
  }
  throw new Error('It did not throw')
}

async function read(response: Response): Promise<unknown> {
  return { ...seen(response), bytes: [...new Uint8Array(await response.arrayBuffer())] }
}

const texts: Readonly<Record<string, string>> = {
  ASCII: 'hello',
  nothing: '',
  'a byte order mark': '\ufeffhi',
  'two byte order marks': '\ufeff\ufeffhi',
  'lone surrogates': 'a\ud83db\udc00',
  'Cyrillic and emoji': 'привет 👋',
  JSON: '{"__proto__":1,"a":[1,2]}',
  'a form': 'a=1&b=%20',
}

const readings: Readonly<Record<string, Case>> = Object.fromEntries(
  Object.entries(texts).flatMap(([what, text]) =>
    (['text', 'json', 'bytes', 'arrayBuffer', 'blob', 'formData'] as const).flatMap((method) => [
      [`${method}() of ${what}`, (make: Maker) => plain(make.create(text)[method]())],
      [
        `${method}() of bytes of ${what}`,
        (make: Maker) => plain(make.create(Buffer.from(text))[method]()),
      ],
      [
        `${method}() of ${what} as a form`,
        (make: Maker) => plain(make.create(text, { headers: { 'content-type': form } })[method]()),
      ],
      [`${method}() of JSON of ${what}`, (make: Maker) => plain(make.json(text)[method]())],
    ]),
  ),
)

/** A value of the platform as plain data. */
export async function plain(given: unknown): Promise<unknown> {
  const value = await given
  if (value instanceof Uint8Array) return ['bytes', value.constructor.name, ...value]
  if (value instanceof ArrayBuffer) return ['buffer', ...new Uint8Array(value)]
  if (value instanceof Blob) return ['blob', value.type, await value.text()]
  if (value instanceof Response) return ['response', seen(value)]
  if (value instanceof ReadableStream) return ['stream', value.locked]
  if (!(value instanceof FormData)) return value
  return Promise.all([...value].map(async ([name, one]) => [name, await plain(one)]))
}

const uses: Readonly<Record<string, Case>> = {
  'formData() of a multipart text': async (make) => {
    const headers = { 'content-type': 'multipart/form-data; boundary=x' }
    return plain(make.create(multipart, { headers }).formData())
  },
  'formData() after the content type was changed': async (make) => {
    const response = make.create('a=1')
    await Promise.resolve(response.body)
    response.headers.set('content-type', form)
    return plain(response.formData())
  },
  'blob() after the content type was deleted': (make) => {
    const response = make.create('a')
    response.headers.delete('content-type')
    return plain(response.blob())
  },
  'a clone after the content type was deleted': (make) => {
    const response = make.create('a', { status: 201, statusText: 'x' })
    response.headers.delete('content-type')
    return seen(response.clone())
  },
  'a body that is read twice': async (make) => {
    const response = make.create('a')
    await response.text()
    return [
      seen(response),
      await outcome(() => response.text()),
      await outcome(() => response.clone()),
    ]
  },
  'a locked body': async (make) => {
    const response = make.create('a')
    response.body?.getReader()
    return [
      seen(response),
      await outcome(() => response.json()),
      await outcome(() => response.clone()),
    ]
  },
  'a cancelled body': async (make) => {
    const response = make.create('a')
    await response.body?.cancel()
    return [seen(response), await outcome(() => response.blob())]
  },
  'a reader that is released before it has read': async (make) => {
    const response = make.create('a')
    response.body?.getReader().releaseLock()
    return [seen(response), await response.text()]
  },
  'a body that is read in chunks': async (make) => {
    const chunks: unknown[] = []
    for await (const chunk of make.create('hello').body ?? []) chunks.push(await plain(chunk))
    return chunks
  },
  'a body that is read into a buffer': async (make) => {
    const reader = make.create('hello').body?.getReader({ mode: 'byob' })
    const { value, done } = (await reader?.read(new Uint8Array(2))) ?? {}
    return [await plain(value), done]
  },
  'the same body and headers each time': (make) => {
    const response = make.create('a')
    return [response.body === response.body, response.headers === response.headers]
  },
  'another body after clone()': (make) => {
    const response = make.create('a')
    const { body } = response
    response.clone()
    return [body === response.body, body?.locked, seen(response)]
  },
  'a clone and its original, read in turn': async (make) => {
    const response = make.create('héllo', { headers: { a: '1' } })
    const clone = response.clone()
    clone.headers.set('b', '2')
    return [seen(response), seen(clone), await clone.text(), await response.text(), seen(response)]
  },
  'a clone of a clone': async (make) => make.json({ a: 1 }).clone().clone().json(),
  'a copy with the body of another': async (make) => {
    const response = make.create('a', { status: 201, headers: { a: '1' } })
    const copy = new Response(response.body, response)
    return [seen(response), seen(copy), await copy.text(), seen(response)]
  },
  'a body through a transform': async (make) => {
    const { body } = make.create('a')
    const through = body?.pipeThrough(new TextDecoderStream() as never)
    return new Response((through as ReadableStream).pipeThrough(new TextEncoderStream())).text()
  },
  'headers that are changed before anything else': async (make) => {
    const [text, data] = [make.create('a'), make.json({})]
    text.headers.delete('content-type')
    data.headers.set('content-type', 'a/b')
    return [seen(text), seen(data), await plain(text.blob()), await plain(data.clone().blob())]
  },
  'headers that nobody has read before clone() and blob()': async (make) => [
    await plain(make.json({}).blob()),
    seen(make.create('a').clone()),
    seen(new Response(null, make.json({}))),
  ],
  'headers that are changed': (make) => {
    const { headers } = make.create('a')
    headers.append('set-cookie', 'a=1')
    headers.append('set-cookie', 'b=2')
    headers.set('X-B', '1')
    return [[...headers], headers.getSetCookie(), headers instanceof Headers]
  },
  'bytes that are changed later': (make) => {
    const array = bytes()
    const response = make.create(array)
    array.fill(0)
    return plain(response.arrayBuffer())
  },
  'bytes of a part of a buffer': (make) => plain(make.create(bytes().subarray(3, 5)).text()),
  'a buffer that is changed later': (make) => {
    const array = bytes()
    const response = make.create(array.buffer)
    array.fill(0)
    return plain(response.bytes())
  },
  'instanceof, tag and constructor': (make) => {
    const response = make.create('a')
    return [
      response instanceof Response,
      Object.prototype.toString.call(response),
      String(response),
      response.constructor === Response,
      Symbol.toStringTag in response,
    ]
  },
  'own properties': (make) => [
    Object.getOwnPropertyNames(make.create('a')),
    Object.keys(make.json({})),
    JSON.stringify(make.create('a')),
  ],
  'properties of for ... in': (make) => {
    const names: string[] = []
    for (const name in make.create('a')) names.push(name)
    return names.toSorted()
  },
  'what is printed': (make) => [
    inspect(make.create('a')),
    inspect([make.json({ a: 1 })], { depth: 0, colors: false }),
  ],
  'names and lengths of methods': (make) => {
    const response: object = make.create('a')
    return ['arrayBuffer', 'blob', 'bytes', 'clone', 'formData', 'json', 'text'].map((name) => {
      const { name: own, length } = Reflect.get(response, name) as Function // oxlint-disable-line
      return [own, length]
    })
  },
  'a method without its response': async (make) => {
    const { text, clone } = make.create('a')
    return [await outcome(() => text()), await outcome(() => clone())]
  },
  'a method of one response on another': async (make) =>
    make.create('a').text.call(new Response('other')),
  'a method of the platform on a response without a body': (make) =>
    Response.prototype.text.call(make.create(null)),
  'an assignment to a getter': (make) =>
    outcome(() => Object.assign(make.create('a'), { body: null })),
  structuredClone: (make) => outcome(() => structuredClone(make.create('a'))),
  'a proxy': (make) => {
    const proxy = new Proxy(make.create('a'), {})
    return outcome(async () => [proxy.status, proxy.bodyUsed, await proxy.text()])
  },
  'an object that inherits from a response': (make) => {
    const heir = Object.create(make.create('a')) as Response
    return outcome(async () => [heir.status, await heir.text()])
  },
  'a patched method of the platform': async (make) => {
    const { text } = Response.prototype
    Response.prototype.text = async function patched() {
      return `patched ${await text.call(this)}`
    }
    try {
      return await make.create('a').text()
    } finally {
      Response.prototype.text = text
    }
  },
  WebAssembly: async (make) => {
    const wasm = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])
    const headers = { 'content-type': 'application/wasm' }
    return [
      String(await WebAssembly.compileStreaming(make.create(wasm, { headers }))),
      await outcome(() => WebAssembly.compileStreaming(make.create(wasm))),
    ]
  },
}

/** Each case gives the same result with every maker. */
export const cases: Readonly<Record<string, Case>> = { ...creations, ...readings, ...uses }

/** The result as plain data, or the error. */
export async function outcome(run: () => unknown): Promise<unknown> {
  try {
    return { value: await plain(run()) }
  } catch (error) {
    const { name, message, code } = error as Error & { code?: unknown }
    return { name, message: message.replaceAll('KeptResponse', 'Response'), code }
  }
}

/** One use of a response; `clone` and `copy` add another one to the list. */
type Step = (response: Response, value: string, responses: Response[]) => unknown

/** The steps of random programs. */
export const STEPS: Readonly<Record<string, Step>> = {
  text: (response) => response.text(),
  json: (response) => response.json(),
  bytes: (response) => response.bytes(),
  arrayBuffer: (response) => response.arrayBuffer(),
  blob: (response) => response.blob(),
  formData: (response) => response.formData(),
  clone: (response, _, responses) => responses.push(response.clone()),
  copy: (response, _, responses) => responses.push(new Response(response.body, response)),
  see: seen,
  body: (response) => response.body?.locked,
  cancel: (response) => response.body?.cancel(),
  lock: (response) => void response.body?.getReader(),
  unlock: (response) => response.body?.getReader().releaseLock(),
  'read a chunk': async ({ body }) => {
    const reader = body?.getReader()
    const chunk = await reader?.read()
    reader?.releaseLock()
    return [chunk?.done, await plain(chunk?.value)]
  },
  tee: (response) => response.body?.tee().length,
  'set a type': (response, value) => response.headers.set('content-type', value),
  'delete the type': (response) => response.headers.delete('content-type'),
}
