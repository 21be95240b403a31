import type { ImageSettings } from '../shared/image-settings.ts'
import { isRemoteAllowed } from '../shared/remote-images.ts'
import { isThenable } from '../render/renderable.ts'
import { checkArgument } from './check-image.ts'
import { completeOptions } from './complete-options.ts'
import { imageError, showSource } from './image-error.ts'
import type { ImageSize } from './image-host.ts'
import { andThen, isRemote, outputFormat, resolveSource } from './source.ts'
import type {
  Awaitable,
  GetImageResult,
  ImageProps,
  ImageService,
  ResolvedImage,
  SrcSetPart,
  SrcSetValue,
} from './types.ts'

/** What the images of a site have in common. */
export interface ImageContext {
  readonly settings: ImageSettings
  readonly service: Required<ImageService>
  /** True if the service makes the images elsewhere. */
  readonly isExternal: boolean
  /** Reads the size of a remote image that the configuration allows. */
  inferSize(url: string): Promise<ImageSize>
}

/**
 * Does what `getImage()` does, at once if there is nothing to wait for: no remote size, no promise, no custom
 * service that returns one.
 *
 * @param given - What the page has written; not changed.
 * @throws {SsrPagesError} IMAGE_OPTIONS_INVALID
 */
export function prepareImage(context: ImageContext, given: unknown): Awaitable<GetImageResult> {
  checkArgument(given)
  return andThen(resolveSource(given['src']), (src) => {
    const options: ImageProps = { ...given, src }
    if (!options['inferSize']) return finish(context, options)
    delete options['inferSize']
    if (typeof src !== 'string' || !isRemote(src)) return finish(context, options)
    return inferSize(context, src).then((size) => {
      options['width'] ??= size.width
      options['height'] ??= size.height
      if (size.format) options['format'] ??= outputFormat(size.format)
      return finish(context, options, size)
    })
  })
}

/**
 * Reads the size of a remote image.
 *
 * @throws {SsrPagesError} IMAGE_OPTIONS_INVALID: for a URL that the configuration does not allow
 */
export async function inferSize(context: ImageContext, url: string): Promise<ImageSize> {
  if (isRemoteAllowed(url, context.settings)) return context.inferSize(url)
  const what = `The size of ${showSource(url)} cannot be read: the configuration does not allow images of its host.`
  const hint = 'Add the host to `image.domains`, or write width and height instead of `inferSize`.'
  throw imageError(what, hint, url)
}

function finish(
  context: ImageContext,
  options: ImageProps,
  size?: ImageSize,
): Awaitable<GetImageResult> {
  const { settings, service } = context
  completeOptions(options, settings, size, context.isExternal)
  // Until a service has checked it, `src` may be anything.
  const raw = options as ResolvedImage
  return andThen(service.validateOptions(raw, settings), (valid) =>
    andThen(service.getSrcSet(valid, settings), (parts) =>
      andThen(service.getURL(valid, settings), (src) =>
        andThen(withUrls(context, valid, src, parts), (values) =>
          andThen(service.getHTMLAttributes(valid, settings), (attributes) => ({
            rawOptions: raw,
            options: valid,
            src,
            srcSet: { values, attribute: toSrcSet(values) },
            attributes,
          })),
        ),
      ),
    ),
  )
}

// The image of the tag is often one of its `srcset`.
function withUrls(
  { settings, service }: ImageContext,
  { width, height, format }: ResolvedImage,
  src: string,
  parts: readonly SrcSetPart[],
): Awaitable<readonly SrcSetValue[]> {
  if (parts.length === 0) return NO_VALUES
  const urls = parts.map(({ transform }) =>
    transform['width'] === width && transform['height'] === height && transform['format'] === format
      ? src
      : service.getURL(transform, settings),
  )
  const join = (all: readonly string[]) =>
    parts.map(({ transform, descriptor, attributes }, index) => ({
      transform,
      url: all[index] ?? '',
      descriptor,
      attributes,
    }))
  return isSettled(urls) ? join(urls) : Promise.all(urls.map(async (url) => url)).then(join)
}

function isSettled(urls: readonly Awaitable<string>[]): urls is readonly string[] {
  return !urls.some(isThenable)
}

const NO_VALUES: readonly SrcSetValue[] = []

function toSrcSet(values: readonly SrcSetValue[]): string {
  return values.map(({ url, descriptor }) => `${url} ${descriptor}`).join(', ')
}
