import type { ComponentFactory } from '../render/component-factory.ts'
import type { ImageSettings, SiteImages } from '../shared/image-settings.ts'
import { createService } from './default-service.ts'
import { type ImageContext, inferSize, prepareImage } from './get-image.ts'
import { imageError, showSource } from './image-error.ts'
import { createImageComponent } from './image-component.ts'
import { findImageHost, type ImageSize } from './image-host.ts'
import { createMarkdownImage, type MarkdownImage } from './markdown-image.ts'
import { createPictureComponent } from './picture-component.ts'
import { isLocalService, sharpService } from './service-modules.ts'
import type { Awaitable, GetImageResult, ImageService } from './types.ts'

/** What the module `astro:assets` of a site exports, for images. */
export interface Assets {
  readonly Image: ComponentFactory
  readonly Picture: ComponentFactory
  readonly imageConfig: ImageSettings
  getImage(options: unknown): Promise<GetImageResult>
  /** `getImage()` for code of this package: at once if there is nothing to wait for. */
  prepareImage(options: unknown): Awaitable<GetImageResult>
  /** Prints the attributes of an image of Markdown. */
  readonly markdownImage: MarkdownImage
  inferRemoteSize(url: string): Promise<ImageSize>
  getConfiguredImageService(): Promise<ImageService>
  /** Whether a service makes images here. */
  isLocalService(service: unknown): boolean
}

/**
 * Creates what pages of one site call for images. The module that the build generates calls it.
 *
 * @param images - The site's images.
 * @param service - What the module of a custom image service exports as default. (default: none)
 * @throws {SsrPagesError} IMAGE_SERVICE_INVALID
 */
export function createAssets(images: SiteImages, service?: unknown): Assets {
  const { id, settings } = images
  const context: ImageContext = {
    settings,
    ...createService(images, service),
    inferSize: (url) => askHost(id, url),
  }
  return {
    Image: createImageComponent(context),
    Picture: createPictureComponent(context),
    imageConfig: settings,
    getImage: async (options) => prepareImage(context, options),
    prepareImage: (options) => prepareImage(context, options),
    markdownImage: createMarkdownImage((options) => prepareImage(context, options)),
    inferRemoteSize: (url) => inferSize(context, url),
    getConfiguredImageService: async () =>
      context.isExternal ? context.service : { ...sharpService, ...context.service },
    isLocalService,
  }
}

async function askHost(id: string, url: string): Promise<ImageSize> {
  const host = findImageHost(id)
  if (host?.inferSize !== undefined) return host.inferSize(url)
  const what = `The size of ${showSource(url)} cannot be read: nothing here loads remote images.`
  throw imageError(what, 'Write width and height instead of `inferSize`.', url)
}
