import { createHash } from 'node:crypto'
import type { ImageHost, ImageSize } from '../images/image-host.ts'
import type { SiteImages } from '../shared/image-settings.ts'
import { type ImageTransform, toQuery } from '../shared/image-transform.ts'
import { mountPath } from '../shared/mount.ts'
import { inferSize } from './infer-size.ts'
import type { RemoteOriginals } from './remote/remote-originals.ts'

/** Prerendered pages link images as files, which are made when all pages have been rendered. */
export class PlannedImages implements ImageHost {
  /** The transforms by their files, relative to the folder of browser files. */
  readonly files: Map<string, ImageTransform> = new Map()
  readonly #images: SiteImages
  readonly #remote: RemoteOriginals

  constructor(images: SiteImages, remote: RemoteOriginals) {
    this.#images = images
    this.#remote = remote
  }

  toUrl(transform: ImageTransform): string {
    const { base, settings } = this.#images
    const file = toFile(transform, JSON.stringify(settings.service.config))
    this.files.set(file, transform)
    return `${mountPath(base)}/${file}`
  }

  inferSize(url: string): Promise<ImageSize> {
    return inferSize(url, this.#remote)
  }
}

// `_assets/photo.Ca1Bx8_2.webp`
function toFile(transform: ImageTransform, options: string): string {
  const { href, format = 'webp' } = transform
  const text = `${toQuery(transform)} ${options}`
  const hash = createHash('sha256').update(text).digest('base64url').slice(0, 10)
  return `_assets/${toName(href)}.${hash}.${format.replaceAll(/\W/g, '')}`
}

// Of `/_assets/my.photo.B81c.png` it is `my_photo`.
function toName(href: string): string {
  const last =
    href
      .replace(/[?#].*$/s, '')
      .split('/')
      .at(-1) ?? ''
  const parts = last.split('.')
  const isHashed = href.startsWith('/_assets/') && parts.length > 2
  const name = parts.slice(0, isHashed ? -2 : Math.max(1, parts.length - 1)).join('.')
  return name.replaceAll(/[^\w-]+/g, '_').slice(0, 60) || 'image'
}
