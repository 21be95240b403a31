import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type RequestListener, type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'
import { type Options, type SsrPages, ssrPages } from '../../src/index.ts'
import { signQuery } from '../../src/images/sign.ts'
import { type ImageOptions, toImageSettings } from '../../src/shared/image-settings.ts'
import { type ImageTransform, toQuery, withSignature } from '../../src/shared/image-transform.ts'
import { ROOT } from '../support/root.ts'

/** The key of the sites in these suites. */
export const KEY = 'testing-key-testing-key-testing-key-testing'

/** A built site with images, without pages that print them. */
export interface ImageSite {
  /** Absolute path of the folder of the build. */
  readonly dist: string
  readonly options: Options
}

const folders: string[] = []

/**
 * Writes a built site.
 *
 * @param files - Browser files by their path.
 * @param image - The option `image`. (default: all defaults)
 */
export function writeImageSite(
  files: Readonly<Record<string, Uint8Array | string>>,
  image: ImageOptions = {},
  base = '/',
): ImageSite {
  const dist = mkdtempSync(`${ROOT}/__tests__/fixtures/dist-images-`)
  folders.push(dist)
  for (const [name, content] of Object.entries(files)) {
    const file = `${dist}/client/${name}`
    mkdirSync(file.slice(0, file.lastIndexOf('/')), { recursive: true })
    writeFileSync(file, content)
  }
  mkdirSync(`${dist}/pages`)
  const text = "import { html } from 'ssr-pages'\nexport default () => html`page`\n"
  writeFileSync(`${dist}/pages/[...all].mjs`, text)
  const images = { id: `test${folders.length}`, key: KEY, base, settings: toImageSettings(image) }
  const route = { pattern: '/[...all]', file: '[...all].mjs', kind: 'page', hasHead: false }
  const routes = [{ ...route, styles: [], scripts: {} }]
  const manifest = { version: 1, base, client: '../client', routes, images }
  writeFileSync(`${dist}/pages/manifest.json`, JSON.stringify(manifest))
  return { dist, options: { dir: `${dist}/pages` } }
}

/** Returns the path of an image, signed with the key of these suites. */
export function imagePath(transform: ImageTransform, key: string = KEY): string {
  const query = toQuery(transform)
  return `/_image?${withSignature(query, signQuery(query, key))}`
}

/** Draws a photograph-like image: a gradient with noise that does not change from run to run. */
export function drawImage(width: number, height: number): ReturnType<typeof sharp> {
  const pixels = Buffer.alloc(width * height * 3)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 3
      pixels[at] = (x * 255) / width
      pixels[at + 1] = (y * 255) / height
      pixels[at + 2] = ((x * 7 + y * 13) % 64) + 64
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
}

const servers: Server[] = []
const sites: SsrPages[] = []

/** Starts a server with such a site; returns its origin. */
export async function serveImageSite(
  site: ImageSite,
  options: Options = {},
  wrap: (pages: SsrPages) => RequestListener = (pages) => pages as RequestListener,
): Promise<string> {
  const pages = ssrPages({ ...site.options, onError() {}, ...options })
  sites.push(pages)
  return listenOn(wrap(pages))
}

/** Starts a server; returns its origin. */
export async function listenOn(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Call it after all tests of a file. */
export async function removeImageSites(): Promise<void> {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  for (const pages of sites.splice(0)) await pages.close()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
}
