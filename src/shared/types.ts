import type { SiteImages } from './image-settings.ts'
import type { EnvSchema } from './environment.ts'
import type { CspSettings } from './csp.ts'

/**
 * Route params by name, decoded. A rest param that matched no segment is `undefined`.
 *
 * `Params<'/products/[id]'>` is the type for one route, `{ id: string }`. Without a pattern it
 * covers the params of all routes of the project, or any name as long as `ssr-pages-env.d.ts` lists
 * no routes.
 */
export type Params<Pattern extends keyof App.Routes = keyof App.Routes> = [Pattern] extends [never]
  ? Record<string, string | undefined>
  : { [Name in NameIn<App.Routes[Pattern]>]: ValueIn<App.Routes[Pattern], Name> }

type NameIn<Routes> = Routes extends unknown ? keyof Routes : never

type ValueIn<Routes, Name> = Routes extends unknown
  ? Name extends keyof Routes
    ? Routes[Name]
    : undefined
  : never

/**
 * A page renders HTML; an endpoint (API route) exports request methods that return a `Response`.
 */
export type RouteKind = 'page' | 'endpoint'

/** The exports of a page module: a component as `default`, or request methods. */
export type PageModule = Readonly<Record<string, unknown>>

/**
 * A processed `<script>`: the URL of its module, or its code if it is small enough to be inlined.
 */
export type RouteScript = string | { readonly code: string }

/**
 * What the build knows about a page's browser files. URLs are relative to the base, without a
 * leading `/`.
 */
export interface RouteAssets {
  /** Stylesheets in cascade order: `_assets/index.D2f1.css`. */
  readonly styles: readonly string[]
  /**
   * Processed `<script>`s and the modules of islands: `_assets/menu.B81c.js`, or the code of a
   * script, by the id that the compiled page prints.
   */
  readonly scripts: Readonly<Record<string, RouteScript>>
  /** True if a component that the page can reach has a `<head>` element. */
  readonly hasHead: boolean
  /**
   * The modules that a module of `scripts` imports statically, by its id. (default: none)
   */
  readonly preloads?: Readonly<Record<string, readonly string[]>>
  /** Scripts that integrations add to the head of every page. (default: none) */
  readonly injected?: readonly RouteScript[]
  /** The client script of development. (default: none) */
  readonly client?: string
}

/**
 * A file that a page or API route was rendered to at build, with the status and headers to send it
 * with.
 */
export interface PrerenderedFile {
  /** The path that it answers, relative to the base and in canonical encoding: `/blog/2`. */
  readonly path: string
  /** Path relative to the folder of browser files, with forward slashes: `blog/2/index.html`. */
  readonly file: string
  readonly status: number
  /** At least the content type; never cookies. */
  readonly headers: Readonly<Record<string, string>>
}

/** A page or API route, as known before its module is loaded. */
export interface Route {
  /** The path as the file name spells it, `/products/[id]`; `/` for the root index. */
  readonly pattern: string
  /** Path of the compiled module relative to the pages folder, with forward slashes. */
  readonly file: string
  /** Names of the params in order of appearance; a rest param without its dots. */
  readonly params: readonly string[]
  /** Known from the manifest; missing for a plain folder, where the module itself decides. */
  readonly kind?: RouteKind
  readonly assets: RouteAssets
  /** The destination of a route that the configuration redirects. */
  readonly redirect?: Redirect
  /**
   * The Content Security Policy of a module that contains a finished page. (default: that of the
   * configuration)
   */
  readonly policy?: string
  /**
   * The files of a prerendered route by the path they answer; missing for a route that is rendered
   * on demand.
   */
  readonly prerendered?: ReadonlyMap<string, PrerenderedFile>
  /** What a view shows of itself; missing for routes that have a URL. */
  readonly view?: ViewRoute
  /** Imports the module on the first call, and returns it synchronously afterwards. */
  load(): PageModule | Promise<PageModule>
}

/** A view at a route of the host. */
export interface ViewRoute {
  /** As the host renders it: `products/show`. */
  readonly name: string
  /** The pattern of the host's route: `/products/:id`; the name if the host has none. */
  readonly pattern: string
}

/** A redirect of the configuration. */
export interface Redirect {
  /** A path of the site, with params in brackets as in file names; or a URL. */
  readonly destination: string
  /** HTTP status. (default: 301 for GET and HEAD; 308 for other methods, which keeps their body) */
  readonly status?: number
}

/** How a trailing slash of a path is treated: ignored, required or refused. */
export type TrailingSlash = 'ignore' | 'always' | 'never'

/** The route that answers a path, with the values of its params. */
export interface RouteMatch {
  readonly route: Route
  readonly params: Params
  /** The file to send, if the route is prerendered. */
  readonly prerendered?: PrerenderedFile
}

/**
 * Finds the route of a canonical, still percent-encoded pathname (without a query).
 *
 *     matcher('/products/7') -> { route: { pattern: '/products/[id]', ... }, params: { id: '7' } }
 *
 * Throws SsrPagesError TARGET_INVALID if a param cannot be decoded.
 */
export type Matcher = (pathname: string) => RouteMatch | undefined

/** A {@link Route} in the manifest: those properties that can be written as JSON. */
export interface ManifestRoute {
  readonly pattern: string
  readonly file: string
  readonly kind: RouteKind
  readonly styles: readonly string[]
  readonly scripts: Readonly<Record<string, RouteScript>>
  readonly hasHead: boolean
  /** (default: none) */
  readonly preloads?: Readonly<Record<string, readonly string[]>>
  /**
   * The files of a prerendered route, which has no module. (default: the route is rendered on
   * demand)
   */
  readonly prerendered?: readonly PrerenderedFile[]
  /**
   * The Content Security Policy of a module that contains a finished page. (default: that of the
   * configuration)
   */
  readonly policy?: string
}

/** A view in the manifest. */
export interface ManifestView extends Omit<
  ManifestRoute,
  'pattern' | 'kind' | 'prerendered' | 'policy'
> {
  /** Its path below the folder of views, without its extension: `products/show`. */
  readonly name: string
}

/**
 * Who may send forms: `true` allows the site's own pages, a list these origins as well, `false`
 * everybody.
 */
export type CheckOrigin = boolean | readonly string[]

/** The pages of a site, as the core needs them. */
export interface Pages {
  /** URL path that the site was built for; starts and ends with `/`. */
  readonly base: string
  /** The site's public origin, if the build knew it. */
  readonly site: string | undefined
  readonly trailingSlash: TrailingSlash
  /** In match order. */
  readonly routes: readonly Route[]
  readonly matcher: Matcher
  /** The views by name. No path matches them: only handlers of the host render them. */
  readonly views: ReadonlyMap<string, Route>
  /** The route of `404.astro`, or one that answers with a plain 404. */
  readonly notFound: Route
  /** The route of `500.astro`. */
  readonly serverError: Route | undefined
  /** The Content Security Policy of the configuration. (default: none) */
  readonly csp?: CspSettings | undefined
  /** Imports the module of `onRequest` once; `undefined` if the site has none. */
  readonly loadMiddleware: Route['load'] | undefined
  /**
   * Returns the browser files of a content module by its file, relative to the root. In development, a
   * promise. (default: no content module has any)
   */
  readonly content?: FindAssets | undefined
}

/** Finds the browser files of a content module; `undefined` if it has none. */
export type FindAssets = (
  file: string,
) => RouteAssets | undefined | Promise<RouteAssets | undefined>

/** The browser files of a content module in the manifest. */
export interface ManifestContent {
  /** The source, relative to the project's root, with forward slashes. */
  readonly file: string
  readonly styles: readonly string[]
  readonly scripts: Readonly<Record<string, RouteScript>>
  /** (default: none) */
  readonly preloads?: Readonly<Record<string, readonly string[]>>
}

/** A redirect of the configuration, with its pattern. */
export interface ManifestRedirect extends Redirect {
  readonly pattern: string
}

/** `dist/pages/manifest.json`: written by the build, read by the loader. */
export interface Manifest {
  readonly version: 1
  /** URL path that the site is built for; starts and ends with `/`. */
  readonly base: string
  /** The site's public origin (`https://example.com`) from the configuration, for `Astro.site`. */
  readonly site?: string
  /** Folder of browser files, relative to the manifest's folder, with forward slashes. */
  readonly client: string
  /** Routes in match order: the first that matches a path answers it. */
  readonly routes: readonly ManifestRoute[]
  /** The views, which have no URL. (default: none) */
  readonly views?: readonly ManifestView[]
  /** (default: `'ignore'`) */
  readonly trailingSlash?: TrailingSlash
  /** (default: none) */
  readonly redirects?: readonly ManifestRedirect[]
  /** Scripts that integrations add to the head of every page, in order. (default: none) */
  readonly injected?: readonly RouteScript[]
  /** The Content Security Policy of the pages. (default: none) */
  readonly csp?: CspSettings
  /** The module that exports `onRequest`, relative to the pages folder. (default: none) */
  readonly middleware?: string
  /** The content modules that load something in browsers. (default: none) */
  readonly content?: readonly ManifestContent[]
  /** The images of the site. (default: no page has any that are made) */
  readonly images?: SiteImages
  /** The secrets that the server needs in its environment. (default: none) */
  readonly env?: EnvSchema
}

/** The HTML of a page: one string if nothing was pending, otherwise chunks in document order. */
export interface HtmlOutput {
  readonly html: string | AsyncIterable<string>
  /** `undefined` if the page set none: then 200, or the status that the host has set. */
  readonly status: number | undefined
  /** `''` stands for the status code's usual phrase. */
  readonly statusText: string
  /** Headers that the page set on `Astro.response.headers`; `undefined` if it never used them. */
  readonly headers: Headers | undefined
}

/** The user's own `Response`, unchanged: its headers may be immutable. */
export interface ResponseOutput {
  readonly response: Response
}

/** The result of a page or API route. */
export type Output = HtmlOutput | ResponseOutput

/** Complete `Set-Cookie` values, to be appended after all others. */
interface WithCookies {
  readonly cookies: readonly string[]
}

export type HtmlResult = HtmlOutput & WithCookies
export type ResponseResult = ResponseOutput & WithCookies

/** What the core returns to an adapter. */
export type PageResult = HtmlResult | ResponseResult

/** A body in chunks: that of a Response, or of a page that is still being rendered. */
export type ChunkedBody = ReadableStream<unknown> | AsyncIterable<unknown>

/** A body that is there as a whole, or in chunks. */
export type OutgoingBody = string | Uint8Array<ArrayBuffer> | ChunkedBody

/** An answer that is ready to be sent: everything that must not be sent has been removed. */
export interface Outgoing {
  readonly status: number
  /** `''` stands for the status code's usual phrase. */
  readonly statusText: string
  /** The content type to use if the headers have none. */
  readonly type: string | undefined
  /**
   * `null` if there is no body or none may be sent. For HEAD, a page keeps its string for the
   * length.
   */
  readonly body: OutgoingBody | null
  /**
   * The length of the body in bytes, or the length to announce for HEAD and 304; `undefined` if
   * unknown.
   */
  readonly length: number | undefined
  /** True for an answer to HEAD, whose body is not sent. */
  readonly isHead: boolean
  /**
   * Where the answer comes from: a page, whose body may still fail, the user's code, or `fetch()`.
   */
  readonly source: 'page' | 'response' | 'fetched'
  /** True if the page wants the connection to be closed after the answer. */
  readonly closesConnection: boolean
  /** True if the page announces trailers. */
  readonly hasTrailer: boolean
  /** All `Set-Cookie` values, in order. */
  readonly cookies: readonly string[]
  /** False if the page has set no headers. */
  readonly hasHeaders: boolean
  /** Whether the page has set a header. */
  has(name: string): boolean
  /**
   * Calls `each` for every header to be sent, by its lower-case name, except cookies and the
   * length.
   */
  eachHeader(each: (name: string, value: string) => void): void
  /** Cancels the body, which will not be read. */
  drop(): void
}

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- the name Astro projects already augment
  namespace App {
    /** Augment this interface in your project to type `Astro.locals`. */
    // oxlint-disable-next-line typescript/no-empty-object-type -- filled by declaration merging
    interface Locals {}
    /** Augment this interface in your project to type the values of `Astro.session`. */
    // oxlint-disable-next-line typescript/no-empty-object-type -- filled by declaration merging
    interface SessionData {}
    /** The params of each route by its pattern; filled in by `ssr-pages-env.d.ts`. */
    // oxlint-disable-next-line typescript/no-empty-object-type -- filled by declaration merging
    interface Routes {}
  }
}
