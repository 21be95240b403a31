import type { ImageLayout, ImageSettings } from '../shared/image-settings.ts'
import { ALL_BREAKPOINTS, BREAKPOINTS, sizesOf, widthsOf } from './layouts.ts'
import { isSource, isUrl } from './source.ts'
import type { ImageProps } from './types.ts'

const CSS_FITS: readonly unknown[] = ['fill', 'contain', 'cover', 'scale-down']

/** The size of an original. */
export interface OriginalSize {
  readonly width: number
  readonly height: number
}

/**
 * Adds what follows from the given options: the missing size, when the image is loaded, and the widths of its
 * layout.
 *
 * @param options - A copy of what the page has written, with its source; changed in place.
 * @param remote - The size of a remote image that was looked up.
 * @param isExternal - True if the images are made elsewhere.
 */
export function completeOptions(
  options: ImageProps,
  settings: ImageSettings,
  remote: OriginalSize | undefined,
  isExternal: boolean,
): void {
  const { src } = options
  const original = isSource(src) && !isUrl(src) ? src : remote
  if (original?.width && original.height) completeSize(options, original)
  completeLoading(options)
  const layout = (options['layout'] ?? settings.layout ?? 'none') as ImageLayout
  if (layout !== 'none') {
    const known = settings.breakpoints?.length ? settings.breakpoints : undefined
    const breakpoints = known ?? (isExternal ? ALL_BREAKPOINTS : BREAKPOINTS)
    completeLayout(options, { layout, original: original?.width, breakpoints })
  }
}

function completeSize(options: ImageProps, original: OriginalSize): void {
  const ratio = original.width / original.height
  const { width, height } = options
  if (height && !width) options['width'] = Math.round(Number(height) * ratio)
  else if (width && !height) options['height'] = Math.round(Number(width) / ratio)
  else if (!width) {
    options['width'] = original.width
    options['height'] = original.height
  }
}

function completeLoading(options: ImageProps): void {
  if (options['priority']) {
    options['loading'] ??= 'eager'
    options['decoding'] ??= 'sync'
    options['fetchpriority'] ??= 'high'
    delete options['priority']
  } else {
    options['loading'] ??= 'lazy'
    options['decoding'] ??= 'async'
    options['fetchpriority'] ??= undefined
  }
}

interface Layout {
  readonly layout: ImageLayout
  readonly original: number | undefined
  readonly breakpoints: readonly number[]
}

function completeLayout(options: ImageProps, { layout, original, breakpoints }: Layout): void {
  const width = options['width'] ? Number(options['width']) : undefined
  options['widths'] ||= widthsOf({ layout, width, original, breakpoints })
  options['sizes'] ||= sizesOf(layout, width)
  delete options['densities']
  options['data-astro-image'] = layout
  const { fit, position } = options
  if (fit && CSS_FITS.includes(fit)) options['data-astro-image-fit'] = fit
  options['data-astro-image-pos'] = String(position || 'center').replaceAll(/\s+/g, '-')
}
