import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  createJsonResponse,
  createResponse,
  isBodyless,
  keptBody,
  markBodySent,
} from '../../src/shared/kept-response.ts'
import { runs, timeLimit } from '../support/runs.ts'
import { cases, kept, type Maker, outcome, platform, seen, STEPS } from './kept-cases.ts'

describe('compiled code sees the platform and nothing else:', () => {
  test.each(Object.keys(cases))('%s', async (name) => {
    const run = cases[name]
    expect(await outcome(() => run?.(kept))).toEqual(await outcome(() => run?.(platform)))
  })
})

describe('a body is kept', () => {
  const buffer = new TextEncoder().encode('hi').buffer
  test.each<[what: string, response: () => Response, body: unknown]>([
    ['of a text', () => kept.create('hi'), 'hi'],
    ['of an empty text', () => kept.create(''), ''],
    ['of JSON', () => kept.json({ a: 1 }), '{"a":1}'],
    ['of bytes', () => kept.create(new Uint8Array(buffer)), new Uint8Array(buffer)],
    ['of a Buffer', () => kept.create(Buffer.from('hi')), new Uint8Array(buffer)],
    ['of an ArrayBuffer', () => kept.create(buffer), new Uint8Array(buffer)],
  ])('%s', (_, response, body) => {
    expect(keptBody(response())).toEqual(body)
  })

  test.each<[what: string, use: (response: Response) => unknown]>([
    ['somebody asks for the stream', ({ body }) => body],
    ['it is read', (response) => response.text()],
    ['it is cloned', (response) => response.clone()],
    ['it is sent', markBodySent],
    ['a property is defined', (response) => Object.defineProperty(response, 'url', { value: 'x' })],
  ])('no longer when %s', async (_, use) => {
    const response = kept.create('hi')
    await use(response)
    expect(keptBody(response)).toBeUndefined()
  })

  test('even if its headers, status and bodyUsed are read', () => {
    const response = kept.create('hi')
    response.headers.set('a', '1')
    expect([response.status, response.ok, response.bodyUsed]).toEqual([200, true, false])
    expect(isBodyless(response)).toBe(false)
    expect(keptBody(response)).toBe('hi')
  })
})

test('a response that was sent is used like one whose body was read', async () => {
  const sent = kept.create('hi')
  markBodySent(sent)
  const read = platform.create('hi')
  const reader = read.body?.getReader()
  while (reader && !(await reader.read()).done);
  expect(sent.bodyUsed).toBe(true)
  expect(seen(sent)).toEqual(seen(read))
  expect(await outcome(() => sent.text())).toEqual(await outcome(() => read.text()))
  expect(await outcome(() => sent.clone())).toEqual(await outcome(() => read.clone()))
})

describe('a class that is not the platform’s is left alone:', () => {
  class Other extends Response {
    readonly given: unknown[]
    constructor(...args: ConstructorParameters<typeof Response>) {
      super(...args)
      this.given = args
    }
    static override json(data: unknown): Response {
      return new Other(`own ${String(data)}`)
    }
  }

  test('a subclass', async () => {
    const response = createResponse(Other, 'a') as Other
    expect(response).toBeInstanceOf(Other)
    expect(response.given).toEqual(['a'])
    expect(await createJsonResponse(Other, 1).text()).toBe('own 1')
  })

  test('a proxy that counts', () => {
    const bodies: unknown[] = []
    const Counting = new Proxy(Response, {
      construct: (Type, args, target) => bodies.push(args) && Reflect.construct(Type, args, target),
    })
    createResponse(Counting, 'a', { status: 201 })
    expect(bodies).toEqual([['a', { status: 201 }]])
  })

  test('a function', () => {
    const made: unknown[] = []
    function Fake(...args: unknown[]) {
      made.push(args)
    }
    createResponse(Fake as never, 'a')
    expect(made).toEqual([['a']])
  })

  test('a json() that was replaced', () => {
    const { json } = Response
    const given: unknown[] = []
    Response.json = (...args) => json(given.push(args))
    try {
      createJsonResponse(Response, 1)
    } finally {
      Response.json = json
    }
    expect(given).toEqual([[1]])
  })

  test('something that cannot be constructed', () => {
    expect(() => createResponse(undefined as never, 'a')).toThrow(TypeError)
    expect(() => createResponse((() => {}) as never, 'a')).toThrow(TypeError)
  })
})

describe('random programs', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string(),
    fc.json(),
    fc.constant('a=1&b=2'),
  )
  const type = fc.constantFrom(
    'text/html',
    'application/json',
    'application/x-www-form-urlencoded',
    '',
  )
  const start = fc.record({
    kind: fc.constantFrom('text', 'bytes', 'json'),
    body: text,
    status: fc.constantFrom(undefined, 200, 201, 404, 204, 304, 999),
    type: fc.option(type, { nil: undefined }),
    headers: fc.dictionary(
      fc.oneof(fc.stringMatching(/^[A-Za-z-]{1,3}$/), fc.string({ maxLength: 2 })),
      fc.oneof(fc.stringMatching(/^[ -~]{0,3}$/), fc.string({ unit: 'binary', maxLength: 2 })),
      { maxKeys: 4, noNullPrototype: true },
    ),
  })
  const step = fc.record({
    what: fc.constantFrom(...Object.keys(STEPS)),
    at: fc.nat(3),
    value: type,
  })

  test(
    'get the same at every step',
    () =>
      fc.assert(
        fc.asyncProperty(start, fc.array(step, { maxLength: 8 }), async (given, steps) => {
          expect(await play(kept, given, steps)).toEqual(await play(platform, given, steps))
        }),
        runs(300),
      ),
    timeLimit(300),
  )

  interface Start {
    readonly kind: string
    readonly body: string
    readonly status: number | undefined
    readonly type: string | undefined
    readonly headers: Readonly<Record<string, string>>
  }

  interface Step {
    readonly what: string
    readonly at: number
    readonly value: string
  }

  async function play(make: Maker, given: Start, steps: readonly Step[]): Promise<unknown[]> {
    const responses: Response[] = []
    const log = [await outcome(() => responses.push(create(make, given)))]
    for (const { what, at, value } of steps) {
      const response = responses[at % responses.length]
      if (response === undefined) break
      log.push([what, await inTime(outcome(() => STEPS[what]?.(response, value, responses)))])
      for (const one of responses) log.push([one.bodyUsed, one.status, [...one.headers]])
    }
    return log
  }

  function create(
    make: Maker,
    { kind, body, status, type: contentType, ...given }: Start,
  ): Response {
    const headers =
      contentType === undefined ? given.headers : { ...given.headers, 'content-type': contentType }
    const init = { ...(status && { status }), headers }
    if (kind === 'json') return make.json({ body }, init)
    return make.create(kind === 'text' ? body : Buffer.from(body), init)
  }
})

// `cancel()` of one branch waits for that of the other one.
async function inTime(result: Promise<unknown>): Promise<unknown> {
  const later = (async () => {
    for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate)
    return 'pending'
  })()
  return Promise.race([result, later])
}
