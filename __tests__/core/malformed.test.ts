import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { fetchPage } from '../../src/core/fetch.ts'
import { createPages } from '../../src/loader/pages.ts'
import type { Context } from '../../src/context/context.ts'
import { adapters, type Question } from './adapters.ts'

let log: ReturnType<typeof jest.spyOn>

beforeEach(() => {
  log = jest.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => log.mockRestore())

const MULTIPART = 'multipart/form-data; boundary=x'
const FORM = 'application/x-www-form-urlencoded'
const JSON_TYPE = 'application/json'
const post = (type: string, body: string): Question => ({
  method: 'POST',
  headers: type === '' ? {} : { 'content-type': type },
  body,
})

const readers: Record<string, (context: Context) => Promise<unknown>> = {
  'request.json()': ({ request }) => request.json(),
  'request.formData()': ({ request }) => request.formData(),
  'request.clone().json()': ({ request }) => request.clone().json(),
  'request.clone().formData()': ({ request }) => request.clone().formData(),
}

const cases: readonly [what: string, readers: RegExp, question: Question, status: number][] = [
  ['JSON that ends too early', /json/, post(JSON_TYPE, '{"a":'), 400],
  ['text in place of JSON', /json/, post('text/plain', 'hello'), 400],
  ['no body in place of JSON', /json/, { method: 'POST' }, 400],
  [
    'a multipart form without its end',
    /form/,
    post(MULTIPART, '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1'),
    400,
  ],
  ['a multipart form with another boundary', /form/, post(MULTIPART, '--y\r\n\r\n--y--'), 400],
  ['a multipart form of nothing but noise', /form/, post(MULTIPART, '\0\x01--x\r\n\r\n\xff'), 400],
  [
    'a multipart form without a name',
    /form/,
    post(MULTIPART, '--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--'),
    400,
  ],
  ['a multipart form without a boundary', /form/, post('multipart/form-data', 'x'), 400],
  ['JSON in place of a form', /form/, post(JSON_TYPE, '{"a":1}'), 415],
  ['a form without a type', /form/, post('', 'a=1'), 415],
]

describe.each(adapters)('$name answers', ({ send }) => {
  const all = cases.flatMap(([what, pattern, question, status]) =>
    Object.keys(readers)
      .filter((name) => pattern.test(name.toLowerCase()))
      .map((name) => [what, name, question, status] as const),
  )
  test.each(all)('%s, read by %s, as an error of the client', async (_, name, question, status) => {
    const ALL = async (context: Context) => Response.json(String(await readers[name]?.(context)))
    const origin = { 'x-requested-with': 'test' }
    const asked = { ...question, headers: { ...origin, ...question.headers } }
    expect(await statusOf(send({ page: { ALL } }, asked))).toBe(status)
    expect(log).not.toHaveBeenCalled()
  })

  test('a body that the page reads twice as an error of the page', async () => {
    const ALL = async ({ request }: Context) => {
      await request.json()
      return Response.json(await request.json())
    }
    expect(await statusOf(send({ page: { ALL } }, post(JSON_TYPE, '{}')))).toBe(500)
  })

  test('a malformed body after a rewrite as an error of the client', async () => {
    let visits = 0
    const ALL = async ({ request, rewrite }: Context) => {
      visits += 1
      return visits === 1 ? rewrite('/') : Response.json(await request.json())
    }
    expect(await statusOf(send({ page: { ALL } }, post(JSON_TYPE, '{')))).toBe(400)
  })

  test("with the platform's error, to a page that catches it", async () => {
    const ALL = ({ request }: Context) =>
      request.json().catch((error: Error) => Response.json([error.name, 'status' in error]))
    const { body } = await send({ page: { ALL } }, post(JSON_TYPE, '{'))
    expect(JSON.parse(body)).toEqual(['SyntaxError', true])
  })

  test('a page that does not await a malformed body, and keeps running', async () => {
    const failures: unknown[] = []
    const listener = (error: unknown) => failures.push(error)
    process.on('unhandledRejection', listener)
    const ALL = ({ request }: Context) => {
      void request.json()
      return new Response('gone')
    }
    const { body } = await send({ page: { ALL } }, post(JSON_TYPE, '{'))
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
    process.off('unhandledRejection', listener)
    expect([body, failures]).toEqual(['gone', []])
  })

  test('a form and JSON as they were sent', async () => {
    const ALL = async ({ request }: Context) => {
      const isJson = request.headers.get('content-type') === JSON_TYPE
      return Response.json(isJson ? await request.json() : [...(await request.formData())])
    }
    const form = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n'
    expect((await send({ page: { ALL } }, post(MULTIPART, form))).body).toBe('[["a","1"]]')
    expect((await send({ page: { ALL } }, post(FORM, 'a=%'))).body).toBe('[["a","%"]]')
    expect((await send({ page: { ALL } }, post(JSON_TYPE, '[1]'))).body).toBe('[1]')
  })
})

test('pages.fetch() does not read a body that no page reads', async () => {
  const request = new Request('http://a/', { method: 'POST', body: 'hello' })
  const used = new Request('http://a/', { method: 'POST', body: 'hello' })
  await used.text()
  const GET = ({ request: seen }: Context) => Response.json(seen.headers.get('content-type'))
  const routes = [
    {
      pattern: '/',
      file: 'page.mjs',
      kind: 'endpoint' as const,
      styles: [],
      scripts: {},
      hasHead: false,
    },
  ]
  const pages = createPages({ base: '/', routes }, async () => ({ POST: GET }))
  for (const asked of [request, used]) {
    expect((await fetchPage(pages, asked))?.status).toBe(200)
  }
  expect(await request.text()).toBe('hello')
})

// pages.fetch() throws what the page throws.
async function statusOf(sent: Promise<{ status: number }>): Promise<unknown> {
  try {
    return (await sent).status
  } catch (error) {
    return (error as { status?: unknown }).status ?? 500
  }
}
