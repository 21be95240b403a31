/** How an image takes the width of the page. */
export type ImageLayout = 'constrained' | 'fixed' | 'full-width' | 'none'

/** Which URLs of other hosts are images of the site. A missing part allows every value. */
export interface RemotePattern {
  /** `https` */
  readonly protocol?: string | undefined
  /** `*.example.com` allows one more label, `**.example.com` any number. */
  readonly hostname?: string | undefined
  readonly port?: string | undefined
  /** `/photos/*` allows one more segment, `/photos/**` any number. */
  readonly pathname?: string | undefined
}

/** The image service by its module, and its options. */
export interface ImageServiceOption {
  readonly entrypoint: string
  readonly config: Readonly<Record<string, unknown>>
}

/** The option `image` of the configuration. */
export interface ImageOptions {
  /** `sharpImageService()` or `passthroughImageService()`. (default: sharp) */
  service?: { readonly entrypoint: string; readonly config?: unknown }
  /** Where images are made: the path below the base. (default: `{ route: '/_image' }`) */
  endpoint?: { readonly route?: string; readonly entrypoint?: string | undefined }
  /** Hosts of remote images: `['images.example.com']`. (default: none) */
  domains?: readonly string[]
  /** URLs of remote images. (default: none) */
  remotePatterns?: readonly RemotePattern[]
  /** The layout of every image that names none. (default: `'none'`) */
  layout?: ImageLayout
  /** Value of `fit` for images with a layout. (default: `'cover'`) */
  objectFit?: string
  /** Value of `position` for images with a layout. (default: `'center'`) */
  objectPosition?: string
  /** The widths that layouts choose from. (default: 640 to 2560, eight of them) */
  breakpoints?: readonly number[]
  /** True to link the styles that layouts need. (default: `false`) */
  responsiveStyles?: boolean
  /** True to let the service read SVG files. (default: `false`, they are served as they are) */
  dangerouslyProcessSVG?: boolean
}

/** {@link ImageOptions} with all defaults, in the form of Astro's `imageConfig`. */
export interface ImageSettings {
  readonly endpoint: { readonly route: string; readonly entrypoint?: string | undefined }
  readonly service: ImageServiceOption
  readonly dangerouslyProcessSVG: boolean
  readonly domains: readonly string[]
  readonly remotePatterns: readonly RemotePattern[]
  readonly layout?: ImageLayout | undefined
  readonly objectFit?: string | undefined
  readonly objectPosition?: string | undefined
  readonly breakpoints?: readonly number[] | undefined
  readonly responsiveStyles: boolean
}

/** The images of one build: part of its manifest and of its modules, never of browser files. */
export interface SiteImages {
  /** Names the build to the image host of its server. */
  readonly id: string
  /** Signs the URLs of images, unless `SSR_PAGES_KEY` is set where the pages run. */
  readonly key: string
  /** URL path that the site is built for; starts and ends with `/`. */
  readonly base: string
  readonly settings: ImageSettings
}

/** The module of the image service that resizes images. */
export const SHARP_SERVICE = 'astro/assets/services/sharp'

/** The module of the image service that leaves images as they are. */
export const PASSTHROUGH_SERVICE = 'astro/assets/services/noop'

/**
 * Applies the defaults of the option `image`.
 *
 * @param options - The option, already checked. (default: all defaults)
 */
export function toImageSettings(options: ImageOptions = {}): ImageSettings {
  const { service, endpoint, ...rest } = options
  const config = service?.config
  return {
    ...rest,
    endpoint: { ...endpoint, route: endpoint?.route ?? '/_image' },
    service: {
      entrypoint: service?.entrypoint ?? SHARP_SERVICE,
      config: typeof config === 'object' && config !== null ? { ...config } : {},
    },
    dangerouslyProcessSVG: options.dangerouslyProcessSVG ?? false,
    domains: options.domains ?? [],
    remotePatterns: options.remotePatterns ?? [],
    responsiveStyles: options.responsiveStyles ?? false,
  }
}
