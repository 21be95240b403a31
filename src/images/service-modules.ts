import type { ImageSettings } from '../shared/image-settings.ts'
import { parseQuery } from '../shared/image-transform.ts'
import {
  getHTMLAttributes,
  getSrcSet,
  validateOptions,
  validatePassthrough,
} from './base-service.ts'
import { imageServiceError } from './image-error.ts'
import { imageUrlsOf } from './image-url.ts'
import type { ImageService, ResolvedImage } from './types.ts'

/**
 * Stands in a custom service for "sharp makes the images": the endpoint does that by itself.
 *
 * @throws {SsrPagesError} IMAGE_SERVICE_INVALID: when it is called
 */
export function sharpTransform(): never {
  throw imageServiceError(
    'transform() of an image service was called: only the image endpoint makes images.',
    'Import sharp, and call it.',
  )
}

/** What custom services are made of. */
export interface BaseService extends Required<ImageService> {
  getURL(options: ResolvedImage, settings: ImageSettings): string
  parseURL(url: URL): object | undefined
}

/** What stands for `baseService` of Astro. */
export const baseService: BaseService = {
  validateOptions,
  getSrcSet,
  getHTMLAttributes,
  getURL(options: ResolvedImage, settings: ImageSettings): string {
    const toUrl = imageUrlsOf(settings)
    if (toUrl !== undefined) return toUrl(options)
    throw imageServiceError(
      'getURL() of the base service was called without the settings of the site.',
      'Pass its second argument on.',
    )
  },
  parseURL(url: URL): object | undefined {
    const { href, ...transform } = parseQuery(url.search)?.transform ?? {}
    return href === undefined ? undefined : { src: href, ...transform }
  },
}

/** Whether a service makes images here, and not on another server. */
export function isLocalService(service: unknown): boolean {
  return typeof service === 'object' && service !== null && 'transform' in service
}

/** What stands for `astro/assets/services/sharp`. */
export const sharpService: BaseService & { readonly transform: typeof sharpTransform } = {
  ...baseService,
  transform: sharpTransform,
}

/** What stands for `astro/assets/services/noop`. */
export const passthroughService: typeof sharpService = {
  ...sharpService,
  validateOptions: validatePassthrough,
}
