import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { AdapterBuild } from '../shared/config.ts'
import type { Manifest, PrerenderedFile } from '../shared/types.ts'
import type { SiteImages } from '../shared/image-settings.ts'
import { isObject } from '../shared/is-object.ts'
import { toRemoteImages } from './image-cdn.ts'
import { toPrefix } from '../shared/pathname.ts'

interface HeaderRule {
  readonly for: string
  readonly values: Readonly<Record<string, string>>
}

/** The names of hashed files change with their contents. */
const IMMUTABLE = { 'Cache-Control': 'public, max-age=31536000, immutable' }

/**
 * Configures the headers of files at Netlify: hashed files are cached for a year, and prerendered
 * pages get the headers that they were rendered with. The image CDN learns the remote images that the
 * site may use. Other settings in the file are kept.
 *
 * @param usesImageCdn - False if the image CDN makes no images.
 * @see https://docs.netlify.com/build/frameworks/frameworks-api/#netlifyv1configjson
 */
export async function writeSiteConfig(build: AdapterBuild, usesImageCdn: boolean): Promise<void> {
  const { root, manifest } = build
  const file = join(root, '.netlify', 'v1', 'config.json')
  const config = await readConfig(file)
  await mkdir(dirname(file), { recursive: true })
  const headers = [
    { for: `${manifest.base}_assets/*`, values: IMMUTABLE },
    ...listPrerendered(manifest).flatMap((item) => toRule(item, manifest.base)),
  ]
  const images = manifest.images && usesImageCdn && toImages(manifest.images, config)
  // Replaced in one step, because another build may be reading the file.
  const draft = `${file}.${randomUUID()}`
  await writeFile(draft, `${JSON.stringify({ ...config, headers, ...images }, null, 2)}\n`)
  await rename(draft, file)
}

function toImages(images: SiteImages, config: object): object {
  const known: unknown = Reflect.get(config, 'images')
  return { images: { ...(isObject(known) && known), remote_images: toRemoteImages(images) } }
}

async function readConfig(file: string): Promise<object> {
  const text = await readFile(file, 'utf8').catch(() => '{}')
  return JSON.parse(text)
}

function listPrerendered({ routes }: Manifest): PrerenderedFile[] {
  return routes.flatMap(({ prerendered = [] }) => prerendered)
}

// Netlify derives the content type from the extension, so `.html` files need no such header.
function toRule({ path, file, headers }: PrerenderedFile, base: string): HeaderRule[] {
  const values = Object.fromEntries(
    Object.entries(headers).filter(([name]) => name !== 'content-type' || !file.endsWith('.html')),
  )
  if (Object.keys(values).length === 0) return []
  return [{ for: toPrefix(base) + path, values }]
}
