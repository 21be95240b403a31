import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { isReachable } from '../../src/transforms/remote/addresses.ts'
import { fetchImage } from '../../src/transforms/remote/fetch-image.ts'
import { RemoteOriginals } from '../../src/transforms/remote/remote-originals.ts'
import type { ImageOptions } from '../../src/shared/image-settings.ts'
import {
  drawImage,
  imagePath,
  listenOn,
  removeImageSites,
  serveImageSite,
  writeImageSite,
} from './image-site.ts'

let photo: Buffer
/** The server of remote images. */
let images: string
let port: string
/** The requests that have reached it. */
let seen: IncomingMessage[] = []

beforeAll(async () => {
  photo = await drawImage(60, 40).png().toBuffer()
  images = await listenOn((req, res) => {
    seen.push(req)
    answerAsHost(req, res)
  })
  port = new URL(images).port
})
afterAll(removeImageSites)

const ANSWERS: Readonly<Record<string, (res: ServerResponse) => void>> = {
  '/photo.png': (res) => res.writeHead(200, { 'content-type': 'image/png' }).end(photo),
  '/etag.png': (res) => {
    const headers = { 'content-type': 'image/png', etag: '"1"', 'cache-control': 'max-age=1000' }
    if (res.req.headers['if-none-match'] === '"1"') res.writeHead(304, headers).end()
    else res.writeHead(200, headers).end(photo)
  },
  '/page.html': (res) => res.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
  '/text.png': (res) => res.writeHead(200, { 'content-type': 'image/png' }).end('<html>'),
  '/zip.png': (res) => {
    res.writeHead(200, { 'content-type': 'image/png', 'content-encoding': 'gzip' }).end(photo)
  },
  '/long.png': (res) => {
    res.writeHead(200, { 'content-type': 'image/png' })
    const more = () => {
      while (!res.destroyed && res.write(Buffer.alloc(65_536)));
    }
    res.on('drain', more)
    more()
  },
  '/slow.png': (res) => {
    res.writeHead(200, { 'content-type': 'image/png' }).flushHeaders()
  },
  '/cut.png': (res) => {
    res.writeHead(200, { 'content-type': 'image/png', 'content-length': '9999' }).write(photo)
    setImmediate(() => res.destroy())
  },
  '/loop.png': (res) => res.writeHead(302, { location: '/loop.png' }).end(),
  '/nowhere.png': (res) => res.writeHead(302).end(),
  '/away.png': (res) =>
    res.writeHead(302, { location: `http://localhost:${port}/photo.png` }).end(),
  '/file.png': (res) => res.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  '/moved.png': (res) => res.writeHead(301, { location: '/photo.png' }).end(),
}

function answerAsHost(req: IncomingMessage, res: ServerResponse): void {
  const answer = ANSWERS[req.url ?? '']
  if (answer === undefined) res.writeHead(404).end()
  else answer(res)
}

const NAMED: ImageOptions = { remotePatterns: [{ protocol: 'http', hostname: '127.0.0.1' }] }
const SETTINGS = { domains: [], remotePatterns: NAMED.remotePatterns ?? [] }
const ANY_HOST: ImageOptions = { remotePatterns: [{ protocol: 'http' }] }

async function ask(origin: string, href: string) {
  const response = await fetch(origin + imagePath({ href, width: 20, format: 'webp' }))
  return { status: response.status, text: await response.text(), headers: response.headers }
}

describe('a remote image', () => {
  test('is made if the configuration names its host, also behind a redirect', async () => {
    const origin = await serveImageSite(writeImageSite({}, NAMED))
    for (const path of ['/photo.png', '/moved.png']) {
      const { status, headers } = await ask(origin, images + path)
      expect([status, headers.get('content-type')]).toEqual([200, 'image/webp'])
    }
  })

  test('is kept as long as its server says, and one minute at least', async () => {
    const origin = await serveImageSite(writeImageSite({}, NAMED))
    const kept = await ask(origin, `${images}/etag.png`)
    expect(kept.headers.get('cache-control')).toMatch(/^public, max-age=(1000|999)$/)
    const other = await ask(origin, `${images}/photo.png`)
    expect(other.headers.get('cache-control')).toMatch(/^public, max-age=(60|59)$/)
  })

  test('is fetched once for all its sizes', async () => {
    const origin = await serveImageSite(writeImageSite({}, NAMED))
    seen = []
    const sizes = [5, 10, 15, 20, 25, 30]
    const all = sizes.map((width) =>
      fetch(origin + imagePath({ href: `${images}/etag.png`, width })),
    )
    expect((await Promise.all(all)).map(({ status }) => status)).toEqual(sizes.map(() => 200))
    expect(seen.length).toBe(1)
  })

  test('tells its server nothing of the visitor', async () => {
    const origin = await serveImageSite(writeImageSite({}, NAMED))
    seen = []
    const headers = {
      cookie: 'session=1',
      authorization: 'Basic x',
      'user-agent': 'me',
      referer: 'x',
    }
    await fetch(origin + imagePath({ href: `${images}/photo.png`, width: 9 }), { headers })
    expect(Object.keys(seen[0]?.headers ?? {}).toSorted()).toEqual([
      'accept',
      'accept-encoding',
      'connection',
      'host',
      'user-agent',
    ])
    expect(seen[0]?.headers['user-agent']).toBe('ssr-pages')
  })

  test.each([
    ['/page.html', 'sent "text/html"'],
    ['/text.png', 'not a JPEG'],
    ['/zip.png', 'compressed'],
    ['/loop.png', 'redirects more than 5 times'],
    ['/nowhere.png', ''],
    ['/cut.png', 'aborted'],
    ['/none.png', 'status 404'],
    ['/file.png', 'not allowed'],
    ['/away.png', 'not allowed'],
  ])('that is none is refused, and the owner learns why: %s', async (path, reason) => {
    const errors: string[] = []
    const onError = (error: unknown) => errors.push(String(error))
    const origin = await serveImageSite(writeImageSite({}, NAMED), { onError })
    const { status, text } = await ask(origin, images + path)
    expect([status >= 500, text]).toEqual([true, ''])
    expect(errors).toEqual([expect.stringContaining(reason)])
  })

  test.each([
    ['/long.png', { bytes: 1_000_000, milliseconds: 10_000 }, 'more than 1000000 bytes'],
    ['/slow.png', { bytes: 1_000_000, milliseconds: 50 }, 'timeout'],
  ])('that does not end is given up: %s', async (path, limits, reason) => {
    const { signal } = new AbortController()
    const fetching = fetchImage(images + path, SETTINGS, signal, {}, limits)
    await expect(fetching).rejects.toThrow(reason)
  })

  test('is asked for again when it is no longer fresh, and not sent again', async () => {
    const originals = new RemoteOriginals(SETTINGS, 1_000_000)
    const { signal } = new AbortController()
    const first = await originals.identify(`${images}/etag.png`, signal)
    const [now] = [Date.now]
    try {
      Date.now = () => now() + 1_000_001
      seen = []
      const second = await originals.identify(`${images}/etag.png`, signal)
      expect([second.digest, second.freshUntil > first.freshUntil]).toEqual([first.digest, true])
      expect(seen.map(({ headers }) => headers['if-none-match'])).toEqual(['"1"'])
    } finally {
      Date.now = now
    }
  })

  test('is no longer fetched when the client that asked for it has left', async () => {
    const controller = new AbortController()
    seen = []
    const fetching = fetchImage(`${images}/slow.png`, SETTINGS, controller.signal)
    fetching.catch(() => {})
    while (seen.length === 0) await new Promise((resolve) => setImmediate(resolve))
    const closed = new Promise((resolve) => seen[0]?.once('close', resolve))
    controller.abort(new Error('the client has left'))
    await expect(fetching).rejects.toThrow('the client has left')
    await closed
  })
})

describe('a server of the private network', () => {
  test.each([
    'http://127.0.0.1:PORT/photo.png',
    'http://127.1:PORT/photo.png',
    'http://2130706433:PORT/photo.png',
    'http://0x7f.0.0.1:PORT/photo.png',
    'http://0177.0.0.1:PORT/photo.png',
    'http://0.0.0.0:PORT/photo.png',
    'http://[::1]:PORT/photo.png',
    'http://[::]:PORT/photo.png',
    'http://[::ffff:127.0.0.1]:PORT/photo.png',
    'http://[::ffff:7f00:1]:PORT/photo.png',
    'http://localhost:PORT/photo.png',
    'http://LOCALHOST.:PORT/photo.png',
    'http://user:password@localhost:PORT/photo.png',
  ])('gets no request, although a pattern allows every host: %s', async (url) => {
    const origin = await serveImageSite(writeImageSite({}, ANY_HOST))
    seen = []
    const { status } = await ask(origin, url.replace('PORT', port))
    expect([status, seen.length]).toEqual([502, 0])
  })

  test('is asked if the configuration names exactly this host', async () => {
    const local: ImageOptions = { remotePatterns: [{ protocol: 'http', hostname: 'localhost' }] }
    const origin = await serveImageSite(writeImageSite({}, local))
    expect((await ask(origin, `http://localhost:${port}/photo.png`)).status).toBe(200)
    expect((await ask(origin, `http://127.0.0.1:${port}/photo.png`)).status).toBe(502)
  })

  test.each([
    ['images.example.com', '93.184.216.34', [], true],
    ['images.example.com', '2606:2800:220:1::1', [], true],
    ['images.example.com', '10.1.2.3', [], false],
    ['images.example.com', '172.31.255.255', [], false],
    ['images.example.com', '172.32.0.1', [], true],
    ['images.example.com', '192.168.1.1', [], false],
    ['images.example.com', '169.254.169.254', [], false],
    ['images.example.com', '100.64.0.1', [], false],
    ['images.example.com', '::ffff:10.0.0.1', [], false],
    ['images.example.com', '64:ff9b::a00:1', [], false],
    ['images.example.com', '2002:7f00:1::', [], false],
    ['images.example.com', 'fd00::1', [], false],
    ['images.example.com', 'fe80::1', [], false],
    ['images.example.com', '224.0.0.1', [], false],
    ['images.example.com', '255.255.255.255', [], false],
    // A name of the public internet that leads inside is no permission, even if it is named.
    ['images.example.com', '127.0.0.1', ['images.example.com'], false],
    ['minio', '172.18.0.2', ['minio'], true],
    ['minio', '172.18.0.2', ['*'], false],
    ['images.internal', '10.0.0.8', ['images.internal'], true],
    ['metadata.internal', '169.254.169.254', ['metadata.internal'], false],
    ['10.0.0.8', '10.0.0.8', ['10.0.0.8'], true],
    ['10.0.0.9', '10.0.0.9', ['10.0.0.8'], false],
    ['[::1]', '::1', ['[::1]'], true],
  ])('%s at %s, if the configuration names %j: %s', (host, address, domains, wanted) => {
    expect(isReachable(host, address, { domains, remotePatterns: [] })).toBe(wanted)
  })
})
