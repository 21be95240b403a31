import { checkImage } from './check-image.ts'
import { formatOfUrl, isUrl, outputFormat } from './source.ts'
import type { ImageProps, ResolvedImage, SrcSetPart } from './types.ts'

// What both image services of this package do, in the words of Astro's `baseService`.

/**
 * Checks options and completes them.
 *
 * @param options - Changed in place.
 * @throws {SsrPagesError} IMAGE_OPTIONS_INVALID
 */
export function validateOptions(options: ImageProps): ResolvedImage {
  checkImage(options)
  if (!options['format']) {
    const input = isUrl(options.src) ? formatOfUrl(options.src) : options.src.format
    if (input) options['format'] = outputFormat(input)
  }
  for (const side of ['width', 'height']) {
    if (options[side]) options[side] = Math.round(Number(options[side]))
  }
  if (options['layout']) delete options['layout']
  if (options['fit'] === 'none') delete options['fit']
  return options
}

/**
 * Checks options for the service that leaves images as they are: they have no format to convert to.
 *
 * @param options - Changed in place.
 * @throws {SsrPagesError} IMAGE_OPTIONS_INVALID
 */
export function validatePassthrough(options: ImageProps): ResolvedImage {
  delete options['format']
  checkImage(options)
  if (!isUrl(options.src) && options.src.format === 'svg') options['format'] = 'svg'
  return options
}

/** Returns the attributes of `<img>`, without `src` and `srcset`, in the order in which Astro prints them. */
export function getHTMLAttributes(options: ResolvedImage): Readonly<Record<string, unknown>> {
  const { targetWidth, targetHeight } = targetSize(options)
  const attributes: Record<string, unknown> = {}
  for (const name of Object.keys(options)) {
    if (!NO_ATTRIBUTES.has(name)) attributes[name] = options[name]
  }
  attributes['width'] = targetWidth
  attributes['height'] = targetHeight
  attributes['loading'] ??= 'lazy'
  attributes['decoding'] ??= 'async'
  return attributes
}

const NO_ATTRIBUTES = new Set([
  'src',
  'width',
  'height',
  'format',
  'quality',
  'densities',
  'widths',
  'formats',
  'layout',
  'priority',
  'fit',
  'position',
  'background',
])

/** Returns the values of `srcset`. */
export function getSrcSet(options: ResolvedImage): SrcSetPart[] {
  const { densities, widths } = options
  if (!densities && !widths) return []
  const { targetWidth = Number.NaN, targetHeight = Number.NaN } = targetSize(options)
  const sizes = densities ? byDensity(toList(densities), targetWidth) : byWidth(options)
  const ratio = targetWidth / targetHeight
  const { width: _width, height: _height, ...rest } = options
  const { format } = options
  const attributes = format ? { type: `image/${String(format)}` } : {}
  return sizes.map(({ width, descriptor }) => {
    const height = Math.round(width / ratio)
    const transform: ResolvedImage = { ...rest, src: options.src, width, height }
    return { transform, descriptor, attributes }
  })
}

interface Size {
  readonly width: number
  readonly descriptor: string
}

function byDensity(densities: readonly unknown[], targetWidth: number): Size[] {
  return densities
    .map((density) => (typeof density === 'number' ? density : Number.parseFloat(String(density))))
    .toSorted((a, b) => a - b)
    .map((density) => ({ width: Math.round(targetWidth * density), descriptor: `${density}x` }))
}

// An image is not made larger than its original.
function byWidth({ src, widths }: ResolvedImage): Size[] {
  const sorted = toList(widths)
    .map(Number)
    .toSorted((a, b) => a - b)
  const most = isUrl(src) ? Infinity : src.width
  const fitting = sorted.filter((width) => width <= most)
  if (fitting.length < sorted.length) fitting.push(most)
  return [...new Set(fitting)].map((width) => ({ width, descriptor: `${width}w` }))
}

function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function targetSize({ src, width, height }: ResolvedImage) {
  const targetWidth = width ? Number(width) : undefined
  const targetHeight = height ? Number(height) : undefined
  if (isUrl(src)) return { targetWidth, targetHeight }
  const ratio = src.width / src.height
  if (targetHeight && !targetWidth) {
    return { targetWidth: Math.round(targetHeight * ratio), targetHeight }
  }
  if (targetWidth && !targetHeight) {
    return { targetWidth, targetHeight: Math.round(targetWidth / ratio) }
  }
  if (targetWidth) return { targetWidth, targetHeight }
  return { targetWidth: src.width, targetHeight: src.height }
}
