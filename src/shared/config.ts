import type { InlineConfig } from 'vite'
import type { Manifest, Redirect, TrailingSlash } from './types.ts'

/** `ssr-pages.config.{ts,mts,cts,mjs,js,cjs}`. All paths are relative to the project's root. */
export interface Config {
  /** Folder that holds `pages/`. (default: `'src'`) */
  srcDir?: string
  /**
   * Where the build writes `pages/` and `client/`; its other contents are left alone. (default:
   * `'dist'`)
   */
  outDir?: string
  /** Files copied as they are to the root of the site. (default: `'public'`) */
  publicDir?: string
  /**
   * When pages are rendered that do not say it themselves by `export const prerender`: for each
   * request, or with `'static'` once, at build. (default: `'server'`)
   */
  output?: 'server' | 'static'
  /** URL path of the site when a proxy or CDN serves it below one: `/docs`. (default: `'/'`) */
  base?: string
  /** The site's public URL, for `Astro.site`: `https://example.com`. (default: none) */
  site?: string
  /**
   * Whether paths end with a slash: `'always'` and `'never'` redirect to the one spelling. Names of
   * files, as `/feed.xml`, never do. (default: `'ignore'`: both answer)
   */
  trailingSlash?: TrailingSlash
  /**
   * Old paths and where they lead: `{ '/old/[slug]': '/new/[slug]', '/away': { status: 302,
   * destination: 'https://example.com' } }`. Paths of this site stay below its base. (default:
   * none)
   */
  redirects?: Readonly<Record<string, string | Redirect>>
  /**
   * How scoped styles select: `:where(.astro-x)`, `.astro-x` or `[data-astro-cid-x]`. (default:
   * `'where'`)
   */
  scopedStyleStrategy?: 'where' | 'class' | 'attribute'
  /**
   * What is left of the whitespace between elements: `'html'` makes one space of each run of it,
   * `'jsx'` drops what has a line break in it, as JSX does. (default: all of it)
   */
  compact?: 'html' | 'jsx'
  /**
   * `null` says that `src/fetch` is a module like others: in Astro 7 it would be its request
   * pipeline, which is not here. (default: an error, when that file has a default export)
   */
  fetchFile?: null
  /** Writes the build in the form a host other than Node wants. (default: none, Node) */
  adapter?: Adapter
  /** Merged into the Vite configuration of the build. https://vite.dev/config/ */
  vite?: InlineConfig
}

/** A module for a host that has no `node_modules`. */
export interface HostModule {
  /** Its code; what it imports is a package or an absolute path. */
  readonly code: string
  /** Packages that stay imports. (default: none) */
  readonly external?: readonly string[]
}

/** A file of a bundle. */
export interface BuiltFile {
  /** Relative, with forward slashes. */
  readonly path: string
  readonly content: string | Uint8Array
}

/** What an adapter is told when the pages are built and in place. Paths are absolute. */
export interface AdapterBuild {
  readonly root: string
  readonly pagesDir: string
  readonly clientDir: string
  readonly manifest: Manifest
  /** Name and version of this package: `ssr-pages@1.2.3`. */
  readonly generator: string
  /**
   * Bundles a module with all that it imports, packages as well; what it imports dynamically, such as
   * the modules of `_site.mjs`, becomes files of its own.
   *
   * @param module - The module.
   * @returns `entry.mjs` and what it needs.
   */
  bundle(module: HostModule): Promise<readonly BuiltFile[]>
  /**
   * Tells the user what may be wrong, without failing the build.
   *
   * @param message - One sentence.
   */
  warn(message: string): void
}

/** A host's own form of the build. */
export interface Adapter {
  readonly name: string
  /** Called once after a build; what it throws fails the build. */
  done(build: AdapterBuild): void | Promise<void>
}

/** What a configuration file may export: a function is told what Vite tells its own. */
export type ConfigExport =
  | Config
  | Promise<Config>
  | ((env: { command: 'serve' | 'build'; mode: string }) => Config | Promise<Config>)

/**
 * Types a configuration file; gives it back unchanged.
 *
 * @param config - The configuration.
 * @returns The same object.
 */
export function defineConfig(config: Config): Config
export function defineConfig(config: ConfigExport): ConfigExport
export function defineConfig(config: ConfigExport): ConfigExport {
  return config
}
