import type { ImageSettings } from '../shared/image-settings.ts'

const FITS: readonly string[] = ['fill', 'contain', 'cover', 'scale-down']
const SIDES: readonly string[] = ['top', 'bottom', 'left', 'right', 'center']
const OPPOSITE: Readonly<Record<string, string>> = {
  top: 'bottom',
  bottom: 'top',
  left: 'right',
  right: 'left',
}

/**
 * Writes the stylesheet of images with a layout. It is in a layer of its own, so that every rule of a page
 * that is in no layer is stronger.
 *
 * @returns CSS.
 */
export function imageStyles({ objectFit, objectPosition }: Partial<ImageSettings>): string {
  const rules = [
    ':where([data-astro-image]) { height: auto; }',
    ':where([data-astro-image="full-width"]) { width: 100%; }',
    ':where([data-astro-image="constrained"]) { max-width: 100%; }',
    ...FITS.map((fit) => `[data-astro-image-fit="${fit}"] { object-fit: ${fit}; }`),
    ...(objectFit !== undefined && FITS.includes(objectFit)
      ? [`:where([data-astro-image]:not([data-astro-image-fit])) { object-fit: ${objectFit}; }`]
      : []),
    ...positions().map(
      (position) =>
        `[data-astro-image-pos="${position.replace(' ', '-')}"] { object-position: ${position}; }`,
    ),
    ...(objectPosition
      ? [
          `:where([data-astro-image]:not([data-astro-image-pos])) { object-position: ${objectPosition}; }`,
        ]
      : []),
  ]
  return `@layer astro.images {\n${rules.join('\n')}\n}\n`
}

function positions(): string[] {
  const pairs = SIDES.flatMap((one) =>
    SIDES.filter((other) => other !== one && other !== OPPOSITE[one]).map(
      (other) => `${one} ${other}`,
    ),
  )
  return [...SIDES, ...pairs]
}
