/// <reference types="vite/client" />

// What nobody described is not checked: a component without `interface Props` takes any attribute.
declare const Astro: Readonly<
  import('ssr-pages').AstroGlobal<Record<string, any>, (props: Record<string, any>) => any>
>

// The language tools read the file itself; tsc, which knows no .astro files, has this.
declare module '*.astro' {
  const component: (props: Record<string, any>) => any
  export default component
}

declare module '*.html' {
  const component: (props: Record<string, any>) => any
  export default component
}

// The language tools look for AstroGlobal here, and pages that were Astro's for APIRoute and the like.
declare module 'astro' {
  export type * from 'ssr-pages'
}

declare module 'astro/types' {
  type Elements = astroHTML.JSX.IntrinsicElements
  type Directive = Exclude<keyof astroHTML.JSX.AstroBuiltinAttributes, 'class:list'>

  /** The name of an HTML or SVG element. */
  export type HTMLTag = keyof { [Tag in keyof Elements as string extends Tag ? never : Tag]: 0 }
  /** What may be written on an element: `interface Props extends HTMLAttributes<'a'> {}`. */
  export type HTMLAttributes<Tag extends HTMLTag> = Omit<Elements[Tag], Directive>
  /** Props of another component: `ComponentProps<typeof Button>`. */
  export type ComponentProps<Component extends (props: any) => any> = Parameters<Component>[0]
}

// The language tools bring the elements and their attributes; these are missing there.
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
