import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { afterAll, describe, expect, test } from '@jest/globals'
import type { ErrorRequestHandler, RequestHandler } from 'express'
import multer from 'multer'
import { FormData, request } from 'undici'
import { ssrPages } from '../../src/index.ts'
import { withServer } from '../support/serve.ts'
import { FIXTURES, FRAMEWORKS, pages } from './hosts.ts'
import { watchProcess } from './watch-process.ts'

watchProcess()

const dest = mkdtempSync(join(tmpdir(), 'uploads-'))
afterAll(() => rmSync(dest, { recursive: true, force: true }))

const STORAGES: readonly [name: string, make: () => ReturnType<typeof multer>][] = [
  ['in memory', () => multer({ storage: multer.memoryStorage() })],
  ['on disk', () => multer({ dest })],
]

/** All bytes, and text that looks like the end of a part. */
const BYTES = Buffer.concat([Buffer.from([...Array(256).keys()]), Buffer.from('\r\n--\r\n\r\n')])
const LARGE = Buffer.alloc(700_000, BYTES)

type Entry = [name: string, value: string | { name: string; type: string; bytes: string }]

function file(field: string, name: string, type: string, bytes: Buffer): Entry {
  return [field, { name, type, bytes: bytes.toString('base64') }]
}

const ENTRIES: readonly Entry[] = [
  ['title', 'two\r\nlines & more'],
  ['tag', 'a'],
  ['tag', 'b'],
  file('picture', 'all.bin', 'application/octet-stream', BYTES),
]

function toForm(entries: readonly Entry[]): FormData {
  const form = new FormData()
  for (const [name, value] of entries) {
    if (typeof value === 'string') form.append(name, value)
    else {
      const blob = new Blob([Buffer.from(value.bytes, 'base64')], { type: value.type })
      form.append(name, blob, value.name)
    }
  }
  return form
}

const READERS = [
  ['a page', '/upload'],
  ['an API route', '/api/upload'],
] as const

describe.each(FRAMEWORKS)('multer in %s', (_framework, framework) => {
  async function post(
    parser: RequestHandler,
    path: string,
    entries: readonly Entry[],
    site = pages,
  ) {
    return withServer(framework().use(parser, site), async ({ url }) => {
      const { statusCode, body } = await request(url + path, {
        method: 'POST',
        body: toForm(entries),
      })
      return { statusCode, text: await body.text() }
    })
  }

  describe.each(STORAGES)('with files %s', (_storage, make) => {
    describe.each(READERS)('in front of %s', (_reader, path) => {
      const picture = file('picture', 'all.bin', 'application/octet-stream', BYTES)
      const other = file('picture', 'large.txt', 'text/plain', LARGE)
      const uploads: [what: string, parser: RequestHandler, entries: readonly Entry[]][] = [
        ['a file and fields', make().single('picture'), ENTRIES],
        ['two files of one name', make().array('picture'), [picture, other]],
        [
          'files by name',
          make().fields([{ name: 'picture' }, { name: 'second' }]),
          [picture, file('second', 'empty', 'image/png', Buffer.alloc(0))],
        ],
        ['any files', make().any(), [...ENTRIES, file('x', 'a "b".txt', 'text/plain', LARGE)]],
        ['fields only', make().none(), ENTRIES.slice(0, 3)],
      ]

      test.each(uploads)('%s arrive unchanged', async (_what, parser, entries) => {
        const { statusCode, text } = await post(parser, path, entries)
        expect(statusCode).toBe(200)
        expect(JSON.parse(unescape(text))).toEqual(entries)
      })
    })
  })

  describe.each(STORAGES)('with files %s', (_storage, make) => {
    test('the body has the length that it announces', async () => {
      const { text } = await post(make().any(), '/api/measure', ENTRIES)
      const { length, seen } = JSON.parse(text) as { length: number; seen: number }
      expect(length).toBeGreaterThan(BYTES.length)
      expect(seen).toBe(length)
    })

    test('a page reads no more than its body limit', async () => {
      const limited = ssrPages({ dir: `${FIXTURES}/pages`, bodyLimit: LARGE.length - 1 })
      const large = [file('x', 'large', 'text/plain', LARGE)]
      const { statusCode } = await post(make().any(), '/api/upload', large, limited)
      expect(statusCode).toBe(413)
      const { statusCode: unread } = await post(make().any(), '/api/ignore', large, limited)
      expect(unread).toBe(200)
    })

    test('files are left to the host if there is no page', async () => {
      const app = framework().use(pages, make().any(), (req, res) => {
        res.json([req.body, [req.files].flat().map((one) => one?.originalname)])
      })
      await withServer(app, async ({ url }) => {
        const { body } = await request(`${url}/nowhere`, { method: 'POST', body: toForm(ENTRIES) })
        expect(await body.json()).toEqual([
          { title: 'two\r\nlines & more', tag: ['a', 'b'] },
          ['all.bin'],
        ])
      })
    })
  })

  test('a file that the host has removed is an error of the page, not of the server', async () => {
    const takeAway: RequestHandler = (_req, _res, next) => {
      for (const name of readdirSync(dest)) rmSync(join(dest, name))
      next()
    }
    const parse = multer({ dest }).any()
    const app = framework()
      .use(parse, takeAway, pages)
      .use(((error: NodeJS.ErrnoException, _req, res, _next) => {
        res.status(500).send(error.code)
      }) as ErrorRequestHandler)
    await withServer(app, async ({ url }) => {
      const sent = { method: 'POST', body: toForm(ENTRIES) } as const
      const { statusCode, body } = await request(`${url}/api/upload`, sent)
      expect([statusCode, await body.text()]).toEqual([500, 'ENOENT'])
    })
  })

  test('files that a storage engine keeps elsewhere are not looked for on disk', async () => {
    const storage = { _handleFile: keepElsewhere, _removeFile: () => undefined }
    const app = framework()
      .use(multer({ storage }).any(), pages)
      .use(((error: { code: string }, _req, res, _next) => {
        res.status(500).send(error.code)
      }) as ErrorRequestHandler)
    await withServer(app, async ({ url }) => {
      const sent = { method: 'POST', body: toForm(ENTRIES) } as const
      const { body } = await request(`${url}/api/upload`, sent)
      expect(await body.text()).toBe('SSR_PAGES_BODY_CONSUMED')
    })
  })
})

function keepElsewhere(
  _req: unknown,
  { stream }: { stream: Readable },
  done: (error: null, info: object) => void,
): void {
  stream.resume().on('end', () => done(null, { path: 'https://elsewhere.example/1', size: 1 }))
}

function unescape(html: string): string {
  return html.replaceAll('&quot;', '"').replaceAll('&amp;', '&')
}
