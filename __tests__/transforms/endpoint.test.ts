import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { toQuery, withSignature } from '../../src/shared/image-transform.ts'
import { signQuery } from '../../src/images/sign.ts'
import {
  KEY,
  drawImage,
  imagePath,
  removeImageSites,
  serveImageSite,
  writeImageSite,
} from './image-site.ts'

const PHOTO = '/_assets/photo.B81c.png'
const SMALL = { href: PHOTO, width: 200, format: 'webp' }
const SCRIPT = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

let origin: string
const errors: string[] = []

beforeAll(async () => {
  const photo = await drawImage(400, 300).png().toBuffer()
  const site = writeImageSite({
    '_assets/photo.B81c.png': photo,
    'plain.png': photo,
    '_assets/drawing.C4.svg': SCRIPT,
    '_assets/text.A1.png': '{"secret": true}',
    '_assets/cut.A2.png': photo.subarray(0, 300),
    '_assets/broken.A3.jpg': Buffer.from('\u00ff\u00d8\u00ff\u00e0 nothing', 'latin1'),
    '_assets/bomb.A4.png': createBomb(30_000, 30_000),
    '_assets/phone.A5.heic': Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'),
    '_assets/svgz.A6.svg': '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>',
    '.env': 'SECRET=1',
  })
  origin = await serveImageSite(site, { onError: (error) => errors.push(String(error)) })
})
afterAll(removeImageSites)

describe('the image endpoint', () => {
  test('makes the image that a page has printed', async () => {
    const response = await fetch(origin + imagePath(SMALL))
    const bytes = Buffer.from(await response.arrayBuffer())
    expect([response.status, Object.fromEntries(response.headers)]).toEqual([
      200,
      expect.objectContaining({
        'content-type': 'image/webp',
        'content-length': String(bytes.length),
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
        etag: expect.stringMatching(/^"[\w-]{27}"$/),
      }),
    ])
    expect(response.headers.has('vary')).toBe(false)
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 200, height: 150 })
  })

  test('answers HEAD with the same head and no body', async () => {
    const [get, head] = await Promise.all(
      ['GET', 'HEAD'].map((method) => fetch(origin + imagePath(SMALL), { method })),
    )
    expect(headersOf(head)).toEqual(headersOf(get))
    expect((await head?.arrayBuffer())?.byteLength).toBe(0)
    await get?.arrayBuffer()
  })

  test('sends an image once to a client that keeps it', async () => {
    const { headers } = await fetch(origin + imagePath(SMALL))
    const etag = headers.get('etag') ?? ''
    for (const value of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await fetch(origin + imagePath(SMALL), { headers: { 'if-none-match': value } })
      expect([value, again.status, again.headers.get('etag')]).toEqual([value, 304, etag])
    }
    const other = await fetch(origin + imagePath(SMALL), {
      headers: { 'if-none-match': '"other"' },
    })
    expect(other.status).toBe(200)
  })

  test('has browsers ask again for an image of a file whose name does not change', async () => {
    const { headers } = await fetch(origin + imagePath({ href: '/plain.png', width: 10 }))
    expect(headers.get('cache-control')).toBe('public, no-cache')
  })

  test('passes a drawing on unchanged, in which no script can run', async () => {
    const path = imagePath({ href: '/_assets/drawing.C4.svg', format: 'svg' })
    const response = await fetch(origin + path)
    expect(await response.text()).toBe(SCRIPT)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/svg+xml',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'x-content-type-options': 'nosniff',
    })
  })
})

const signed = toQuery(SMALL)
const signature = signQuery(signed, KEY)
const bigger = toQuery({ ...SMALL, width: 400 })

/** Requests that nobody has signed: not one of them may cost a transform. */
const FORGED: readonly (readonly [name: string, query: string])[] = [
  ['no signature', signed],
  ['an empty signature', `${signed}&s=`],
  ['a signature of another key', withSignature(signed, signQuery(signed, 'other'))],
  ['a signature of another size', withSignature(bigger, signature)],
  ['half a signature', withSignature(signed, signature.slice(0, 11))],
  ['a signature with padding', withSignature(signed, `${signature}==`)],
  ['a signature with a character that the decoder ignores', withSignature(signed, `${signature}!`)],
  [
    'a signature with another last bit',
    withSignature(signed, signature.slice(0, -1) + next(signature)),
  ],
  ['a longer query behind the signature', `${withSignature(signed, signature)}&w=400`],
  ['a width that is given twice', withSignature(`${signed}&w=400`, signature)],
  [
    'the params in another order',
    withSignature(`w=200&${signed.replace('&w=200', '')}`, signature),
  ],
  ['another spelling of the same path', withSignature(signed.replace('%2F', '/'), signature)],
  ['two signatures', withSignature(withSignature(signed, signature), signature)],
  ['no query', ''],
  ['a query of one megabyte less the limit of Node', `href=${'a'.repeat(8000)}`],
  ['a broken escape', 'href=%E0%A4%A&s=x'],
]

describe('a request that the site has not signed', () => {
  test.each(FORGED)('is refused without a word: %s', async (_, query) => {
    const response = await fetch(`${origin}/_image?${query}`)
    expect([response.status, await response.text()]).toEqual([403, ''])
    expect([...response.headers.keys()].toSorted()).toEqual([
      'connection',
      'content-length',
      'date',
      'keep-alive',
    ])
  })

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])(
    'is refused by its method: %s',
    async (method) => {
      const response = await fetch(origin + imagePath(SMALL), { method })
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    },
  )
})

/** Originals that a page might name by mistake, or that somebody uploaded: signed all the same. */
const BAD: readonly (readonly [name: string, href: string, status: number])[] = [
  ['a path above the folder', '/../pages/manifest.json', 404],
  ['a path above the folder in escapes', '/%2e%2e/pages/manifest.json', 404],
  ['an escaped slash', '/_assets/..%2f..%2fpages%2fmanifest.json', 404],
  ['a backslash', '/..\\pages\\manifest.json', 404],
  ['an escaped backslash', '/..%5Cpages%5Cmanifest.json', 404],
  ['a hidden file', '/.env', 404],
  ['a null byte', '/_assets/photo.B81c.png\0.txt', 404],
  ['an escaped null byte', '/_assets/photo.B81c.png%00', 404],
  ['a folder', '/_assets', 404],
  ['a file that is not there', '/_assets/none.A.png', 404],
  ['another host without a scheme', '//evil.example/a.png', 502],
  ['another host with a backslash', '/\\evil.example/a.png', 404],
  ['a file of the system', 'file:///etc/passwd', 502],
  ['data', 'data:image/svg+xml,<svg/>', 502],
  ['a host that is not allowed', 'https://evil.example/a.png', 502],
  ['text that is called an image', '/_assets/text.A1.png', 500],
  ['a broken file', '/_assets/broken.A3.jpg', 500],
  ['30,000 by 30,000 pixels in 1 kB', '/_assets/bomb.A4.png', 500],
  ['a format of which no decoder is loaded', '/_assets/phone.A5.heic', 500],
  ['a drawing that would have to be drawn', '/_assets/drawing.C4.svg', 500],
  ['a drawing with an entity', '/_assets/svgz.A6.svg', 500],
]

describe('an original that is not one', () => {
  test.each(BAD)('tells the client nothing: %s', async (_, href, status) => {
    const response = await fetch(origin + imagePath({ href, width: 100, format: 'webp' }))
    expect([response.status, await response.text()]).toEqual([status, ''])
    expect(response.headers.has('etag')).toBe(false)
  })

  test('is reported to the owner of the site with its code and the file', async () => {
    errors.length = 0
    await fetch(origin + imagePath({ href: '/_assets/bomb.A4.png', width: 101, format: 'webp' }))
    expect(errors).toEqual([
      expect.stringMatching(/_assets\/bomb\.A4\.png.*pixel limit[^]*SSR_PAGES_IMAGE_INVALID/),
    ])
  })

  test('does not stop the server: a photograph that ends early', async () => {
    const { status } = await fetch(origin + imagePath({ href: '/_assets/cut.A2.png', width: 50 }))
    expect([200, 500]).toContain(status)
    expect((await fetch(origin + imagePath(SMALL))).status).toBe(200)
  })
})

test('SSR_PAGES_KEY signs the images of several servers', async () => {
  process.env['SSR_PAGES_KEY'] = 'shared'
  try {
    const photo = await drawImage(20, 20).png().toBuffer()
    const one = await serveImageSite(writeImageSite({ '_assets/photo.B81c.png': photo }))
    const [own, shared] = [imagePath(SMALL), imagePath(SMALL, 'shared')]
    expect((await fetch(one + own)).status).toBe(403)
    expect((await fetch(one + shared)).status).toBe(200)
  } finally {
    delete process.env['SSR_PAGES_KEY']
  }
})

function headersOf(response?: Response): object {
  const headers = Object.fromEntries(response?.headers ?? [])
  // The connection of a HEAD is not kept by the client.
  return { ...headers, date: '', connection: '', 'keep-alive': '' }
}

// Another character that stands for the same bytes: only some bits of the last one count.
function next(text: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return letters[letters.indexOf(text.at(-1) ?? '') + 1] ?? 'B'
}

function createBomb(width: number, height: number): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const data = deflateSync(Buffer.alloc(1_000_000))
  const start = Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1')
  return Buffer.concat([
    start,
    chunk('IHDR', head),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

function crc32(bytes: Buffer): number {
  let sum = 0xffffffff
  for (const byte of bytes) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1
  }
  return (sum ^ 0xffffffff) >>> 0
}
