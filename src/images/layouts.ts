import type { ImageLayout } from '../shared/image-settings.ts'

/** The widths of common screens, of which layouts choose. */
export const BREAKPOINTS: readonly number[] = [640, 750, 828, 1080, 1280, 1668, 2048, 2560]

/** More of them, for a service that makes images elsewhere: they cost no work here. */
export const ALL_BREAKPOINTS: readonly number[] = [
  640, 750, 828, 960, 1080, 1280, 1668, 1920, 2048, 2560, 3200, 3840, 4480, 5120, 6016,
]

/** What a layout chooses the widths for. */
export interface LayoutInput {
  readonly layout: ImageLayout
  /** The width of the tag. */
  readonly width: number | undefined
  /** The width of the original, if it is known. */
  readonly original: number | undefined
  readonly breakpoints: readonly number[]
}

/**
 * Chooses the widths of an image with a layout, for `srcset`.
 *
 * @returns None above the width of the original.
 */
export function widthsOf({ layout, width, original, breakpoints }: LayoutInput): number[] {
  if (layout === 'full-width') {
    return breakpoints.filter((one) => !original || one <= original)
  }
  if (!width) return []
  const double = width * 2
  const most = original ? Math.min(double, original) : double
  if (layout === 'fixed') return original && width > original ? [original] : [width, most]
  if (layout !== 'constrained') return []
  return [width, double, ...breakpoints].filter((one) => one <= most).toSorted((a, b) => a - b)
}

/** Returns the attribute `sizes` of an image with a layout. */
export function sizesOf(layout: ImageLayout, width: number | undefined): string | undefined {
  if (!width) return undefined
  if (layout === 'constrained') return `(min-width: ${width}px) ${width}px, 100vw`
  if (layout === 'fixed') return `${width}px`
  return layout === 'full-width' ? '100vw' : undefined
}
