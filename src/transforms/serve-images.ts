import { createEndpointUrls } from '../images/endpoint-url.ts'
import { registerImageHost } from '../images/image-host.ts'
import { PASSTHROUGH_SERVICE, SHARP_SERVICE, type SiteImages } from '../shared/image-settings.ts'
import type { ImageAnswer, ImageFolders, ImageRequest } from './image-endpoint.ts'
import { loadSharp } from './load-sharp.ts'

/** The images of a site on a server. */
export interface ServedImages {
  /** The path of the image endpoint below the base: `/_image`. */
  readonly path: string
  /** Answers a request for an image; never rejects. */
  answer(request: ImageRequest): Promise<ImageAnswer>
  /** Ends the registration of the site's image host. */
  close(): void
}

/**
 * Serves the images of a site, and lets its pages ask for the size of remote images. What makes
 * images is loaded by the first request for one, except sharp: if that is missing, it shows at once.
 *
 * @returns `undefined` if the image service leaves images as they are.
 * @throws {SsrPagesError} IMAGE_SERVICE_MISSING
 */
export function serveImages(images: SiteImages, folders: ImageFolders): ServedImages | undefined {
  const { service, endpoint } = images.settings
  const isMaking = service.entrypoint !== PASSTHROUGH_SERVICE
  // Another service may let another server make all images.
  const isNeeded = service.entrypoint === SHARP_SERVICE && folders.isLate !== true
  if (isNeeded) loadSharp(folders.packages)
  const open = once(async () => {
    const { openImages } = await import('./open-images.ts')
    return openImages(images, folders, isMaking ? loadSharp(folders.packages) : undefined)
  })
  const close = registerImageHost(images.id, {
    toUrl: createEndpointUrls(images),
    inferSize: async (url) => (await open()).inferSize(url),
  })
  if (!isMaking) return undefined
  return {
    path: `/${endpoint.route}`.replaceAll(/\/{2,}/g, '/'),
    async answer(request) {
      try {
        return await (await open()).answer(request)
      } catch (error) {
        return { status: 500, headers: {}, body: null, error }
      }
    },
    close,
  }
}

function once<T>(create: () => Promise<T>): () => Promise<T> {
  let created: Promise<T> | undefined
  return () => {
    created ??= create()
    // It is tried again: sharp may have been installed in the meantime.
    created.catch(() => (created = undefined))
    return created
  }
}
