import { describe, expect, test } from '@jest/globals'
import type { RequestHandler } from 'express'
import express from 'express'
import express4 from 'express4'
import { request } from 'undici'
import type { RequestOptions } from '../../src/bridge/request.ts'
import type { RequestSource } from '../../src/shared/request-source.ts'
import { parseAnswer, reply, withServer } from '../support/serve.ts'

const JSON_TYPE = 'application/json'
const FORM = 'application/x-www-form-urlencoded'
const BOUNDARY = 'a-boundary-of-at-least-27-characters'
const MULTIPART = `multipart/form-data; boundary=${BOUNDARY}`
const multipart = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--${BOUNDARY}--\r\n`

type Read = (source: RequestSource) => unknown

const readText: Read = (source) => source.request.text()
const readJson: Read = (source) => source.request.json()
const readBytes: Read = async (source) => [...new Uint8Array(await source.request.arrayBuffer())]
const readForm: Read = async (source) => [...(await source.request.formData()).entries()]
const readLength: Read = async ({ request: { headers } }) => headers.get('content-length')

describe.each([
  ['Express 5', express],
  ['Express 4', express4 as unknown as typeof express],
])('a body already parsed by %s', (_, framework) => {
  async function post(
    parsers: RequestHandler[],
    type: string,
    body: string,
    read: Read,
    options?: RequestOptions,
  ): Promise<unknown> {
    const app = framework()
    for (const parser of parsers) app.use(parser)
    app.use(reply(read, options))
    return withServer(app, async ({ url }) => {
      const headers = type === '' ? {} : { 'content-type': type }
      const answer = await request(url, { method: 'POST', headers, body })
      return answer.body.json()
    })
  }

  const json = framework.json({ strict: false })
  const simple = framework.urlencoded({ extended: false })
  const extended = framework.urlencoded({ extended: true })
  const plain = framework.text()
  const raw = framework.raw()

  const cases: [
    what: string,
    parser: RequestHandler,
    type: string,
    body: string,
    read: Read,
    expected: unknown,
  ][] = [
    ['JSON is read as JSON', json, JSON_TYPE, '{ "a": [1] }', readJson, { a: [1] }],
    ['JSON is read as text', json, JSON_TYPE, '{ "a": [1] }', readText, '{"a":[1]}'],
    ['JSON is as long as it says', json, JSON_TYPE, '{ "\u00e9": 1 }', readLength, '8'],
    [
      'JSON beyond ASCII is read',
      json,
      JSON_TYPE,
      '{"a":"\u{1f600}"}',
      readJson,
      { a: '\u{1f600}' },
    ],
    ['an empty object is read', json, JSON_TYPE, '{}', readJson, {}],
    ['an empty list is read', json, JSON_TYPE, '[]', readJson, []],
    ['null is read', json, JSON_TYPE, 'null', readJson, null],
    ['zero is read', json, JSON_TYPE, '0', readJson, 0],
    ['false is read', json, JSON_TYPE, 'false', readJson, false],
    [
      'a form is read as a form',
      simple,
      FORM,
      'a=1&b=%26+%C3%A9',
      readForm,
      [
        ['a', '1'],
        ['b', '& \u00e9'],
      ],
    ],
    ['a form is read as text', simple, FORM, 'a=1&b=%26', readText, 'a=1&b=%26'],
    [
      'a form keeps repeated names',
      simple,
      FORM,
      'a=1&a=2',
      readForm,
      [
        ['a', '1'],
        ['a', '2'],
      ],
    ],
    ['an empty form is read', simple, FORM, '=', readText, ''],
    ['text is read', plain, 'text/plain', 'h\u00e9', readText, 'h\u00e9'],
    ['bytes are read', raw, 'application/octet-stream', '\0\x01', readBytes, [0, 1]],
    ['another type passes untouched', json, MULTIPART, multipart, readForm, [['a', '1']]],
    ['a body without type passes untouched', json, '', 'x', readText, 'x'],
  ]

  test.each(cases)('%s', async (_what, parser, type, body, read, expected) => {
    expect(await post([parser], type, body, read)).toEqual(expected)
  })

  test.each<[what: string, body: string, names: string[]]>([
    ['repeated', 'd=1&d=2', ['d', 'd']],
    ['in brackets', 'd[]=1&d[]=2', ['d[]', 'd[]']],
    ['in brackets that a browser encodes', 'd%5B%5D=1&d%5B%5D=%26', ['d[]', 'd[]']],
    ['in brackets, once', 'd[]=1', ['d[]']],
    ['by number', 'd[0]=1&d[1]=2', ['d[0]', 'd[1]']],
    [
      'in another name',
      'u[n]=x&u[t][]=1&u[t][]=2&l[0][a]=3',
      ['u[n]', 'u[t][]', 'u[t][]', 'l[0][a]'],
    ],
  ])('of a form has its lists as they were sent: %s', async (_what, body, names) => {
    const read: Read = async (source) => [...(await source.request.formData()).keys()]
    expect(await post([extended], FORM, body, read)).toEqual(names)
  })

  test('of a form changed by middleware has lists by their names', async () => {
    const change: RequestHandler = (req, _res, next) => {
      Object.assign(req.body, { added: 'x' })
      next()
    }
    const text = await post([extended, change], FORM, 'd=1&d=2&e[]=3', readText)
    expect(text).toBe('d=1&d=2&e%5B%5D=3&added=x')
  })

  test('kept as rawBody arrives byte for byte', async () => {
    const keep = framework.json({
      verify: (req, _res, bytes) => void Object.assign(req, { rawBody: bytes }),
    })
    expect(await post([keep], JSON_TYPE, '{ "a" : 1 }', readText)).toBe('{ "a" : 1 }')
  })

  test('that middleware has changed arrives changed', async () => {
    const change: RequestHandler = (req, _res, next) => {
      req.body.b = 2
      next()
    }
    expect(await post([json, change], JSON_TYPE, '{"a":1}', readJson)).toEqual({ a: 1, b: 2 })
  })

  const upload =
    (added: object): RequestHandler =>
    (req, _res, next) => {
      req.resume().on('end', () => {
        Object.assign(req, added)
        next()
      })
    }
  const file = {
    fieldname: 'f',
    originalname: 'x.bin',
    mimetype: 'image/png',
    buffer: Buffer.from([0, 255]),
  }
  const readFile: Read = async ({ request: req }) => {
    const form = await req.formData()
    const sent = form.get('f') as File
    return [form.get('a'), sent.name, sent.type, ...new Uint8Array(await sent.arrayBuffer())]
  }

  test.each([
    ['file', { file }],
    ['files', { files: [file] }],
    ['files by field', { files: { f: [file] } }],
  ])('is a form again when multer left %s', async (_what, files) => {
    const parser = upload({ body: { a: '1' }, ...files })
    const expected = ['1', 'x.bin', 'image/png', 0, 255]
    expect(await post([parser], MULTIPART, multipart, readFile)).toEqual(expected)
  })

  const lost = { error: 'SSR_PAGES_BODY_CONSUMED' }

  test.each<[what: string, added: object, type: string]>([
    ['nothing kept it', {}, 'text/plain'],
    ['its files went to disk', { body: {}, file: { path: '/tmp/x' } }, MULTIPART],
    ['its form is no JSON', { body: { a: 1 } }, 'text/xml'],
  ])('cannot be read when %s, and says so', async (_what, added, type) => {
    expect(await post([upload(added)], type, multipart, readText)).toEqual(lost)
  })

  test('that was empty is empty', async () => {
    const app = framework()
    app.use(upload({}), reply(readText))
    const head = 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close'
    const answer = await withServer(app, ({ raw }) => raw(`${head}\r\n\r\n0\r\n\r\n`))
    expect(parseAnswer(answer).body).toBe('')
  })

  test('does not stop a page that reads only headers', async () => {
    const read: Read = ({ request: { headers } }) => headers.get('content-type')
    expect(await post([upload({})], 'text/plain', 'x', read)).toBe('text/plain')
  })

  test('has the same limit', async () => {
    const error = { error: 'SSR_PAGES_BODY_TOO_LARGE' }
    expect(await post([json], JSON_TYPE, '"12345"', readText, { bodyLimit: 4 })).toEqual(error)
    expect(await post([json], JSON_TYPE, '[123]', readText, { bodyLimit: 5 })).toBe('[123]')
    const keep = upload({ rawBody: Buffer.from('12345') })
    expect(await post([keep], JSON_TYPE, 'x', readText, { bodyLimit: 4 })).toEqual(error)
    expect(await post([keep], JSON_TYPE, 'x', readText, { bodyLimit: 5 })).toBe('12345')
    const form = upload({ body: { a: '123' }, file })
    expect(await post([form], MULTIPART, multipart, readFile, { bodyLimit: 4 })).toEqual(error)
    expect(await post([form], MULTIPART, multipart, readFile, { bodyLimit: 5 })).toHaveLength(5)
  })

  test('that middleware has read in part is refused instead of waited for', async () => {
    const sniff: RequestHandler = (req, _res, next) => {
      req.once('readable', () => {
        req.read(1)
        next()
      })
    }
    expect(await post([sniff], 'text/plain', 'hello', readText)).toEqual(lost)
  })
})
