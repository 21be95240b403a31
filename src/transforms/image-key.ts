import { type ImageTransform, toQuery } from '../shared/image-transform.ts'
import type { ImageMaker } from './make-image.ts'

/**
 * Names an image by everything that it depends on: another version of sharp makes other bytes.
 *
 * @param identity - The original: changes with its bytes.
 */
export function keyOf(
  { sharp, options, drawsSvg }: ImageMaker,
  transform: ImageTransform,
  identity: string,
): string {
  const { sharp: version, vips } = sharp.versions
  return `${toQuery(transform)} ${identity} ${version} ${vips} ${drawsSvg} ${JSON.stringify(options)}`
}
