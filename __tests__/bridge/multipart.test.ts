import { describe, expect, test } from '@jest/globals'
import express from 'express'
import { gzipSync } from 'node:zlib'
import type { Context } from '../../src/context/context.ts'
import { failOnFaults } from '../support/faults.ts'
import { multer } from './packages.ts'
import { withServer } from '../support/serve.ts'
import { siteOf } from './site.ts'
import { OK, exchange, lines } from '../support/wire.ts'

failOnFaults()

const everyByte = String.fromCharCode(...Array.from({ length: 256 }, (_, i) => i))
// Node 20's parser wants boundaries as long as those of browsers.
const BOUNDARY = '----WebKitFormBoundary0123456789abcdef'

/** Encodes fields, and files with their types, as a browser does. */
function encode(...parts: [disposition: string, body: string, type?: string][]): string {
  const texts = parts.map(([disposition, body, type]) => {
    const head = type === undefined ? '' : `Content-Type: ${type}\r\n`
    return `--${BOUNDARY}\r\nContent-Disposition: form-data; ${disposition}\r\n${head}\r\n${body}\r\n`
  })
  return `${texts.join('')}--${BOUNDARY}--\r\n`
}

const form = encode(
  ['name="a"', '1'],
  ['name="a"', '\xc3\xa9'],
  ['name="f"; filename="x.bin"', everyByte, 'image/png'],
  ['name="empty"; filename="nothing.txt"', '', 'text/plain'],
)

const pages = siteOf({
  'next.ts': { GET: () => new Response('next') },
  'form.ts': {
    async POST({ request }: Context) {
      const entries = [...(await request.formData())].map(async ([name, value]) => {
        if (typeof value === 'string') return [name, value]
        const bytes = Buffer.from(await value.arrayBuffer()).toString('latin1')
        return [name, value.name, value.type, bytes]
      })
      return Response.json(await Promise.all(entries))
    },
  },
  'json.ts': {
    async POST({ request }: Context) {
      const { headers } = request
      const names = ['content-encoding', 'content-length', 'transfer-encoding']
      return Response.json([await request.json(), ...names.map((name) => headers.get(name))])
    },
  },
})

async function post(
  listener: express.Express,
  path: string,
  body: string,
  ...headers: string[]
): Promise<unknown> {
  const head = lines(
    `POST ${path} HTTP/1.1`,
    'Host: a',
    `Content-Length: ${body.length}`,
    ...headers,
  )
  const [answer, next] = await withServer(listener, ({ port }) => exchange(port, head + body + OK))
  expect(next?.body).toBe('next')
  return JSON.parse(Buffer.from(answer?.body ?? '', 'latin1').toString())
}

const type = `Content-Type: multipart/form-data; boundary=${BOUNDARY}`

describe('a form with files', () => {
  const expected = [
    ['a', '1'],
    ['a', '\u00e9'],
    ['f', 'x.bin', 'image/png', everyByte],
    ['empty', 'nothing.txt', 'text/plain', ''],
  ]

  test('arrives with all its bytes, and with empty files', async () => {
    expect(await post(express().use(pages), '/form', form, type)).toEqual(expected)
  })

  test('is the same after multer', async () => {
    const app = express().use(multer().any(), pages)
    expect(await post(app, '/form', form, type)).toEqual(expected)
  })

  test('is the same after parsers of other types', async () => {
    const app = express().use(express.json(), express.urlencoded({ extended: true }), pages)
    expect(await post(app, '/form', form, type)).toEqual(expected)
  })

  test('has a text field for a file without a name', async () => {
    const nameless = encode(['name="f"', 'text', 'text/plain'])
    expect(await post(express().use(pages), '/form', nameless, type)).toEqual([['f', 'text']])
  })
})

test('JSON that Express has decompressed has no content-encoding', async () => {
  const zipped = gzipSync('{ "a": "\u00e9" }').toString('latin1')
  const app = express().use(express.json(), pages)
  const headers = ['Content-Type: application/json', 'Content-Encoding: gzip']
  expect(await post(app, '/json', zipped, ...headers)).toEqual([{ a: '\u00e9' }, null, '10', null])
})
