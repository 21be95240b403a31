import { printAttributes } from '../render/attribute.ts'
import type { ComponentFactory, Props } from '../render/component-factory.ts'
import { createHeadedComponent } from '../render/component.ts'
import type { ImageSettings } from '../shared/image-settings.ts'
import { IMAGE_PLACE } from '../shared/image-names.ts'
import { checkAlt } from './check-image.ts'
import { type ImageContext, prepareImage } from './get-image.ts'
import { placed } from './placed.ts'
import { andThen } from './source.ts'
import type { GetImageResult } from './types.ts'

/**
 * Creates the component `<Image>`.
 *
 * @see https://docs.astro.build/en/reference/modules/astro-assets/#image-
 */
export function createImageComponent(context: ImageContext): ComponentFactory {
  return createHeadedComponent(
    (_result, props) =>
      placed(props, () => {
        checkAlt(props)
        return andThen(prepareImage(context, withDefaults(props, context.settings)), printImage)
      }),
    'astro/components/Image.astro',
  )
}

/**
 * Copies the attributes of a tag, with numbers for sizes that are written as text, and what the configuration
 * says about all images.
 */
export function withDefaults(props: Props, settings: ImageSettings): Props {
  const { [IMAGE_PLACE]: _place, ...options } = props
  const { width, height, layout = settings.layout ?? 'none' } = options
  if (typeof width === 'string') options['width'] = Number.parseInt(width)
  if (typeof height === 'string') options['height'] = Number.parseInt(height)
  const { objectFit, objectPosition } = settings
  if (layout !== null && layout !== 'none') {
    options['layout'] ??= settings.layout
    options['fit'] ??= objectFit ?? 'cover'
    options['position'] ??= objectPosition ?? 'center'
  } else if (objectFit || objectPosition) {
    options['fit'] ??= objectFit
    options['position'] ??= objectPosition
  }
  return options
}

/**
 * Prints `<img>`. Its class is the last attribute, as in Astro.
 *
 * @returns HTML.
 */
export function printImage({ src, srcSet, attributes }: GetImageResult): string {
  const { class: className, ...rest } = attributes
  const srcset = srcSet.values.length > 0 ? { srcset: srcSet.attribute } : undefined
  return `<img${printAttributes({ src, ...srcset, ...rest }, false)}${printAttributes({ class: className }, false)}>`
}
