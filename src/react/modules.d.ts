// Modules that exist only in a site with `@astrojs/react`; src/plugin/react-server.ts resolves them.

declare module 'virtual:ssr-pages/react/server.js' {
  interface Renderer {
    renderToStaticMarkup(
      this: unknown,
      component: unknown,
      props: unknown,
      slots: unknown,
      metadata: unknown,
    ): Promise<{ html: string; attrs: Record<string, unknown> }>
  }
  const renderer: Renderer
  export default renderer
}

declare module 'virtual:ssr-pages/react/static-html.js' {
  import type { FunctionComponent } from 'react'

  /** The HTML of a slot in an element of its own. */
  const StaticHtml: FunctionComponent<{ value: string; name?: string; hydrate: boolean }>
  export default StaticHtml
}

declare module 'virtual:ssr-pages/react/vnode-children.js' {
  import type { ReactNode } from 'react'

  /** Turns HTML into elements. */
  export default function convert(html: string): ReactNode
}

declare module 'virtual:ssr-pages/react/options' {
  const options: {
    readonly experimentalReactChildren?: boolean
    readonly experimentalDisableStreaming?: boolean
  }
  export default options
}
