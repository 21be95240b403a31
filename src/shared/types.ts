import type { IncomingMessage, ServerResponse } from 'node:http'

/** Node's own objects of a request, for what Fetch has no name for. */
export interface NodeExchange {
  readonly req: IncomingMessage
  /** Who answers on it returns `responseSent`. */
  readonly res: ServerResponse
}

/**
 * Route parameters by name, decoded. A rest parameter that matched no segment is `undefined`.
 *
 * `Params<'/products/[id]'>` are those of one route, `{ id: string }`. Without a pattern they are what
 * any route of the project may have; any name at all while `ssr-pages-env.d.ts` lists no routes.
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

/** A page prints HTML; an endpoint (API route) exports request methods and answers a `Response`. */
export type RouteKind = 'page' | 'endpoint'

/** What a compiled or hand-written module exports: a component as `default`, or request methods. */
export type PageModule = Readonly<Record<string, unknown>>

/** A processed `<script>`: the URL of its module, or the code of one small enough to stand in the page. */
export type RouteScript = string | { readonly code: string }

/** What the build knows of a page's browser files. URLs are relative to the base, without `/` in front. */
export interface RouteAssets {
  /** Stylesheets in cascade order: `_assets/index.D2f1.css`. */
  readonly styles: readonly string[]
  /** Processed `<script>`s: the id the compiled page prints -> `_assets/menu.B81c.js`, or code. */
  readonly scripts: Readonly<Record<string, RouteScript>>
  /** True when some component the page can reach has a `<head>` element of its own. */
  readonly hasHead: boolean
  /** The script that follows changes of the sources. (default: none, only development has it) */
  readonly client?: string
}

/** A file that a page or API route was rendered to at build, and what only a server can say of it. */
export interface PrerenderedFile {
  /** The path it answers, below the base and in canonical encoding: `/blog/2`. */
  readonly path: string
  /** Relative to the folder of browser files, with forward slashes: `blog/2/index.html`. */
  readonly file: string
  readonly status: number
  /** The content type at least, and no cookies. */
  readonly headers: Readonly<Record<string, string>>
}

/** One page or API route, known before its module is loaded. */
export interface Route {
  /** The path as the file name spells it, `/products/[id]`; `/` for the root index. */
  readonly pattern: string
  /** The compiled module, relative to the pages folder, with forward slashes. */
  readonly file: string
  /** Names of the params in order of appearance; a rest param without its dots. */
  readonly params: readonly string[]
  /** Known from the manifest; absent for a plain folder, where the module itself decides. */
  readonly kind?: RouteKind
  readonly assets: RouteAssets
  /** Where the route leads, for one that the configuration redirects. */
  readonly redirect?: Redirect
  /** The files of a prerendered route by the path they answer; absent for a route that runs. */
  readonly prerendered?: ReadonlyMap<string, PrerenderedFile>
  /** Imports the module on the first call and gives the same module, synchronously, afterwards. */
  load(): PageModule | Promise<PageModule>
}

/** A redirect of the configuration. */
export interface Redirect {
  /** A path of the site, with params in brackets as in file names, or a URL. */
  readonly destination: string
  /**
   * HTTP status. (default: 301; 308 for methods other than GET and HEAD, which then keep their
   * body)
   */
  readonly status?: number
}

/** What a slash at the end of a path means: nothing, that it belongs there, or that it does not. */
export type TrailingSlash = 'ignore' | 'always' | 'never'

/** The route that answers a path, and what its params matched. */
export interface RouteMatch {
  readonly route: Route
  readonly params: Params
  /** The file that answers, when the route is prerendered. */
  readonly prerendered?: PrerenderedFile
}

/**
 * Finds the route of a canonical, still percent-encoded pathname (no query), or `undefined`.
 *
 *     matcher('/products/7') -> { route: { pattern: '/products/[id]', ... }, params: { id: '7' } }
 *
 * Throws SsrPagesError TARGET_INVALID when a param cannot be decoded.
 */
export type Matcher = (pathname: string) => RouteMatch | undefined

/** The manifest's form of a route: all of {@link Route} that can be written down. */
export interface ManifestRoute {
  readonly pattern: string
  readonly file: string
  readonly kind: RouteKind
  readonly styles: readonly string[]
  readonly scripts: Readonly<Record<string, RouteScript>>
  readonly hasHead: boolean
  /** Of a prerendered route, whose module is not there: the files. (default: the route runs) */
  readonly prerendered?: readonly PrerenderedFile[]
}

/** The pages of a site, as the core needs them. */
export interface Pages {
  /** URL path the site was built for; starts and ends with `/`. */
  readonly base: string
  /** The site's public origin, when the build knew it. */
  readonly site: string | undefined
  readonly trailingSlash: TrailingSlash
  /** In match order. */
  readonly routes: readonly Route[]
  readonly matcher: Matcher
  /** The route of `404.astro`, or one that answers with a bare 404. */
  readonly notFound: Route
  /** The route of `500.astro`. */
  readonly serverError: Route | undefined
  /** Imports the module of `onRequest` once; `undefined` when the site has none. */
  readonly loadMiddleware: Route['load'] | undefined
}

/** A redirect of the configuration, by the pattern it is for. */
export interface ManifestRedirect extends Redirect {
  readonly pattern: string
}

/** `dist/pages/manifest.json`: written by the build, read by the loader. */
export interface Manifest {
  readonly version: 1
  /** URL path the site is built for; starts and ends with `/`. */
  readonly base: string
  /** The site's public origin (`https://example.com`) from the config, for `Astro.site`. */
  readonly site?: string
  /** Folder of browser files, relative to the manifest's folder, with forward slashes. */
  readonly client: string
  /** Routes in match order: the first that matches answers. */
  readonly routes: readonly ManifestRoute[]
  /** (default: `'ignore'`) */
  readonly trailingSlash?: TrailingSlash
  /** (default: none) */
  readonly redirects?: readonly ManifestRedirect[]
  /** The module that exports `onRequest`, relative to the pages folder. (default: none) */
  readonly middleware?: string
}

/**
 * A request as an edge (Express, Netlify) offers it to the core. Every member may be a getter that
 * builds its object on first touch, so a page that never asks for `request` never pays for one.
 */
export interface RequestSource {
  /** As the client sent it: `GET`, `POST`, ... */
  readonly method: string
  /** Where the pages are mounted, `''` at the root, else `/docs`: put in front of asset URLs. */
  readonly base: string
  readonly request: Request
  /** The full URL with the mount path; the same object each time. */
  readonly url: URL
  /** IP address of the client; `''` when the socket is gone or the host has none. */
  readonly clientAddress: string
  /** A header of the request by its lower-case name, without building a `Request` for it. */
  header(name: string): string | undefined
  /** What `request.headers.get(name)` gives, if that can be had for less than a `Request`. */
  readHeader?(name: string): string | null
  /** Node's request and response; `undefined` on hosts that are not Node servers. */
  readonly node: NodeExchange | undefined
  /** Calls the listener, once, if the client leaves before it has the whole response. */
  onAbort(listener: () => void): void
}

/** HTML a page rendered: one string when nothing was pending, else chunks in document order. */
export interface HtmlOutput {
  readonly html: string | AsyncIterable<string>
  /** `undefined` when the page set none: 200, or the status that the host has set. */
  readonly status: number | undefined
  /** `''` stands for the status code's usual phrase. */
  readonly statusText: string
  /** What the page set on `Astro.response.headers`; `undefined` when it never asked for them. */
  readonly headers: Headers | undefined
}

/** The user's own `Response`, left as it came: its headers may be immutable. */
export interface ResponseOutput {
  readonly response: Response
}

/** What a page or API route makes. */
export type Output = HtmlOutput | ResponseOutput

/** Complete `Set-Cookie` values, to be appended after all others. */
interface WithCookies {
  readonly cookies: readonly string[]
}

export type HtmlResult = HtmlOutput & WithCookies
export type ResponseResult = ResponseOutput & WithCookies

/** What the core hands back to an edge. */
export type PageResult = HtmlResult | ResponseResult

/** A body that comes in pieces: of a Response, or of a page still rendering. */
export type ChunkedBody = ReadableStream<unknown> | AsyncIterable<unknown>

/** An answer in the form that leaves: what must not be sent has been taken off. */
export interface Outgoing {
  readonly status: number
  /** `''` stands for the status code's usual phrase. */
  readonly statusText: string
  /** The content type of an answer that names none. */
  readonly type: string | undefined
  /** `null` when there is none, or none may be sent; of a page, HEAD keeps the string for its length. */
  readonly body: string | ChunkedBody | null
  /** Bytes that the body has to have, or that HEAD and 304 tell of it; `undefined`: not known. */
  readonly length: number | undefined
  /** True for an answer to HEAD, whose body is not sent. */
  readonly isHead: boolean
  /** Who made it: a page, whose body may still fail, the user's code, or `fetch()`. */
  readonly source: 'page' | 'response' | 'fetched'
  /** True when the page wants the connection closed after the answer. */
  readonly closesConnection: boolean
  /** True when the page announces trailers. */
  readonly hasTrailer: boolean
  /** All `Set-Cookie` values, in order. */
  readonly cookies: readonly string[]
  /** False when the page has set no headers. */
  readonly hasHeaders: boolean
  /** Asks for a header that the page has set. */
  has(name: string): boolean
  /** Calls back for each header that may leave, by its lower-case name; cookies and length are apart. */
  eachHeader(each: (name: string, value: string) => void): void
  /** Cancels the body, which nobody will read. */
  drop(): void
}

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- the name Astro projects already augment
  namespace App {
    /** Augment this in your project to type `Astro.locals`. */
    // oxlint-disable-next-line typescript/no-empty-object-type -- filled by declaration merging
    interface Locals {}
    /** Augment this in your project to type the values of `Astro.session`. */
    // oxlint-disable-next-line typescript/no-empty-object-type -- filled by declaration merging
    interface SessionData {}
    /** The params of each route by its pattern; `ssr-pages-env.d.ts` fills it in. */
    // oxlint-disable-next-line typescript/no-empty-object-type -- filled by declaration merging
    interface Routes {}
  }
}
