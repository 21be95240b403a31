import { imageSize } from 'image-size'
import type { ImageSize } from '../images/image-host.ts'
import { reasonOf } from '../shared/errors.ts'
import { invalid } from './make-image.ts'
import type { RemoteOriginals } from './remote/remote-originals.ts'

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
