import type { ImageSettings, SiteImages } from '../shared/image-settings.ts'
import { PASSTHROUGH_SERVICE } from '../shared/image-settings.ts'
import type { ImageTransform } from '../shared/image-transform.ts'
import { originalOf } from '../shared/imported-image.ts'
import { isRemoteAllowed } from '../shared/remote-images.ts'
import { createEndpointUrls } from './endpoint-url.ts'
import { findImageHost } from './image-host.ts'
import { isRemote, isUrl } from './source.ts'
import type { ResolvedImage } from './types.ts'

/** Returns the URL of an image. */
export type ToImageUrl = (options: ResolvedImage) => string

/** The URLs of the settings that custom services pass to `baseService`. */
const urls = new WeakMap<ImageSettings, ToImageUrl>()

/**
 * Creates the function that returns the URLs of a site's images.
 *
 * @param images - The site's images.
 */
export function createImageUrls(images: SiteImages): ToImageUrl {
  const { id, settings } = images
  const toEndpoint = createEndpointUrls(images)
  const isPassthrough = settings.service.entrypoint === PASSTHROUGH_SERVICE
  const toUrl: ToImageUrl = (options) => {
    const { src, format } = options
    const url = isUrl(src) ? src : src.src
    // A drawing is the same in every size.
    if (isPassthrough || (!isUrl(src) && src.format === 'svg' && format === 'svg')) return url
    if (isUrl(src) || isRemote(url)) {
      if (!isRemoteAllowed(url, settings)) return url
      return make({ ...transformOf(options), href: url })
    }
    return make({ ...transformOf(options), href: originalOf(src) })
  }
  const make = (transform: ImageTransform) =>
    findImageHost(id)?.toUrl(transform) ?? toEndpoint(transform)
  urls.set(settings, toUrl)
  return toUrl
}

/** Returns the function that writes the URLs of a site, by its settings. */
export function imageUrlsOf(settings: ImageSettings): ToImageUrl | undefined {
  return urls.get(settings)
}

function transformOf(options: ResolvedImage): Omit<ImageTransform, 'href'> {
  const { width, height, quality, format, fit, position, background } = options
  return {
    width: width ? Number(width) : undefined,
    height: height ? Number(height) : undefined,
    quality: toText(quality),
    format: toText(format),
    fit: toText(fit),
    position: toText(position),
    background: toText(background),
  }
}

function toText(value: unknown): string | undefined {
  return value ? String(value) : undefined
}
