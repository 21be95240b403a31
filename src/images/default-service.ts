import { PASSTHROUGH_SERVICE, type SiteImages } from '../shared/image-settings.ts'
import {
  getHTMLAttributes,
  getSrcSet,
  validateOptions,
  validatePassthrough,
} from './base-service.ts'
import { imageServiceError } from './image-error.ts'
import { createImageUrls } from './image-url.ts'
import { sharpTransform } from './service-modules.ts'
import type { ImageService } from './types.ts'

/** How the images of a site are described and where they are made. */
export interface UsedService {
  readonly service: Required<ImageService>
  /** True if they are made elsewhere. */
  readonly isExternal: boolean
}

/**
 * Chooses the image service of a site.
 *
 * @param images - The site's images.
 * @param custom - What the module of the configuration exports as default. (default: none)
 * @throws {SsrPagesError} IMAGE_SERVICE_INVALID: for one that makes images itself
 */
export function createService(images: SiteImages, custom?: unknown): UsedService {
  const isPassthrough = images.settings.service.entrypoint === PASSTHROUGH_SERVICE
  const own: Required<ImageService> = {
    validateOptions: isPassthrough ? validatePassthrough : validateOptions,
    getSrcSet,
    getURL: createImageUrls(images),
    getHTMLAttributes,
  }
  if (custom === undefined) return { service: own, isExternal: false }
  const { entrypoint } = images.settings.service
  if (!isService(custom)) {
    const what = `The image service ${entrypoint} has no default export with a function getURL().`
    throw imageServiceError(what, 'Export `default { getURL(options) { ... } }` from it.')
  }
  const isLocal = 'transform' in custom && custom.transform !== undefined
  if (isLocal && custom.transform !== sharpTransform) {
    const what = `The image service ${entrypoint} has a function transform(); images are made by sharp here.`
    const hint =
      'Remove transform() and return the URL of another server from getURL(), or extend the service of `astro/assets/services/sharp` and keep its transform().'
    throw imageServiceError(what, hint)
  }
  return { service: complete(custom), isExternal: !isLocal }
}

// As in Astro, nothing stands for what a service leaves out.
function complete(custom: ImageService): Required<ImageService> {
  return {
    validateOptions: (options, settings) => custom.validateOptions?.(options, settings) ?? options,
    getSrcSet: (options, settings) => custom.getSrcSet?.(options, settings) ?? [],
    getURL: (options, settings) => custom.getURL(options, settings),
    getHTMLAttributes: (options, settings) => custom.getHTMLAttributes?.(options, settings) ?? {},
  }
}

function isService(value: unknown): value is ImageService & { readonly transform?: unknown } {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof Reflect.get(value, 'getURL') === 'function'
  )
}
