import type { FitEnum, KernelEnum, Sharp as SharpImage } from 'sharp'
import { reasonOf } from '../shared/errors.ts'
import { invalid } from './invalid-image.ts'
import type { ImageTransform } from '../shared/image-transform.ts'
import { type ImageKind, kindOf, toKind } from './image-kind.ts'
import type { Sharp } from './load-sharp.ts'

/** An image that has been made. */
export interface MadeImage {
  readonly bytes: Uint8Array
  readonly kind: ImageKind
}

/** What makes images. */
export interface ImageMaker {
  readonly sharp: Sharp
  /** The options of the image service. */
  readonly options: Readonly<Record<string, unknown>>
  /** True if SVG files may be drawn; otherwise they are passed on unchanged. */
  readonly drawsSvg: boolean
}

/** Pixels of an original, over all frames of an animation, unless `limitInputPixels` is given. */
const MOST_PIXELS = 100_000_000

/** A transform that takes longer is given up. */
const MOST_SECONDS = 60

/** CSS values of `object-fit`, and sharp's own. */
const FITS: Readonly<Record<string, keyof FitEnum>> = {
  fill: 'fill',
  contain: 'inside',
  cover: 'cover',
  none: 'outside',
  'scale-down': 'inside',
  outside: 'outside',
  inside: 'inside',
}

const QUALITIES: Readonly<Record<string, number>> = { low: 25, mid: 50, high: 80, max: 100 }

/**
 * Makes an image of an original as Astro's service does: never larger than the original, turned as
 * its EXIF orientation says, with all frames of an animation.
 *
 * @param original - The bytes of the original.
 * @param transform - What to make of it.
 * @param name - The original, for errors.
 * @throws {SsrPagesError} IMAGE_INVALID: when it is no image, too large, or cannot be decoded
 */
export async function makeImage(
  maker: ImageMaker,
  original: Uint8Array,
  transform: ImageTransform,
  name: string = transform.href,
): Promise<MadeImage> {
  const source = kindOf(original)
  if (source === undefined)
    throw invalid(name, 'it is not a JPEG, PNG, GIF, WebP, AVIF, TIFF or SVG file')
  const kind = toKind(transform.format ?? defaultFormat(source))
  if (kind === undefined) throw invalid(name, `no image is made in the format ${transform.format}`)
  if (kind === 'svg') {
    if (source !== 'svg') throw invalid(name, `it is a ${source} file, of which no SVG can be made`)
    return { bytes: original, kind }
  }
  if (source === 'svg' && !maker.drawsSvg) {
    const what = `it is an SVG file, of which no ${kind} is made unless \`image.dangerouslyProcessSVG\` is true`
    throw invalid(name, what)
  }
  try {
    return { bytes: await encode(maker, original, { transform, kind, source }), kind }
  } catch (cause) {
    throw invalid(name, reasonOf(cause), cause)
  }
}

function defaultFormat(source: ImageKind): ImageKind {
  return source === 'svg' ? 'svg' : 'webp'
}

interface Encoding {
  readonly transform: ImageTransform
  readonly kind: ImageKind
  readonly source: ImageKind
}

async function encode(
  { sharp, options }: ImageMaker,
  original: Uint8Array,
  encoding: Encoding,
): Promise<Uint8Array> {
  const limit = options['limitInputPixels']
  const image = sharp(original, {
    failOn: 'none',
    pages: -1,
    limitInputPixels: typeof limit === 'number' || limit === false ? limit : MOST_PIXELS,
  })
  image.timeout({ seconds: MOST_SECONDS }).rotate()
  resize(image, encoding.transform, options['kernel'])
  const { background } = encoding.transform
  if (background !== undefined) image.flatten({ background })
  const bytes = await setFormat(image, encoding, options).toBuffer()
  return bytes.buffer instanceof ArrayBuffer ? bytes : new Uint8Array(bytes)
}

function resize(image: SharpImage, transform: ImageTransform, kernel: unknown): void {
  const { width, height, fit, position } = transform
  if (width === undefined && height === undefined) return
  const isBoth = width !== undefined && height !== undefined
  image.resize({
    ...(width !== undefined && { width: Math.round(width) }),
    ...(height !== undefined && { height: Math.round(height) }),
    ...(typeof kernel === 'string' && { kernel: kernel as keyof KernelEnum }),
    ...(isBoth && fit !== undefined && { fit: FITS[fit] ?? 'inside' }),
    ...(isBoth && position !== undefined && { position }),
    withoutEnlargement: true,
  })
}

function setFormat(
  image: SharpImage,
  { transform, kind, source }: Encoding,
  options: ImageMaker['options'],
): SharpImage {
  const own = options[kind]
  const quality = toQuality(transform.quality)
  const given = {
    ...(typeof own === 'object' && own),
    ...(quality !== undefined && kind !== 'gif' && { quality }),
  }
  const isLoop = kind === 'webp' && source === 'gif' && !('loop' in given)
  return image.toFormat(kind as Exclude<ImageKind, 'svg'>, isLoop ? { ...given, loop: 0 } : given)
}

function toQuality(quality: ImageTransform['quality']): number | undefined {
  if (quality === undefined) return undefined
  const number = typeof quality === 'number' ? quality : (QUALITIES[quality] ?? Number(quality))
  return Number.isFinite(number) ? Math.min(100, Math.max(1, Math.round(number))) : undefined
}
