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
declare module 'astro:transitions' {
  export * from 'ssr-pages/transitions'
}

declare module 'astro:config/client' {
  export const base: string
  export const site: string | undefined
  export const trailingSlash: 'always' | 'never' | 'ignore'
  export const compressHTML: boolean | 'jsx'
  export const i18n: undefined
  export const image: { objectFit: undefined; objectPosition: undefined; layout: undefined }
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
  /** Props of another component: `ComponentProps<typeof Button>`. */
  export type ComponentProps<Component extends (props: any) => any> = Parameters<Component>[0]
}

// The language tools declare elements and attributes; these attributes are missing there.
declare namespace astroHTML.JSX {
  interface AstroBuiltinAttributes {
    'transition:name'?: string
    'transition:animate'?: 'none'
    'transition:persist'?: boolean | string
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
  const image: ImageMetadata
  export default image
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
