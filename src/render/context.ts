import { SsrPagesError } from '../errors.ts'
import type { NodeExchange, Params, RequestSource, Route } from '../types.ts'
import { Cookies } from './cookies.ts'
import { toWellFormed } from './escape.ts'

/** What the core knows of a request before the page runs. */
export interface ContextInit {
  readonly route: Route
  readonly params: Params
  readonly source: RequestSource
  readonly locals: App.Locals
  /** The site's public URL, from the manifest. */
  readonly site: string | undefined
}

/**
 * One request as pages and API routes see it. Nothing is built before it is asked for; getters, so
 * that `const { cookies, redirect } = Astro` works.
 *
 * @see https://docs.astro.build/en/reference/api-reference/
 */
export class Context {
  readonly #init: ContextInit
  #cookies: Cookies | undefined
  #response: PageResponse | undefined

  /**
   * @param init - The request and its route.
   */
  constructor(init: ContextInit) {
    this.#init = init
  }

  /** The route's params, decoded. */
  get params(): Params {
    return this.#init.params
  }

  /** The request, as the platform's own `Request`. */
  get request(): Request {
    return this.#init.source.request
  }

  /** The request's full URL. */
  get url(): URL {
    return this.#init.source.url
  }

  /** The client's IP address; under Express this is `req.ip`. */
  get clientAddress(): string {
    return this.#init.source.clientAddress
  }

  /** Node's `req` and `res`; `undefined` on hosts that are not Node servers. */
  get node(): NodeExchange | undefined {
    return this.#init.source.node
  }

  /** What the host passes to pages; under Express this is `res.locals` itself. */
  get locals(): App.Locals {
    return this.#init.locals
  }

  set locals(_value: App.Locals) {
    throw readonlyProperty('locals')
  }

  /** The request's cookies, and those to be set. */
  get cookies(): Cookies {
    return (this.#cookies ??= new Cookies(this.#init.source.header('cookie')))
  }

  /** Makes a redirect to be returned: `return Astro.redirect('/login')`. */
  get redirect(): typeof redirect {
    return redirect
  }

  /** Status and headers of the page's response, to be changed in place. */
  get response(): PageResponse {
    return (this.#response ??= new PageResponse(this.#init.route.pattern))
  }

  /** The site's public URL from the configuration. */
  get site(): URL | undefined {
    return this.#init.site === undefined ? undefined : new URL(this.#init.site)
  }

  /** Name of the program that made the page. */
  get generator(): string {
    return 'ssr-pages'
  }

  /** The route as the file name spells it: `/products/[id]`. */
  get routePattern(): string {
    return this.#init.route.pattern
  }

  /** False: pages are rendered for each request. */
  get isPrerendered(): boolean {
    return false
  }

  /**
   * The response's status and headers, without building any object the page did not ask for.
   *
   * @param context - The page's context.
   * @returns What the page decided, or the route's defaults.
   */
  static responseOf(context: Context): Pick<PageResponse, 'status' | 'statusText'> & {
    headers: Headers | undefined
  } {
    const { status, statusText } = context.#response ?? defaultStatus(context.routePattern)
    const headers = context.#response && PageResponse.headersOf(context.#response)
    return { status, statusText, headers }
  }

  /**
   * The `Set-Cookie` values so far.
   *
   * @param context - The page's context.
   * @returns Header values; empty when no cookie was changed.
   */
  static setCookiesOf(context: Context): readonly string[] {
    return context.#cookies?.headers() ?? []
  }

  /**
   * Notes that the response is on its way: cookies can no longer be changed.
   *
   * @param context - The page's context.
   */
  static markSent(context: Context): void {
    context.cookies.markSent()
  }
}

/**
 * `Astro.response`: what the page's own response will carry.
 *
 * @see https://docs.astro.build/en/reference/api-reference/#response
 */
export class PageResponse {
  /** HTTP status. [200; 404 for the page `/404`, 500 for `/500`] */
  status: number
  /** Reason phrase for HTTP/1; `''` for the usual one. */
  statusText: string
  #headers: Headers | undefined

  /**
   * @param pattern - The route's pattern, which decides the status to begin with.
   */
  constructor(pattern: string) {
    const { status, statusText } = defaultStatus(pattern)
    this.status = status
    this.statusText = statusText
  }

  /** Headers to send; `content-type` replaces the usual `text/html; charset=utf-8`. */
  get headers(): Headers {
    return (this.#headers ??= new Headers())
  }

  set headers(_value: Headers) {
    throw readonlyProperty('response.headers')
  }

  /**
   * The headers, if anything ever asked for them.
   *
   * @param response - A page's response.
   * @returns The headers or `undefined`.
   */
  static headersOf(response: PageResponse): Headers | undefined {
    return response.#headers
  }
}

/**
 * Makes a redirect. Like any `Response` it takes effect by being returned.
 *
 * @param path - Where to go: a path, which is kept as it is, or a URL.
 * @param status - HTTP status. [302]
 * @returns A response without a body.
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.location
 */
export function redirect(path: string | URL, status = 302): Response {
  // A header carries printable ASCII: all else travels percent-encoded, as in any URL. Line breaks
  // stay, for Response to refuse.
  const location = toWellFormed(String(path)).replace(/[^\t\x20-\x7e\r\n\0]+/g, encodeURIComponent)
  return new Response(null, { status, headers: { location } })
}

const OK = { status: 200, statusText: '' }

function defaultStatus(pattern: string): { status: number; statusText: string } {
  if (pattern === '/404') return { status: 404, statusText: 'Not Found' }
  return pattern === '/500' ? { status: 500, statusText: 'Internal Server Error' } : OK
}

function readonlyProperty(name: string): SsrPagesError {
  return new SsrPagesError('READONLY_PROPERTY', `A page assigned to "${name}".`, { name })
}
