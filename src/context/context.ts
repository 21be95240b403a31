import type { Session } from '../session/session.ts'
import { keptRequest } from '../shared/kept-request.ts'
import type { NodeExchange } from '../shared/request-source.ts'
import type { Params } from '../shared/types.ts'
import type { Csp } from '../policy/insert.ts'
import type { Cookies } from './cookies.ts'
import { PageResponse, type ResponseHead, createResponseHead } from './page-response.ts'
import { readonlyProperty } from '../shared/readonly-property.ts'
import { redirect } from './redirect.ts'
import type { RewriteTarget, Visit } from './visit.ts'

/**
 * A request as pages and API routes see it. Objects are created on first use. Members are getters,
 * so that `const { cookies, redirect } = Astro` works.
 *
 * @see https://docs.astro.build/en/reference/api-reference/
 */
export class Context {
  readonly #visit: Visit
  readonly #head: ResponseHead | undefined
  readonly #keepsRequest: boolean
  #response: PageResponse | undefined

  /**
   * @param visit - The request and its route. `~follow` changes it, so page middleware needs a
   *   copy.
   * @param head - Receives the changes of `response`. (default: an object that is not used)
   * @param keepsRequest - True if its only reader keeps `request` to itself. (default: `false`)
   */
  constructor(visit: Visit, head?: ResponseHead, keepsRequest = false) {
    this.#visit = visit
    this.#head = head
    this.#keepsRequest = keepsRequest
  }

  /** The route's params, decoded. */
  get params(): Params {
    return this.#visit.params
  }

  /** The request, as the platform's own `Request`. */
  get request(): Request {
    const { source } = this.#visit
    return this.#keepsRequest ? keptRequest(source) : source.request
  }

  /** The request's full URL. */
  get url(): URL {
    return this.#visit.source.url
  }

  /** The client's IP address; in Express this is `req.ip`. */
  get clientAddress(): string {
    return this.#visit.source.clientAddress
  }

  /** Node's `req` and `res`; `undefined` on hosts that are not Node servers. */
  get node(): NodeExchange | undefined {
    return this.#visit.source.node
  }

  /** The values that the host passes to pages; in Express this is `res.locals` itself. */
  get locals(): App.Locals {
    return this.#visit.shared.options.locals
  }

  set locals(_value: App.Locals) {
    throw readonlyProperty('locals')
  }

  /** The request's cookies, with the changes of this request. */
  get cookies(): Cookies {
    return this.#visit.shared.cookies
  }

  /** Data about the visitor; `undefined` if sessions are turned off. */
  get session(): Session | undefined {
    return this.#visit.shared.session
  }

  /** Adds to the Content Security Policy of the page; `undefined` without `security.csp`. */
  get csp(): Csp | undefined {
    return this.#visit.shared.policy?.toCsp(this.#head)
  }

  /** Creates a redirect, to be returned: `return Astro.redirect('/login')`. */
  get redirect(): typeof redirect {
    return redirect
  }

  /** Answers with another route of the site: `return Astro.rewrite('/sold-out')`. */
  get rewrite(): (target: RewriteTarget) => Promise<Response> {
    return (target) => this.#visit.shared.rewriting.rewrite(this.#visit, target)
  }

  /** The path that was requested, before any rewrite. */
  get originPathname(): string {
    return this.#visit.shared.source.url.pathname
  }

  /** The props that a page receives from `getStaticPaths()`, or `{ error }` on `500.astro`. */
  get props(): Record<string, unknown> {
    return this.#visit.props ?? {}
  }

  /** Status and headers of the page's response, to be changed in place. */
  get response(): PageResponse {
    return (this.#response ??= new PageResponse(
      this.#head ?? createResponseHead(this.#visit),
      this.#visit.shared.options.status,
    ))
  }

  /** The site's public URL from the configuration. */
  get site(): URL | undefined {
    const { site } = this.#visit.shared.pages
    return site === undefined ? undefined : new URL(site)
  }

  /** The name of this package, for `<meta name="generator">`. */
  get generator(): string {
    return 'ssr-pages'
  }

  /** The route as its file name spells it, `/products/[id]`; for a view, the host's route. */
  get routePattern(): string {
    const { view, pattern } = this.#visit.route
    return view === undefined ? pattern : view.pattern
  }

  /** Whether the page is rendered once, at build, and not for each request. */
  get isPrerendered(): boolean {
    return this.#visit.route.prerendered !== undefined
  }

  /**
   * Switches to another route and its request, for `next(target)`. A method instead of a static
   * function, because middleware may come with its own copy of this package.
   *
   * @param target - The rewrite's target.
   * @throws {SsrPagesError} REWRITE_INVALID
   */
  '~follow'(target: RewriteTarget): void {
    Object.assign(this.#visit, this.#visit.shared.rewriting.resolve(this.#visit, target))
  }
}
