/// <reference types="vite/types/importMeta.d.ts" />

// A component without `interface Props` accepts any attribute.
declare const Astro: Readonly<
  import('ssr-pages').AstroGlobal<Record<string, any>, (props: Record<string, any>) => any>
>

// For tsc, which does not read .astro files. The language tools read the file itself.
declare module '*.astro' {
  const component: (props: Record<string, any>) => any
  export default component
}

declare module '*.html' {
  const component: (props: Record<string, any>) => any
  export default component
}

// What each kind of Markdown file below has.
declare module 'ssr-pages:markdown' {
  type Text = import('ssr-pages').MarkdownInstance<Record<string, any>>
  export const frontmatter: Text['frontmatter']
  export const file: Text['file']
  export const url: Text['url']
  export const getHeadings: Text['getHeadings']
  export const rawContent: Text['rawContent']
  export const compiledContent: Text['compiledContent']
  export const Content: Text['Content']
  const component: Text['default']
  export default component
}

declare module '*.md' {
  export * from 'ssr-pages:markdown'
  export { default } from 'ssr-pages:markdown'
}

declare module '*.markdown' {
  export * from 'ssr-pages:markdown'
  export { default } from 'ssr-pages:markdown'
}

declare module '*.mdown' {
  export * from 'ssr-pages:markdown'
  export { default } from 'ssr-pages:markdown'
}

declare module '*.mkdn' {
  export * from 'ssr-pages:markdown'
  export { default } from 'ssr-pages:markdown'
}

declare module '*.mkd' {
  export * from 'ssr-pages:markdown'
  export { default } from 'ssr-pages:markdown'
}

declare module '*.mdwn' {
  export * from 'ssr-pages:markdown'
  export { default } from 'ssr-pages:markdown'
}

declare module '*.mdx' {
  type Text = import('ssr-pages').MDXInstance<Record<string, any>>
  export const frontmatter: Text['frontmatter']
  export const file: Text['file']
  export const url: Text['url']
  export const getHeadings: Text['getHeadings']
  export const components: Text['components']
  export const Content: import('ssr-pages').MDXContent
  const component: import('ssr-pages').MDXContent
  export default component
}

// The language tools look up AstroGlobal here; pages written for Astro import APIRoute and other types.
declare module 'astro' {
  export type * from 'ssr-pages'
}

declare module 'astro/config' {
  export * from 'ssr-pages/config'
}
declare module 'astro/errors' {
  export * from 'ssr-pages/errors'
}
declare module 'astro/middleware' {
  export * from 'ssr-pages/middleware'
}
declare module 'astro:middleware' {
  export * from 'ssr-pages/middleware'
}
declare module 'astro/components' {
  export * from 'ssr-pages/components'
}
declare module 'astro:components' {
  export * from 'ssr-pages/components'
}
declare module 'astro/jsx-runtime' {
  export * from 'ssr-pages/jsx-runtime'
}
declare module 'astro/compiler-runtime' {
  export * from 'ssr-pages/compiler-runtime'
}
declare module 'astro/runtime/server/index.js' {
  export * from 'ssr-pages/runtime/server/index.js'
}
declare module 'astro/zod' {
  export * from 'ssr-pages/zod'
}
declare module 'astro:schema' {
  export * from 'ssr-pages/zod'
}
declare module 'astro/content/runtime' {
  export * from 'ssr-pages/content/runtime'
}
declare module 'astro/content/config' {
  export * from 'ssr-pages/content/config'
}
declare module 'astro/loaders' {
  export * from 'ssr-pages/loaders'
}

declare module 'astro:content' {
  import type {
    Loader,
    LiveLoader,
    LiveDataEntry,
    LiveDataCollectionResult,
    LiveDataEntryResult,
  } from 'astro/loaders'

  /** The collections of the project; `ssr-pages-env.d.ts` adds them. */
  interface DataEntryMap {}
  /** The type of `src/content.config`; `ssr-pages-env.d.ts` adds it. */
  interface ContentConfig {}
  /** The type of `src/live.config`; `ssr-pages-env.d.ts` adds it. */
  interface LiveContentConfig {}

  /** The name of a collection. */
  export type CollectionKey = keyof DataEntryMap
  /** An entry of a collection: `CollectionEntry<'blog'>`. */
  export type CollectionEntry<C extends CollectionKey> = ValueOf<DataEntryMap[C]>
  /** What `reference()` becomes. */
  export type ReferenceDataEntry<C extends CollectionKey> = { collection: C; id: string }

  interface DataEntry<C, Data> {
    id: string
    collection: C
    data: Data
    /** The text, without its frontmatter. */
    body?: string
    rendered?: RenderedContent
    /** Relative to the root. */
    filePath?: string
    digest?: string | number
  }

  export interface RenderedContent {
    html: string
    metadata?: { imagePaths?: string[]; [key: string]: unknown }
  }

  /** What `render()` gives. */
  export interface RenderResult {
    Content: (props: Record<string, any>) => any
    headings: { depth: number; slug: string; text: string }[]
    remarkPluginFrontmatter: Record<string, any>
  }

  type ValueOf<T> = T extends Record<string, infer Value> ? Value : never
  type Collections = ContentConfig extends { collections: infer All } ? All : never
  type CollectionOf<C> = C extends keyof Collections ? Collections[C] : never
  type Returned<T> = T extends (...args: any[]) => infer Result ? Result : T
  type Output<S> = S extends { readonly '~standard': { readonly types?: infer Types } }
    ? NonNullable<Types> extends { readonly output: infer Value }
      ? Value
      : any
    : any
  /** What the schema of a collection makes of an entry. */
  export type InferEntrySchema<C> =
    CollectionOf<C> extends { schema?: infer S } ? Output<Returned<NonNullable<S>>> : any
  /** What the schema of a loader makes of an entry. */
  export type InferLoaderSchema<C> =
    CollectionOf<C> extends { loader: { schema?: infer S } } ? Output<NonNullable<S>> : any

  /** A schema of Zod, or of any library that implements Standard Schema. */
  export type BaseSchema = {
    readonly '~standard': {
      readonly version: 1
      readonly vendor: string
      readonly validate: (value: unknown) => any
      readonly types?: { readonly input: unknown; readonly output: unknown } | undefined
    }
  }
  /** Marks the path of an image, which becomes what an import of the image gives. */
  export type ImageFunction = () => import('astro/zod').ZodType<ImageMetadata, string>
  export interface SchemaContext {
    image: ImageFunction
  }

  type ReturnedEntries =
    | readonly { id: string }[]
    | Readonly<Record<string, Readonly<Record<string, unknown>>>>

  export function defineCollection<
    S extends BaseSchema,
    L extends Loader | (() => ReturnedEntries | Promise<ReturnedEntries>),
  >(collection: {
    loader: L
    schema?: S | ((context: SchemaContext) => S)
    type?: never
  }): { loader: L; schema?: S | ((context: SchemaContext) => S) }

  export function defineLiveCollection<
    L extends LiveLoader<any, any, any, any>,
    S extends BaseSchema | undefined = undefined,
  >(collection: { loader: L; schema?: S; type?: 'live' }): { loader: L; schema?: S; type: 'live' }

  /** Names an entry of a collection: its id becomes `{ collection, id }`, which `getEntry()` takes. */
  export function reference<C extends CollectionKey | (string & {})>(
    collection: C,
  ): import('astro/zod').ZodType<
    C extends CollectionKey ? ReferenceDataEntry<C> : never,
    string | number | { id: string; collection: string } | { slug: string; collection: string }
  >

  export function getCollection<C extends CollectionKey, E extends CollectionEntry<C>>(
    collection: C,
    filter?: (entry: CollectionEntry<C>) => entry is E,
  ): Promise<E[]>
  export function getCollection<C extends CollectionKey>(
    collection: C,
    filter?: (entry: CollectionEntry<C>) => unknown,
  ): Promise<CollectionEntry<C>[]>

  export function getEntry<C extends CollectionKey>(
    reference: ReferenceDataEntry<C>,
  ): Promise<CollectionEntry<C> | undefined>
  export function getEntry<C extends CollectionKey>(
    collection: C,
    id: string,
  ): Promise<CollectionEntry<C> | undefined>

  export function getEntries<C extends CollectionKey>(
    references: readonly ReferenceDataEntry<C>[],
  ): Promise<CollectionEntry<C>[]>

  export function render(entry: DataEntry<any, any> | LiveDataEntry<any>): Promise<RenderResult>

  type LiveCollections = LiveContentConfig extends { collections: infer All } ? All : {}
  type LiveOf<C> = C extends keyof LiveCollections ? LiveCollections[C] : never
  type LiveLoaderOf<C> = LiveOf<C> extends { loader: infer L } ? L : never
  type LiveData<C> =
    LiveOf<C> extends { schema?: infer S }
      ? [NonNullable<S>] extends [never]
        ? LiveLoaderOf<C> extends LiveLoader<infer Data, any, any, any>
          ? Data
          : never
        : Output<NonNullable<S>>
      : never
  type LiveEntryFilter<C> =
    LiveLoaderOf<C> extends LiveLoader<any, infer Filter, any, any> ? Filter : never
  type LiveFilter<C> =
    LiveLoaderOf<C> extends LiveLoader<any, any, infer Filter, any> ? Filter : never
  type LiveError<C> =
    LiveLoaderOf<C> extends LiveLoader<any, any, any, infer Failure> ? Failure : never

  export function getLiveCollection<C extends keyof LiveCollections>(
    collection: C,
    filter?: LiveFilter<C>,
  ): Promise<LiveDataCollectionResult<LiveData<C>, LiveError<C>>>

  export function getLiveEntry<C extends keyof LiveCollections>(
    collection: C,
    filter: string | LiveEntryFilter<C>,
  ): Promise<LiveDataEntryResult<LiveData<C>, LiveError<C>>>

  /** @deprecated Import `z` from 'astro/zod'. */
  export const z: typeof import('astro/zod').z
  /** @deprecated Call `getEntry()`. */
  export const getEntryBySlug: (...args: any[]) => never
  /** @deprecated Call `getEntry()`. */
  export const getDataEntryById: (...args: any[]) => never
}

declare module 'astro:prefetch' {
  export { prefetch } from 'ssr-pages/prefetch'
}

declare module 'astro:assets' {
  type Attributes = Omit<
    import('astro/types').HTMLAttributes<'img'>,
    'src' | 'width' | 'height' | 'alt'
  >
  type Text<Names extends string> = Names | (string & {})
  type ImageOutputFormat = Text<'avif' | 'png' | 'webp' | 'jpeg' | 'jpg' | 'svg'>
  type Sized<Props> = Props & { width: Size; height: Size }
  type Size = number | `${number}`
  type SharedProps<Base> = Base & {
    /** In pixels. Without it, it follows from the height. */
    width?: Size
    /** In pixels. Without it, it follows from the width. */
    height?: Size
    /** (default: `'webp'`; a drawing stays `'svg'`) */
    format?: ImageOutputFormat
    /** 1 to 100, or a name. (default: that of the format) */
    quality?: Text<'low' | 'mid' | 'high' | 'max'> | number
    /** True for an image that is seen at once: it is loaded before others. (default: `false`) */
    priority?: boolean
    /** How the image is cropped if its ratio changes. */
    fit?: Text<'fill' | 'contain' | 'cover' | 'none' | 'scale-down'>
    /** Which part is kept: `center top`. */
    position?: string
    /** A CSS color in place of transparency. */
    background?: string
  } & (
      | {
          layout?: 'constrained' | 'fixed' | 'full-width' | 'none'
          /** Widths for `srcset`. */
          widths?: number[]
          densities?: never
        }
      | {
          /** Densities for `srcset`: `[1.5, 2]`. */
          densities?: (number | `${number}x`)[]
          widths?: never
          layout?: never
        }
    )
  /** The attributes of an imported image. */
  type LocalImageProps<Base = ImgProps> = SharedProps<Base> & {
    src: ImageMetadata | Promise<{ default: ImageMetadata }>
  }
  /** The attributes of an image with a URL. */
  type RemoteImageProps<Base = ImgProps> =
    | (SharedProps<Base> & { src: string; inferSize: true })
    | (Sized<SharedProps<Base>> & { src: string; inferSize?: false | undefined })
  type ImgProps = Attributes & {
    /** Describes the image to those who do not see it; `""` if it only decorates. */
    alt: string
  }
  type PictureProps = (LocalImageProps | RemoteImageProps) & {
    /** (default: `['webp']`) */
    formats?: ImageOutputFormat[]
    fallbackFormat?: ImageOutputFormat
    pictureAttributes?: import('astro/types').HTMLAttributes<'picture'>
  }
  type ImageTransform = { src: ImageMetadata | string; [key: string]: any }
  interface GetImageResult {
    rawOptions: ImageTransform
    options: ImageTransform
    src: string
    srcSet: {
      values: {
        transform: ImageTransform
        url: string
        descriptor?: string
        attributes?: Record<string, any>
      }[]
      attribute: string
    }
    attributes: Record<string, any>
  }
  type GetImageOptions = SharedProps<{ [key: string]: any }> & {
    src: ImageMetadata | string | Promise<{ default: ImageMetadata }>
    inferSize?: boolean
  }
  /** Prints an image in the size and the format that the page needs. */
  export const Image: (props: LocalImageProps | RemoteImageProps) => any
  /** Prints an image in several formats. */
  export const Picture: (props: PictureProps) => any
  /** Returns the URLs and attributes of an image. */
  export const getImage: (options: GetImageOptions) => Promise<GetImageResult>
  /** Reads the size of a remote image that the configuration allows. */
  export const inferRemoteSize: (url: string) => Promise<{
    width: number
    height: number
    format?: string
  }>
  /** The option `image` of the configuration, with all defaults. */
  export const imageConfig: Readonly<Record<string, any>>
  export const getConfiguredImageService: () => Promise<Record<string, any>>
  export const isLocalService: (service: unknown) => boolean
  export { LocalImageProps, RemoteImageProps, ImageOutputFormat, GetImageResult, ImageTransform }
}
declare module 'astro/assets' {
  export * from 'ssr-pages/assets/service'
}
declare module 'astro/assets/utils' {
  export * from 'ssr-pages/assets/utils'
}
declare module 'astro/assets/services/sharp' {
  export { default } from 'ssr-pages/assets/services/sharp'
}
declare module 'astro/assets/services/noop' {
  export { default } from 'ssr-pages/assets/services/noop'
}
declare module 'astro/components/Image.astro' {
  export { Image as default } from 'astro:assets'
}
declare module 'astro/components/Picture.astro' {
  export { Picture as default } from 'astro:assets'
}

declare module 'astro:transitions' {
  export * from 'ssr-pages/transitions'
  /** Lets browsers exchange pages by a script, with the transitions of both. */
  export const ClientRouter: (props: { fallback?: 'none' | 'animate' | 'swap' }) => any
}
declare module 'astro:transitions/client' {
  export * from 'ssr-pages/transitions/client'
}

// The events of the client router.
interface DocumentEventMap {
  'astro:before-preparation': import('ssr-pages/transitions/client').TransitionBeforePreparationEvent
  'astro:after-preparation': Event
  'astro:before-swap': import('ssr-pages/transitions/client').TransitionBeforeSwapEvent
  'astro:after-swap': Event
  'astro:page-load': Event
}

declare module 'astro:env/client' {
  // `ssr-pages-env.d.ts` adds the variables of the project.
}

declare module 'astro:env/server' {
  /** Returns a variable of the server's environment, whether or not `env.schema` has it. */
  export const getSecret: (key: string) => string | undefined
}

declare module 'astro:assets' {
  /** The properties of the families of `fonts`; filled in by `ssr-pages-env.d.ts`. */
  interface FontVariables {}
  /** The property of a family of `fonts` in the configuration. */
  export type CssVariable = keyof FontVariables extends never ? string : keyof FontVariables
  /** Links the stylesheet of a family of fonts, and the files that browsers load at once. */
  export const Font: (props: {
    cssVariable: CssVariable
    preload?: import('ssr-pages/runtime').PreloadFilter
  }) => any
  /** The faces of each family of fonts by its property. */
  export const fontData: Readonly<
    Record<CssVariable, readonly import('ssr-pages/runtime').FontData[]>
  >
}

declare module 'astro:config/client' {
  export const base: string
  export const site: string | undefined
  export const trailingSlash: 'always' | 'never' | 'ignore'
  export const compressHTML: boolean | 'jsx'
  export const i18n: undefined
  export const image: {
    objectFit: string | undefined
    objectPosition: string | undefined
    layout: 'constrained' | 'fixed' | 'full-width' | 'none' | undefined
  }
  export const build: { readonly format: 'directory' }
}

declare module 'astro:config/server' {
  export { base, compressHTML, i18n, image, site, trailingSlash } from 'astro:config/client'
  export const root: URL
  export const srcDir: URL
  export const publicDir: URL
  export const outDir: URL
  export const cacheDir: URL
  export const build: {
    readonly format: 'directory'
    readonly server: URL
    readonly client: URL
    readonly assetsPrefix: undefined
  }
}

declare module 'astro/types' {
  type Elements = astroHTML.JSX.IntrinsicElements
  type Directive = Exclude<keyof astroHTML.JSX.AstroBuiltinAttributes, 'class:list'>

  /** The name of an HTML or SVG element. */
  export type HTMLTag = keyof { [Tag in keyof Elements as string extends Tag ? never : Tag]: 0 }
  /** The attributes of an element: `interface Props extends HTMLAttributes<'a'> {}`. */
  export type HTMLAttributes<Tag extends HTMLTag> = Omit<Elements[Tag], Directive>
  /** The name of a CSS property. */
  export type CSSProperty = string
  /** The attributes of the element that `as` names: `Polymorphic<{ as: Tag }>`. */
  export type Polymorphic<Props extends { as: HTMLTag }> = Omit<Props, 'as'> & {
    as?: Props['as']
  } & Omit<HTMLAttributes<Props['as']>, 'as'>
  /** An imported drawing: its props take the place of the attributes of its root element. */
  export type SvgComponent = (props: HTMLAttributes<'svg'>) => any
  /** Props of another component: `ComponentProps<typeof Button>`. */
  export type ComponentProps<Component extends (props: any) => any> = Parameters<Component>[0]
}

// The language tools declare elements and attributes; these attributes are missing there.
declare namespace astroHTML.JSX {
  interface AstroBuiltinAttributes {
    'transition:name'?: string
    'transition:animate'?:
      | 'initial'
      | 'fade'
      | 'slide'
      | 'none'
      | import('ssr-pages/transitions').TransitionDirectionalAnimations
      | Readonly<Record<string, import('ssr-pages/transitions').TransitionAnimationPair>>
    'transition:persist'?: boolean | string
    'transition:persist-props'?: boolean | string
  }
  interface SlotHTMLAttributes {
    'is:inline'?: boolean
  }
  interface IntrinsicElements {}
}

/** An imported image. As a string it is its address. */
interface ImageMetadata {
  src: string
  width: number
  height: number
  format: string
}

declare module '*.apng' {
  const image: ImageMetadata
  export default image
}
declare module '*.avif' {
  const image: ImageMetadata
  export default image
}
declare module '*.gif' {
  const image: ImageMetadata
  export default image
}
declare module '*.jpeg' {
  const image: ImageMetadata
  export default image
}
declare module '*.jpg' {
  const image: ImageMetadata
  export default image
}
declare module '*.png' {
  const image: ImageMetadata
  export default image
}
declare module '*.svg' {
  const drawing: import('astro/types').SvgComponent & ImageMetadata
  export default drawing
}
declare module '*.tiff' {
  const image: ImageMetadata
  export default image
}
declare module '*.webp' {
  const image: ImageMetadata
  export default image
}

// Other files: their address, or their text.
declare module '*.aac' {
  const text: string
  export default text
}
declare module '*.bmp' {
  const text: string
  export default text
}
declare module '*.cur' {
  const text: string
  export default text
}
declare module '*.eot' {
  const text: string
  export default text
}
declare module '*.flac' {
  const text: string
  export default text
}
declare module '*.ico' {
  const text: string
  export default text
}
declare module '*.jfif' {
  const text: string
  export default text
}
declare module '*.jxl' {
  const text: string
  export default text
}
declare module '*.m4a' {
  const text: string
  export default text
}
declare module '*.mov' {
  const text: string
  export default text
}
declare module '*.mp3' {
  const text: string
  export default text
}
declare module '*.mp4' {
  const text: string
  export default text
}
declare module '*.ogg' {
  const text: string
  export default text
}
declare module '*.opus' {
  const text: string
  export default text
}
declare module '*.otf' {
  const text: string
  export default text
}
declare module '*.pdf' {
  const text: string
  export default text
}
declare module '*.pjp' {
  const text: string
  export default text
}
declare module '*.pjpeg' {
  const text: string
  export default text
}
declare module '*.ttf' {
  const text: string
  export default text
}
declare module '*.txt' {
  const text: string
  export default text
}
declare module '*.vtt' {
  const text: string
  export default text
}
declare module '*.wav' {
  const text: string
  export default text
}
declare module '*.webm' {
  const text: string
  export default text
}
declare module '*.webmanifest' {
  const text: string
  export default text
}
declare module '*.woff' {
  const text: string
  export default text
}
declare module '*.woff2' {
  const text: string
  export default text
}
declare module '*?url' {
  const text: string
  export default text
}
declare module '*?raw' {
  const text: string
  export default text
}
declare module '*?inline' {
  const text: string
  export default text
}
declare module '*?no-inline' {
  const text: string
  export default text
}
declare module '*?url&inline' {
  const text: string
  export default text
}
declare module '*?url&no-inline' {
  const text: string
  export default text
}
declare module '*?worker&url' {
  const text: string
  export default text
}
declare module '*?sharedworker&url' {
  const text: string
  export default text
}

// Stylesheets.
declare module '*.module.css' {
  const classes: Readonly<Record<string, string>>
  export default classes
}
declare module '*.module.less' {
  const classes: Readonly<Record<string, string>>
  export default classes
}
declare module '*.module.pcss' {
  const classes: Readonly<Record<string, string>>
  export default classes
}
declare module '*.module.sass' {
  const classes: Readonly<Record<string, string>>
  export default classes
}
declare module '*.module.scss' {
  const classes: Readonly<Record<string, string>>
  export default classes
}
declare module '*.module.sss' {
  const classes: Readonly<Record<string, string>>
  export default classes
}
declare module '*.module.styl' {
  const classes: Readonly<Record<string, string>>
  export default classes
}
declare module '*.module.stylus' {
  const classes: Readonly<Record<string, string>>
  export default classes
}
declare module '*.css' {}
declare module '*.less' {}
declare module '*.pcss' {}
declare module '*.sass' {}
declare module '*.scss' {}
declare module '*.sss' {}
declare module '*.styl' {}
declare module '*.stylus' {}
declare module '*.wasm' {}

declare module '*?worker' {
  const Constructor: new (options?: { name?: string }) => Worker
  export default Constructor
}
declare module '*?worker&inline' {
  const Constructor: new (options?: { name?: string }) => Worker
  export default Constructor
}
declare module '*?sharedworker' {
  const Constructor: new (options?: { name?: string }) => SharedWorker
  export default Constructor
}
declare module '*?sharedworker&inline' {
  const Constructor: new (options?: { name?: string }) => SharedWorker
  export default Constructor
}
declare module '*.wasm?init' {
  const init: (imports?: WebAssembly.Imports) => Promise<WebAssembly.Instance>
  export default init
}
