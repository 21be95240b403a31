/// <reference types="vite/client" />

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

declare module 'astro/types' {
  type Elements = astroHTML.JSX.IntrinsicElements
  type Directive = Exclude<keyof astroHTML.JSX.AstroBuiltinAttributes, 'class:list'>

  /** The name of an HTML or SVG element. */
  export type HTMLTag = keyof { [Tag in keyof Elements as string extends Tag ? never : Tag]: 0 }
  /** The attributes of an element: `interface Props extends HTMLAttributes<'a'> {}`. */
  export type HTMLAttributes<Tag extends HTMLTag> = Omit<Elements[Tag], Directive>
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
