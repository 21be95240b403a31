import type { Session } from '../session/session.ts'
import type { NodeExchange, Params } from '../shared/types.ts'
import type { Cookies } from './cookies.ts'
import { PageResponse, defaultStatus } from './page-response.ts'
import { readonlyProperty } from '../shared/readonly-property.ts'
import { redirect } from './redirect.ts'
import type { ContextInit, RewriteTarget } from './request-state.ts'

/**
 * One request as pages and API routes see it. Nothing is built before it is asked for; getters, so
 * that `const { cookies, redirect } = Astro` works.
 *
 * @see https://docs.astro.build/en/reference/api-reference/
 */
export class Context {
  #init: ContextInit
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

  /**
   * `request.headers.get(name)`, without a `Request` if that can be.
   *
   * @param name - The header's name.
   * @returns Its value; `null` when it is not there.
   */
  '~header'(name: string): string | null {
    const { source } = this.#init
    return source.readHeader ? source.readHeader(name) : source.request.headers.get(name)
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
    return this.#init.state.locals
  }

  set locals(_value: App.Locals) {
    throw readonlyProperty('locals')
  }

  /** The request's cookies, and those to be set. */
  get cookies(): Cookies {
    return this.#init.state.cookies
  }

  /** What is remembered of the visitor; `undefined` where sessions are switched off. */
  get session(): Session | undefined {
    return this.#init.state.session
  }

  /** Makes a redirect to be returned: `return Astro.redirect('/login')`. */
  get redirect(): typeof redirect {
    return redirect
  }

  /** Answers by another route of the site: `return Astro.rewrite('/sold-out')`. */
  get rewrite(): (target: RewriteTarget) => Promise<Response> {
    return (target) => this.#init.state.rewriting.rewrite(this.#init, target)
  }

  /** The path that was asked for, before any rewrite. */
  get originPathname(): string {
    return this.#init.state.originPathname
  }

  /** What a page is given: by `getStaticPaths()`, or `{ error }` on `500.astro`. */
  get props(): Record<string, unknown> {
    return this.#init.props ?? {}
  }

  /** Status and headers of the page's response, to be changed in place. */
  get response(): PageResponse {
    return (this.#response ??= new PageResponse(this.#init.route.pattern))
  }

  /** The site's public URL from the configuration. */
  get site(): URL | undefined {
    const { site } = this.#init.state
    return site === undefined ? undefined : new URL(site)
  }

  /** Name of the program that made the page. */
  get generator(): string {
    return 'ssr-pages'
  }

  /** The route as the file name spells it: `/products/[id]`. */
  get routePattern(): string {
    return this.#init.route.pattern
  }

  /** Whether the page is rendered once, at build, instead of for each request. */
  get isPrerendered(): boolean {
    return this.#init.route.prerendered !== undefined
  }

  /**
   * The response's status and headers, without building any object the page did not ask for.
   *
   * @param context - The page's context.
   * @returns What the page decided, or the route's defaults.
   */
  static responseOf(context: Context): {
    status: number | undefined
    statusText: string
    headers: Headers | undefined
  } {
    const response = context.#response
    if (response === undefined) {
      const { status, statusText } = defaultStatus(context.routePattern)
      return { status, statusText, headers: undefined }
    }
    const status = PageResponse.statusOf(response)
    const { statusText } = response
    return { status, statusText, headers: PageResponse.headersOf(response) }
  }

  /**
   * What a context was made of, or last pointed at.
   *
   * @param context - A context.
   * @returns Its state, route and request.
   */
  static initOf(context: Context): ContextInit {
    return context.#init
  }

  /**
   * Shows another route and its request from now on, as `next(target)` wants it. No static function:
   * a site's middlewares may have a copy of this package of their own.
   *
   * @param target - Where to.
   * @throws {SsrPagesError} REWRITE_INVALID
   */
  '~follow'(target: RewriteTarget): void {
    this.#init = this.#init.state.rewriting.resolve(this.#init, target)
  }
}
