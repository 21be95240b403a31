import type { AddressInfo } from 'node:net'
import type { InlineConfig, ViteDevServer } from 'vite'
import type { Config } from '../shared/config.ts'
import type { ScriptStage } from '../shared/integrations.ts'

type Fields = Readonly<Record<string, unknown>>

/** The configuration in `astro.config.*`: the keys of {@link Config}, and all others of Astro. */
export interface AstroUserConfig extends Omit<Config, 'adapter' | 'compact' | 'output'> {
  adapter?: unknown
  output?: 'server' | 'static' | undefined
  [key: string]: unknown
}

/** The configuration that integrations receive: folders are URLs that end in `/`. */
export interface AstroConfig {
  root: URL
  srcDir: URL
  publicDir: URL
  outDir: URL
  cacheDir: URL
  base: string
  site?: string
  output: 'server' | 'static'
  trailingSlash: 'always' | 'never' | 'ignore'
  build: { format: string; client: URL; server: URL; assets: string; [key: string]: unknown }
  vite: InlineConfig
  integrations: AstroIntegration[]
  [key: string]: unknown
}

/** Prints messages with the name of an integration in front. */
export interface AstroIntegrationLogger {
  label: string
  fork(label: string): AstroIntegrationLogger
  info(message: string): void
  warn(message: string): void
  error(message: string): void
  debug(message: string): void
}

/** The two modules of a framework. */
export interface AstroRenderer {
  name: string
  serverEntrypoint: string | URL
  clientEntrypoint?: string | URL
}

/** A custom `client:` directive. */
export interface ClientDirectiveConfig {
  name: string
  entrypoint: string | URL
}

/** The description that an adapter of Astro gives of itself. */
export type AstroAdapter = Fields & { readonly name: string }

/** A route of the site, as integrations see it. */
export interface IntegrationResolvedRoute {
  pattern: string
  entrypoint: string
  type: string
  isPrerendered: boolean
  params: string[]
  pathname?: string
  segments: unknown[][]
  patternRegex: RegExp
  origin: string
}

/** A place for the code of `injectScript()`. */
export type InjectedScriptStage = ScriptStage

interface Logged {
  logger: AstroIntegrationLogger
}

interface SetupOptions extends Logged {
  config: AstroConfig
  command: 'dev' | 'build' | 'preview' | 'sync'
  isRestart: boolean
  updateConfig(changes: object): AstroConfig
  addRenderer(renderer: AstroRenderer): void
  addWatchFile(path: string | URL): void
  injectScript(stage: InjectedScriptStage, content: string): void
  injectRoute(route: { pattern: string; entrypoint: string | URL; prerender?: boolean }): void
  addClientDirective(directive: ClientDirectiveConfig): void
  addMiddleware(middleware: { order: 'pre' | 'post'; entrypoint: string | URL }): void
  addDevToolbarApp(app: unknown): void
  createCodegenDir(): URL
}

interface DoneOptions extends Logged {
  config: AstroConfig
  setAdapter(adapter: AstroAdapter): void
  injectTypes(types: { filename: string; content: string }): URL
  buildOutput: 'server' | 'static'
}

interface BuildSetupOptions extends Logged {
  vite: InlineConfig
  pages: Map<string, unknown>
  target: 'client' | 'server'
  updateConfig(changes: InlineConfig): void
}

interface BuildDoneOptions extends Logged {
  dir: URL
  pages: { pathname: string }[]
  assets: Map<string, URL[]>
}

interface Hooks {
  'astro:config:setup': SetupOptions
  'astro:config:done': DoneOptions
  'astro:route:setup': Logged & { route: { readonly component: string; prerender?: boolean } }
  'astro:routes:resolved': Logged & { routes: IntegrationResolvedRoute[] }
  'astro:server:setup': Logged & { server: ViteDevServer }
  'astro:server:start': Logged & { address: AddressInfo }
  'astro:server:done': Logged
  'astro:build:start': Logged
  'astro:build:setup': BuildSetupOptions
  'astro:build:ssr': Logged & { manifest: Fields }
  'astro:build:generated': Logged & { dir: URL }
  'astro:build:done': BuildDoneOptions
}

/** The argument of a hook: `HookParameters<'astro:build:done'>`. */
export type HookParameters<Name extends keyof Hooks> = Hooks[Name]

/** An integration: a name, and functions that are called in a build and in development. */
export interface AstroIntegration {
  name: string
  hooks: { [Name in keyof Hooks]?: (options: Hooks[Name]) => void | Promise<void> }
}

/** An imported image. */
export interface ImageMetadata {
  src: string
  width: number
  height: number
  format: string
}

/** The attributes of a component. */
export type Props = Record<string, unknown>

/** A status of `Astro.redirect()`. */
export type ValidRedirectStatus = 300 | 301 | 302 | 303 | 304 | 307 | 308

type Listed<Paths> = Paths extends (...args: never[]) => infer Result
  ? Awaited<Result> extends readonly (infer Item)[]
    ? Item
    : never
  : never

/** The params that `getStaticPaths()` lists. */
export type InferGetStaticParamsType<Paths> =
  Listed<Paths> extends { params: infer Found } ? Found : never

/** The props that `getStaticPaths()` passes to its pages. */
export type InferGetStaticPropsType<Paths> =
  Listed<Paths> extends { props: infer Found } ? Found : Record<string, never>

/** Configuration of Vite. */
export type ViteUserConfig = InlineConfig
