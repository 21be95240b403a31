import { afterAll, describe, expect, test } from '@jest/globals'
import { mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAssets } from '../../src/images/create-assets.ts'
import { createHandler } from '../../src/netlify/index.ts'
import { toRemoteImages } from '../../src/netlify/image-cdn.ts'
import { writeSiteConfig } from '../../src/netlify/site-config.ts'
import { isRemoteAllowed } from '../../src/shared/remote-images.ts'
import { type ImageOptions, toImageSettings } from '../../src/shared/image-settings.ts'
import { createSite } from './one-module-site.ts'

const folder = mkdtempSync(join(tmpdir(), 'ssr-pages-cdn-'))
afterAll(() => rmSync(folder, { recursive: true }))

const IMAGE: ImageOptions = { domains: ['images.example.com'] }
const photo = { src: '/_assets/photo.B81c.png', width: 400, height: 300, format: 'png' }

let sites = 0

function imagesOf(options: ImageOptions) {
  sites += 1
  return { id: `cdn${sites}`, key: 'k', base: '/', settings: toImageSettings(options) }
}

/** What a page in a function gets from getImage(). */
async function srcOf(options: object, imageCDN?: boolean): Promise<string> {
  const images = imagesOf(IMAGE)
  const { getImage } = createAssets(images)
  const { manifest, modules } = createSite({
    GET: async () => new Response((await getImage(options)).src),
  })
  const handle = createHandler({ ...manifest, images }, modules, {
    session: false,
    ...(imageCDN !== undefined && { imageCDN }),
  })
  return (await handle(new Request('https://shop.test/api/x'), { ip: '' })).text()
}

describe('a function has its images made by the image CDN', () => {
  test.each([
    [
      { src: photo, width: 200 },
      '/.netlify/images?url=%2F_assets%2Fphoto.B81c.png&w=200&h=150&fit=cover&fm=webp',
    ],
    [
      { src: photo, width: 200, height: 200, fit: 'contain', position: 'top', format: 'jpeg' },
      '/.netlify/images?url=%2F_assets%2Fphoto.B81c.png&w=200&h=200&fit=contain&position=top&fm=jpg',
    ],
    [
      { src: photo, width: 200, quality: 'low' },
      '/.netlify/images?url=%2F_assets%2Fphoto.B81c.png&w=200&h=150&fit=cover&fm=webp&q=25',
    ],
    [
      { src: 'https://images.example.com/a.png?x=1', width: 10, height: 10 },
      '/.netlify/images?url=https%3A%2F%2Fimages.example.com%2Fa.png%3Fx%3D1&w=10&h=10&fit=cover&fm=webp',
    ],
  ])('%j', async (options, url) => {
    const [asked, wanted] = [new URL(await srcOf(options), 'http://x'), new URL(url, 'http://x')]
    // The CDN reads `h` from the ratio if a page names only one side.
    for (const name of ['url', 'w', 'fm', 'q', 'position']) {
      expect(asked.searchParams.get(name)).toBe(wanted.searchParams.get(name))
    }
    expect(asked.pathname).toBe('/.netlify/images')
    expect(asked.searchParams.get('fit') ?? 'cover').toBe(wanted.searchParams.get('fit'))
  })

  test('but for a host that is not allowed', async () => {
    const url = 'https://other.example.com/a.png'
    expect(await srcOf({ src: url, width: 10, height: 10 })).toBe(url)
  })

  test('unless it is turned off: then pages show the originals', async () => {
    expect(await srcOf({ src: photo, width: 200 }, false)).toBe('/_assets/photo.B81c.png')
  })
})

const PATTERNS: readonly ImageOptions[] = [
  { domains: ['images.example.com'] },
  { remotePatterns: [{ protocol: 'https', hostname: '*.example.com', pathname: '/photos/*' }] },
  { remotePatterns: [{ hostname: '**.example.com', port: '8080', pathname: '/photos/**' }] },
  { remotePatterns: [{ protocol: 'https' }] },
]

const URLS = [
  'https://images.example.com/a.png',
  'http://images.example.com/a.png',
  'https://images.example.com/photos/a.png?w=1',
  'https://images.example.com/photos/b/a.png',
  'https://example.com/photos/a.png',
  'https://a.b.example.com:8080/photos/c/a.png',
  'https://images.example.com:8080/photos/a.png',
  'https://imagesxexample.com/a.png',
  'https://evil.test/?https://images.example.com/a.png',
  'https://images.example.com.evil.test/photos/a.png',
]

test.each(PATTERNS)('the image CDN may use the same remote images as a server: %j', (options) => {
  const images = imagesOf(options)
  const expressions = toRemoteImages(images).map((text) => new RegExp(text))
  const byCdn = URLS.filter((url) => expressions.some((expression) => expression.test(url)))
  expect(byCdn).toEqual(URLS.filter((url) => isRemoteAllowed(url, images.settings)))
})

test('the image CDN learns the remote images from the configuration of the site', async () => {
  const images = imagesOf(IMAGE)
  const { manifest } = createSite({})
  const file = join(folder, '.netlify/v1/config.json')
  mkdirSync(join(folder, '.netlify/v1'), { recursive: true })
  writeFileSync(file, JSON.stringify({ redirects: [], images: { other: true } }))
  const build = { root: folder, manifest: { ...manifest, images } }
  await writeSiteConfig(build as Parameters<typeof writeSiteConfig>[0], true)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    redirects: [],
    images: { other: true, remote_images: [expect.stringContaining('images\\.example\\.com')] },
  })
})
