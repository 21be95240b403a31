import { availableParallelism } from 'node:os'
import type { ImageSize } from '../images/image-host.ts'
import type { SiteImages } from '../shared/image-settings.ts'
import { DiskCache } from './disk-cache.ts'
import {
  type ImageEndpoint,
  type ImageFolders,
  NOT_FOUND,
  createImageEndpoint,
} from './image-endpoint.ts'
import { ImageStore } from './image-store.ts'
import type { Sharp } from './load-sharp.ts'
import type { ImageMaker } from './make-image.ts'
import { inferSize } from './infer-size.ts'
import { RemoteOriginals } from './remote/remote-originals.ts'
import { type Work, createWork } from './work.ts'

const MB = 1024 * 1024

/** Images that have been made, and originals of other hosts. */
const MEMORY = 64 * MB
const REMOTE_MEMORY = 32 * MB
const DISK = 1024 * MB

/** One of the four threads in which Node reads files stays free. */
const MOST_TRANSFORMS = 3
const MOST_WAITING = 500
const MOST_DOWNLOADS = 8

/** An image endpoint, and what pages ask of remote images. */
export interface OpenImages extends ImageEndpoint {
  /** Reads the size of a remote image. */
  inferSize(url: string): Promise<ImageSize>
}

/**
 * Opens the image endpoint of a site.
 *
 * @param sharp - What makes images; `undefined` if they are left as they are.
 */
export function openImages(
  images: SiteImages,
  folders: ImageFolders,
  sharp: Sharp | undefined,
): OpenImages {
  const { cache } = folders
  const remote = new RemoteOriginals(images.settings, REMOTE_MEMORY)
  const size = (url: string) => inferSize(url, remote)
  if (sharp === undefined) return { answer: async () => NOT_FOUND, inferSize: size }
  const endpoint = createImageEndpoint({
    images,
    maker: toMaker(images, sharp),
    store: new ImageStore(MEMORY, cache === undefined ? undefined : new DiskCache(cache, DISK)),
    findOriginal: folders.findOriginal,
    remote,
    transforms: createTransformWork(),
    downloads: createWork(MOST_DOWNLOADS, MOST_WAITING),
  })
  return { ...endpoint, inferSize: size }
}

/** Creates the queue of transforms, one for each processor at most. */
export function createTransformWork(mostWaiting: number = MOST_WAITING): Work {
  return createWork(Math.min(MOST_TRANSFORMS, availableParallelism()), mostWaiting)
}

/** Creates what makes the images of a site. */
export function toMaker({ settings }: SiteImages, sharp: Sharp): ImageMaker {
  const { service, dangerouslyProcessSVG } = settings
  return { sharp, options: service.config, drawsSvg: dangerouslyProcessSVG }
}
