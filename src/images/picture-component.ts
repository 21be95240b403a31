import { printAttributes } from '../render/attribute.ts'
import type { ComponentFactory, Props } from '../render/component-factory.ts'
import { createHeadedComponent } from '../render/component.ts'
import { isThenable } from '../render/renderable.ts'
import { isObject } from '../shared/is-object.ts'
import { checkAlt } from './check-image.ts'
import { type ImageContext, inferSize, prepareImage } from './get-image.ts'
import { printImage, withDefaults } from './image-component.ts'
import { placed } from './placed.ts'
import { andThen, formatOfUrl, isRemote, isSource, isUrl, resolveSource } from './source.ts'
import type { Awaitable, GetImageResult } from './types.ts'

/** Formats that stay what they are in browsers that know none of the others. */
const KEPT: readonly string[] = ['gif', 'svg', 'jpg', 'jpeg']

const TYPES: Readonly<Record<string, string>> = { jpg: 'image/jpeg', svg: 'image/svg+xml' }

/**
 * Creates the component `<Picture>`.
 *
 * @see https://docs.astro.build/en/reference/modules/astro-assets/#picture-
 */
export function createPictureComponent(context: ImageContext): ComponentFactory {
  return createHeadedComponent(
    (_result, props) => placed(props, () => toPicture(context, props)),
    'astro/components/Picture.astro',
  )
}

function toPicture(context: ImageContext, all: Props): Awaitable<string> {
  checkAlt(all)
  const { formats, pictureAttributes, fallbackFormat, ...given } = all
  const props = withDefaults(given, context.settings)
  const layout = props['layout'] ?? context.settings.layout ?? 'none'
  const parts = {
    pictureAttributes: pictureAttributesOf(props, pictureAttributes),
    sizes: props['sizes'],
    hasDescriptors: Boolean(props['widths']) || layout !== 'none',
    hasDensities: Boolean(props['densities']),
  }
  const wanted = Array.isArray(formats) ? formats : ['webp']
  return andThen(resolveSource(props['src']), (src) =>
    andThen(withSize(context, { ...props, src }), (sized) => {
      const images = [...wanted, fallbackFormat ?? fallbackOf(src)].map((format: unknown) =>
        prepareImage(context, { ...sized, format }),
      )
      return andThen(settle(images), (done) => printPicture(done, parts))
    }),
  )
}

function settle<Value>(values: readonly Awaitable<Value>[]): Awaitable<readonly Value[]> {
  return values.some(isThenable) ? Promise.all(values) : (values as readonly Value[])
}

// The size of a remote image is asked for once, not for each format.
function withSize(context: ImageContext, props: Props): Awaitable<Props> {
  const { src, inferSize: isInferred, ...rest } = props
  if (!isInferred || typeof src !== 'string' || !isRemote(src)) return props
  return inferSize(context, src).then(({ width, height }) => ({
    src,
    ...rest,
    width: rest['width'] ?? width,
    height: rest['height'] ?? height,
  }))
}

function fallbackOf(src: unknown): string {
  return isSource(src) && !isUrl(src) && KEPT.includes(src.format) ? src.format : 'png'
}

// The class that scopes styles applies to both elements; the author's own class to the image.
function pictureAttributesOf(props: Props, given: unknown): Props {
  const attributes: Props = isObject(given) ? { ...given } : {}
  const { class: className } = props
  const scope = typeof className === 'string' && /\bastro-\w{8}\b/.exec(className)?.[0]
  if (scope)
    attributes['class'] = attributes['class'] ? `${String(attributes['class'])} ${scope}` : scope
  for (const name of Object.keys(props)) {
    if (name.startsWith('data-astro-cid')) attributes[name] = props[name]
  }
  return attributes
}

interface PictureParts {
  readonly pictureAttributes: Props
  /** The attribute that the author has written; that of a layout is on the image. */
  readonly sizes: unknown
  readonly hasDescriptors: boolean
  readonly hasDensities: boolean
}

function printPicture(images: readonly GetImageResult[], parts: PictureParts): string {
  const { pictureAttributes, sizes, hasDescriptors, hasDensities } = parts
  const sources = images.slice(0, -1).map(({ src, srcSet, options }) => {
    const more = srcSet.values.length > 0 ? `, ${srcSet.attribute}` : ''
    const srcset = hasDensities || !hasDescriptors ? src + more : srcSet.attribute
    const type = typeOf(options['format'] ?? formatOfUrl(src))
    return `<source${printAttributes({ srcset, type, ...(sizes ? { sizes } : undefined) }, false)}>`
  })
  const image = images.at(-1)
  return `<picture${printAttributes(pictureAttributes, false)}>${sources.join('')}${image ? printImage(image) : ''}</picture>`
}

function typeOf(format: unknown): string {
  return TYPES[String(format)] ?? `image/${String(format)}`
}
