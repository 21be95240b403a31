import { imageSize } from 'image-size'
import type { ImageSize } from '../images/image-host.ts'
import { reasonOf } from '../shared/errors.ts'
import { invalid } from './invalid-image.ts'
import type { RemoteImages } from '../shared/remote-images.ts'
import { RemoteOriginals } from './remote/remote-originals.ts'

/** What a caller without an endpoint keeps in memory. */
const MEMORY = 16 * 1024 * 1024

/** EXIF orientations from this one on exchange width and height. */
const SIDEWAYS = 5

/**
 * Reads the size of a remote image, as it is shown.
 *
 * @throws {SsrPagesError} IMAGE_UNAVAILABLE, IMAGE_INVALID
 */
export async function inferSize(url: string, remote: RemoteOriginals): Promise<ImageSize> {
  const bytes = await remote.read(url, new AbortController().signal)
  try {
    const { width, height, type, orientation = 1 } = imageSize(bytes)
    return orientation < SIDEWAYS
      ? { width, height, format: type }
      : { width: height, height: width, format: type }
  } catch (cause) {
    throw invalid(url, reasonOf(cause), cause)
  }
}

/**
 * Reads the size of a remote image where there is no image endpoint.
 *
 * @throws {SsrPagesError} IMAGE_UNAVAILABLE, IMAGE_INVALID
 */
export function inferRemoteSize(url: string, images: RemoteImages): Promise<ImageSize> {
  return inferSize(url, new RemoteOriginals(images, MEMORY))
}
