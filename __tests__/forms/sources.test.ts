import { afterAll, describe, expect, jest, test } from '@jest/globals'
import express, { type RequestHandler } from 'express'
import express4 from 'express4'
import multer from 'multer'
import { z } from 'zod'
import { type FormSource, readForm } from '../../src/forms/index.ts'
import { withServer } from '../support/serve.ts'
import { createSite, removeSites } from '../support/site.ts'

afterAll(removeSites)

const schema = z.object({
  email: z.string(),
  address: z.object({ street: z.string().min(2, 'Too short.') }),
  tags: z.array(z.string()),
})

type Fields = readonly (readonly [name: string, value: string])[]

const NAMES = [
  ['dots', 'address.street'],
  ['brackets', 'address[street]'],
] as const

function toForm(fields: Fields): FormData {
  const form = new FormData()
  for (const [name, value] of fields) form.append(name, value)
  return form
}

const toQuery = (fields: Fields) => new URLSearchParams(fields.map(([...field]) => field))

/** Sends a form to an Express app, and reads the request there. */
function through(
  framework: typeof express,
  parser: RequestHandler,
  encode: (fields: Fields) => FormData | URLSearchParams,
) {
  return async (fields: Fields) => {
    let form: unknown
    const app = framework().post('/', parser, async (req, res) => {
      form = await readForm(schema, req)
      res.end()
    })
    await withServer(app, ({ url }) => fetch(url, { method: 'POST', body: encode(fields) }))
    return form
  }
}

const direct = (toSource: (fields: Fields) => FormSource) => (fields: Fields) =>
  readForm(schema, toSource(fields))
const post = (body: FormData | URLSearchParams) =>
  new Request('http://a/', { method: 'POST', body })
const old = express4 as unknown as typeof express

const SOURCES: readonly [source: string, read: (fields: Fields) => Promise<unknown>][] = [
  ['a Request with a form', direct((fields) => post(toQuery(fields)))],
  ['a Request with parts', direct((fields) => post(toForm(fields)))],
  ['FormData', direct(toForm)],
  ['URLSearchParams', direct(toQuery)],
  ['Express 5, urlencoded', through(express, express.urlencoded({ extended: false }), toQuery)],
  [
    'Express 5, urlencoded, extended',
    through(express, express.urlencoded({ extended: true }), toQuery),
  ],
  ['Express 5, multer', through(express, multer().any(), toForm)],
  ['Express 4, urlencoded', through(old, old.urlencoded({ extended: false }), toQuery)],
  ['Express 4, urlencoded, extended', through(old, old.urlencoded({ extended: true }), toQuery)],
]

describe.each(SOURCES)('%s', (_source, read) => {
  test.each(NAMES)('has fields whose names have %s', async (_style, street) => {
    const sent = [
      ['email', 'a@b'],
      [street, 'Quay'],
      ['tags[]', 'x'],
      ['tags[]', 'y'],
    ] as const
    expect(await read(sent)).toMatchObject({
      ok: true,
      data: { email: 'a@b', address: { street: 'Quay' }, tags: ['x', 'y'] },
      values: { email: 'a@b', [street]: 'Quay', 'tags[]': ['x', 'y'] },
    })
  })

  test.each(NAMES)('has the errors of inputs whose names have %s', async (_style, street) => {
    const sent = [
      ['email', 'a@b'],
      [street, 'Q'],
      ['tags[]', 'x'],
    ] as const
    expect(await read(sent)).toMatchObject({
      ok: false,
      values: { email: 'a@b', [street]: 'Q', 'tags[]': ['x'] },
      errors: { [street]: ['Too short.'] },
    })
  })
})

test('JSON is read as if it were a form', async () => {
  const body = JSON.stringify({ email: 'a@b', address: { street: 'Q' }, tags: [] })
  const headers = { 'content-type': 'application/json; charset=utf-8' }
  const request = new Request('http://a/', { method: 'POST', headers, body })
  expect(await readForm(schema, request)).toMatchObject({
    ok: false,
    values: { email: 'a@b', 'address[street]': 'Q', 'tags[]': [] },
    errors: { 'address[street]': ['Too short.'] },
  })
})

describe('a request without a form', () => {
  // Of all tests: each warning is printed once in a process.
  const warnings = jest.spyOn(process, 'emitWarning').mockImplementation(() => {})
  afterAll(() => warnings.mockRestore())

  const sendStatus: express.ErrorRequestHandler = (error, _req, res, _next) =>
    void res.sendStatus(error.status)
  const any = z.looseObject({})
  const bare = (headers: Record<string, string>, body?: unknown) => ({
    on() {},
    method: 'POST',
    headers,
    body,
  })
  const form = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '3' }
  const chunked = { 'content-type': form['content-type'], 'transfer-encoding': 'chunked' }

  test.each<[what: string, source: FormSource]>([
    ['no body', bare({})],
    ['an empty body', bare({ ...form, 'content-length': '0' })],
    ['no body, as a Request', new Request('http://a/', { method: 'POST' })],
  ])('%s is a form without fields', async (_what, source) => {
    expect(await readForm(any, source)).toMatchObject({ ok: true, data: {} })
  })

  test.each<[what: string, source: FormSource, code: string, status: number]>([
    ['a form that no parser has read', bare(form), 'FORM_BODY_MISSING', 415],
    ['a chunked one', bare(chunked), 'FORM_BODY_MISSING', 415],
    ['text', bare({ 'content-type': 'text/plain', 'content-length': '3' }), 'FORM_INVALID', 400],
    ['text that a parser has read', bare(form, 'abc'), 'FORM_INVALID', 400],
    ['a list', bare(form, ['abc']), 'FORM_INVALID', 400],
    [
      'text, as a Request',
      new Request('http://a/', { method: 'POST', body: 'abc' }),
      'FORM_INVALID',
      400,
    ],
    ['broken JSON', broken('application/json'), 'FORM_INVALID', 400],
    ['broken parts', broken('multipart/form-data; boundary=x'), 'FORM_INVALID', 400],
  ])('%s is an error', async (_what, source, code, status) => {
    await expect(readForm(any, source)).rejects.toMatchObject({ code: `SSR_PAGES_${code}`, status })
  })

  const otherTypes: readonly [
    type: string,
    parser: RequestHandler,
    toBody: typeof toForm | typeof toQuery,
  ][] = [
    ['multipart/form-data', express.urlencoded(), toForm],
    ['application/x-www-form-urlencoded', multer().none(), toQuery],
  ]

  test('a form of a type that the handler has no parser for is answered 415, and the log says so once', async () => {
    for (const [type, parser, toBody] of otherTypes) {
      const app = express().post(
        '/',
        parser,
        async (req, res) => void res.json(await readForm(any, req)),
      )
      await withServer(app.use(sendStatus), async ({ url }) => {
        for (const body of [toBody([['a', '1']]), toBody([['a', '2']])]) {
          const { status } = await fetch(url, { method: 'POST', body })
          expect([type, status]).toEqual([type, 415])
        }
      })
    }
    const said = warnings.mock.calls.map(([warning]) => String(warning))
    expect(said.toSorted()).toEqual(
      ['application/x-www-form-urlencoded', 'multipart/form-data'].map((type) =>
        expect.stringMatching(`type "${type}".*\n.*express.urlencoded\\(\\)`),
      ),
    )
  })

  test('a body that was read before is an error of the code, not of the client', async () => {
    const request = post(new URLSearchParams('a=1'))
    await request.text()
    await expect(readForm(any, request)).rejects.not.toHaveProperty(
      'code',
      'SSR_PAGES_FORM_INVALID',
    )
  })

  function broken(type: string): Request {
    return new Request('http://a/', {
      method: 'POST',
      headers: { 'content-type': type },
      body: '{"a',
    })
  }
})

test('a page reads a form of at most `bodyLimit` bytes, also after a parser of the host', async () => {
  const page = `
import { readForm } from 'ssr-pages/forms'
const schema = { '~standard': { version: 1, vendor: 'any', validate: (value) => ({ value }) } }
export async function POST({ request }) {
  return Response.json(await readForm(schema, request))
}`
  const pages = createSite({ 'form.mjs': page }, { bodyLimit: 20 })
  const fail: express.ErrorRequestHandler = (error, _req, res, _next) =>
    void res.status(error.status).send(error.code)
  for (const parser of [[], [express.urlencoded()]]) {
    await withServer(express().use(...parser, pages, fail), async ({ url }) => {
      const send = (value: string) =>
        fetch(`${url}/form`, { method: 'POST', body: new URLSearchParams({ a: value }) })
      expect(await (await send('1')).json()).toMatchObject({ ok: true, data: { a: '1' } })
      const tooLarge = await send('1'.repeat(30))
      expect([tooLarge.status, await tooLarge.text()]).toEqual([413, 'SSR_PAGES_BODY_TOO_LARGE'])
    })
  }
})
