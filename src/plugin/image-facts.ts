import { imageSize } from 'image-size'
import { withoutMark } from '../compiler/byte-order-mark.ts'
import { readSvg } from './svg-source.ts'

/** What the bytes of an image say. A drawing may have no size. */
export interface ImageFacts {
  readonly width?: number | undefined
  readonly height?: number | undefined
  readonly format: string
}

/**
 * Reads the size and the format of an image.
 *
 * @param bytes - The whole file.
 * @param extension - Of its name, with a dot.
 * @returns The facts, or else why the file is no image.
 */
export function readImageFacts(bytes: Buffer, extension: string): ImageFacts | string {
  if (extension.toLowerCase() === '.svg') return readSvgFacts(bytes)
  if (bytes.length === 0) return 'it is empty'
  if (bytes.subarray(0, LFS.length).toString() === LFS) {
    return 'it is a pointer of Git LFS (run `git lfs pull`)'
  }
  try {
    const { width, height, type, orientation = 1 } = imageSize(bytes)
    if (!(width > 0 && height > 0) || type === undefined) return 'its size cannot be read'
    const format = extension.toLowerCase() === '.apng' && type === 'png' ? 'apng' : type
    // Cameras store pictures that were taken upright on their side.
    return orientation >= 5 ? { width: height, height: width, format } : { width, height, format }
  } catch {
    return 'its bytes are not those of an image'
  }
}

const LFS = 'version https://git-lfs'

function readSvgFacts(bytes: Buffer): ImageFacts | string {
  const svg = readSvg(withoutMark(bytes.toString()))
  if (svg === undefined) {
    return bytes.length === 0 ? 'it is empty' : 'it does not consist of an <svg> element'
  }
  const { width = '', height = '', viewBox = '' } = svg.attributes
  const box = viewBox.trim().replaceAll(/[\s,]+/g, ' ')
  try {
    // Only the first tag: in front of it, comments may be longer than the library reads.
    const tag = `<svg width="${width.trim()}" height="${height.trim()}" viewBox="${box}"/>`
    return { ...imageSizeOf(tag), format: 'svg' }
  } catch {
    return { format: 'svg' }
  }
}

function imageSizeOf(tag: string): Pick<ImageFacts, 'width' | 'height'> {
  const { width, height } = imageSize(Buffer.from(tag))
  return { width, height }
}
