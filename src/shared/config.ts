import type { InlineConfig } from 'vite'
import type { ImageOptions } from './image-settings.ts'
import type { EnvOptions } from './environment.ts'
import type { PrefetchOptions } from './prefetch.ts'
import type { SecurityOptions } from './csp.ts'
import type { FontFamily } from './font-family.ts'
import type { IntegrationOption } from './integrations.ts'
import type { MarkdownOptions } from './markdown.ts'
import type { Manifest, Redirect, TrailingSlash } from './types.ts'

/** `ssr-pages.config.{ts,mts,cts,mjs,js,cjs}`. All paths are relative to the project's root. */
export interface Config {
  /** The folder that contains `pages/`. (default: `'src'`) */
  srcDir?: string
  /**
   * The folder of views, which handlers render with `res.render()` and which have no URL.
   * (default: `views` in `srcDir`)
   */
  viewsDir?: string
  /**
   * The folder where the build writes `pages/` and `client/`; its other contents are left alone.
   * (default: `'dist'`)
   */
  outDir?: string
  /**
   * The folder of files that are copied unchanged to the root of the site. (default: `'public'`)
   */
  publicDir?: string
  /**
   * How pages without `export const prerender` are rendered: for each request, or once at build
   * with `'static'`. (default: `'server'`)
   */
  output?: 'server' | 'static'
  /** URL path of the site, if a proxy or CDN serves it below a path: `/docs`. (default: `'/'`) */
  base?: string
  /** The site's public URL, for `Astro.site`: `https://example.com` (default: none). */
  site?: string
  /**
   * Whether paths end with a slash: `'always'` and `'never'` redirect to that spelling. Paths with
   * a file name, such as `/feed.xml`, never do. (default: `'ignore'`, both spellings work)
   */
  trailingSlash?: TrailingSlash
  /**
   * Old paths and their destinations: `{ '/old/[slug]': '/new/[slug]', '/away': { status: 302,
   * destination: 'https://example.com' } }`. Paths of this site stay below its base.
   * (default: none)
   */
  redirects?: Readonly<Record<string, string | Redirect>>
  /**
   * The selector of scoped styles: `:where(.astro-x)`, `.astro-x` or `[data-astro-cid-x]`.
   * (default: `'where'`)
   */
  scopedStyleStrategy?: 'where' | 'class' | 'attribute'
  /**
   * How whitespace between elements is reduced: `'html'` replaces each run of it by one space,
   * `'jsx'` drops runs that contain a line break, as JSX does. (default: not reduced)
   */
  compact?: 'html' | 'jsx'
  /**
   * `null` declares `src/fetch` to be an ordinary module: in Astro 7 it would be the request
   * pipeline, which this package does not have. (default: an error if that file has a default
   * export)
   */
  fetchFile?: null
  /** Writes the build for a host other than a Node server. (default: none) */
  adapter?: Adapter
  /**
   * Integrations of Astro: `[react(), sitemap()]`. Lists may be nested; `false`, `null` and
   * `undefined` are skipped. (default: none)
   */
  integrations?: readonly IntegrationOption[]
  /**
   * How Markdown becomes HTML: the processor with its plugins, and the highlighting of code.
   * (default: `satteri()`, and Shiki with the theme `github-dark`)
   */
  markdown?: MarkdownOptions
  /** The images that `<Image>` and `getImage()` make. (default: sharp makes them, none of other hosts) */
  image?: ImageOptions
  /**
   * The environment variables of the site, which pages import from `astro:env/client` and
   * `astro:env/server`. (default: none)
   */
  env?: EnvOptions
  /** The Content Security Policy of the pages. (default: none) */
  security?: SecurityOptions
  /**
   * Fetches pages before visitors follow the links to them: `true` for links with `data-astro-prefetch`.
   * (default: no page is fetched)
   */
  prefetch?: boolean | PrefetchOptions
  /**
   * Families of fonts, which `<Font>` of `astro:assets` adds to a page. (default: none)
   */
  fonts?: readonly FontFamily[]
  /** Merged into the Vite configuration of the build. https://vite.dev/config/ */
  vite?: InlineConfig
}

/** An entry module for a host without `node_modules`. */
export interface HostModule {
  /** The module's code. Its imports must be packages or absolute paths. */
  readonly code: string
  /** Packages that are not bundled: their imports stay. (default: none) */
  readonly external?: readonly string[]
}

/** A file of a bundle. */
export interface BuiltFile {
  /** Relative path with forward slashes. */
  readonly path: string
  readonly content: string | Uint8Array
}

/** What an adapter receives after the pages have been built. Paths are absolute. */
export interface AdapterBuild {
  readonly root: string
  readonly pagesDir: string
  readonly clientDir: string
  readonly manifest: Manifest
  /** Name and version of this package: `ssr-pages@1.2.3`. */
  readonly generator: string
  /**
   * Bundles a module with everything it imports, including packages. Modules that it imports
   * dynamically, such as those of `_site.mjs`, become separate files.
   *
   * @param module - The module.
   * @returns `entry.mjs` and the files that it needs.
   */
  bundle(module: HostModule): Promise<readonly BuiltFile[]>
  /**
   * Prints a warning; the build goes on.
   *
   * @param message - One sentence.
   */
  warn(message: string): void
}

/** Writes the build in the form that a host needs. */
export interface Adapter {
  readonly name: string
  /** Called once after a build. If it throws, the build fails. */
  done(build: AdapterBuild): void | Promise<void>
}

/** What a configuration file may export. A function receives what Vite passes to its own. */
export type ConfigExport =
  | Config
  | Promise<Config>
  | ((env: { command: 'serve' | 'build'; mode: string }) => Config | Promise<Config>)

/**
 * Provides the types for a configuration file; returns its argument unchanged.
 *
 * @param config - The configuration.
 * @returns The same object.
 */
export function defineConfig(config: Config): Config
export function defineConfig(config: ConfigExport): ConfigExport
export function defineConfig(config: ConfigExport): ConfigExport {
  return config
}
