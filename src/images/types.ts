import type { ImageSettings } from '../shared/image-settings.ts'
import type { ImportedImage } from '../shared/imported-image.ts'

/** The options of one image: attributes of `<Image>`, or the argument of `getImage()`. */
export interface ImageProps {
  [name: string]: unknown
}

/** Options of which the source is known, and whose sizes are numbers if they are there. */
export interface ResolvedImage extends ImageProps {
  src: ImportedImage | string
}

/** One value of `srcset` before it has a URL. */
export interface SrcSetPart {
  readonly transform: ResolvedImage
  readonly descriptor?: string | undefined
  readonly attributes?: Readonly<Record<string, unknown>> | undefined
}

/** One value of `srcset`. */
export interface SrcSetValue extends SrcSetPart {
  readonly url: string
}

/** What `getImage()` returns. */
export interface GetImageResult {
  readonly rawOptions: ResolvedImage
  readonly options: ResolvedImage
  readonly src: string
  readonly srcSet: { readonly values: readonly SrcSetValue[]; readonly attribute: string }
  /** The attributes of `<img>`, without `src` and `srcset`. */
  readonly attributes: Readonly<Record<string, unknown>>
}

/** A value, or a promise of it. */
export type Awaitable<Value> = Value | Promise<Value>

/** An image service, in the form of Astro's. */
export interface ImageService {
  validateOptions?(options: ResolvedImage, settings: ImageSettings): Awaitable<ResolvedImage>
  getSrcSet?(options: ResolvedImage, settings: ImageSettings): Awaitable<readonly SrcSetPart[]>
  getURL(options: ResolvedImage, settings: ImageSettings): Awaitable<string>
  getHTMLAttributes?(
    options: ResolvedImage,
    settings: ImageSettings,
  ): Awaitable<Readonly<Record<string, unknown>>>
}
