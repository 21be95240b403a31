import { Session } from '../session/session.ts'
import { type SessionRequest, SessionState } from '../session/state.ts'
import type { SessionStore } from '../session/store.ts'
import type { RequestSource } from '../shared/request-source.ts'
import { showsPage } from '../shared/shows-page.ts'
import type { CheckOrigin, Pages, Params, Route, RouteAssets } from '../shared/types.ts'
import { Cookies } from './cookies.ts'
import { type PolicyHost, RequestPolicy } from './request-policy.ts'

/** The target of a rewrite: a path or URL of the site, or a whole request. */
export type RewriteTarget = string | URL | Request

/**
 * One request on its way through the site, at one of its routes. A rewrite or an error page is
 * another visit of the same request: both have the same `shared`, and nothing else in common.
 */
export interface Visit {
  readonly shared: SharedVisit
  readonly route: Route
  readonly params: Params
  /** The request as the route sees it. */
  readonly source: RequestSource
  /** The page's `Astro.props`. */
  readonly props: Record<string, unknown> | undefined
  /** The status of an error page for an error. (default: the host's, or that of the page's name) */
  readonly status?: number
}

/** How the site answers a request: what the adapter adds to the request itself. */
export interface VisitOptions extends PolicyHost {
  /** Becomes `Astro.locals`. */
  readonly locals: App.Locals
  /** The store of the sessions. (default: none, `Astro.session` is undefined) */
  readonly sessions?: SessionStore | undefined
  /** Who may send forms. (default: the site's own pages) */
  readonly checkOrigin?: CheckOrigin
  /** `Astro.props` of the page, or `props` of the API route. (default: none) */
  readonly props?: Record<string, unknown>
  /** The status that the host has set, for pages that set none. (default: `200`) */
  readonly status?: number
  /** The content type that the host has set for a view that sets none. (default: that of HTML) */
  readonly type?: string | undefined
  /** False to render the whole page, as one string, before it is sent. (default: `true`) */
  readonly isStreaming?: boolean
  /** Prints the head content instead of links to a page's styles. (default: the links) */
  readonly head?: HeadOf
  /**
   * Makes `500.astro` answer errors, if the site has that page; receives each such error, which is
   * then not thrown. (default: errors are thrown)
   */
  readonly onError?: ((error: unknown) => void) | undefined
}

/**
 * Prints what a page loads.
 *
 * @param assets - The page's browser files.
 * @param nonce - The printed `nonce` attribute, or `''`.
 * @param base - Where the pages are mounted, without a trailing slash.
 * @returns Markup for the head.
 */
export type HeadOf = (assets: RouteAssets, nonce: string, base: string) => string

/** Functions of the core that a rewrite needs; pages reach them through their visit. */
export interface Rewriting {
  /** Finds the route of a target, and the request as that route sees it. */
  resolve(from: Visit, target: RewriteTarget): Visit
  /** Answers with the route of a target, after the page middleware. */
  rewrite(from: Visit, target: RewriteTarget): Promise<Response>
}

/** What all visits of one request share: the site, locals, cookies and the session. */
export class SharedVisit implements SessionRequest {
  readonly pages: Pages
  /** The request as it arrived, before any rewrite. */
  readonly source: RequestSource
  readonly options: VisitOptions
  readonly rewriting: Rewriting
  /** The Content Security Policy; `undefined` if the configuration asks for none. */
  readonly policy: RequestPolicy | undefined
  /** How often the request has entered the site. */
  entries = 0
  /** Statuses that API routes have answered with an empty body: these get no error page. */
  emptyStatuses: Set<number> | undefined = undefined
  #cookies: Cookies | undefined
  #sessionState: SessionState | undefined
  #session: Session | undefined
  #isStreaming = false
  #isSent = false

  /**
   * @param pages - The site's pages.
   * @param source - The request as it arrived.
   * @param options - Locals, and how to render.
   * @param rewriting - Answers with another route.
   */
  constructor(pages: Pages, source: RequestSource, options: VisitOptions, rewriting: Rewriting) {
    this.pages = pages
    this.source = source
    this.options = options
    this.rewriting = rewriting
    this.policy = pages.csp && new RequestPolicy(pages.csp, options)
  }

  /** The request's cookies, with the changes of this request. */
  get cookies(): Cookies {
    return (this.#cookies ??= this.#createCookies())
  }

  /** The `Set-Cookie` values so far; empty if no cookie was changed. */
  get setCookies(): readonly string[] {
    return this.#cookies?.headers() ?? []
  }

  /** Data about the visitor; `undefined` if sessions are turned off. */
  get session(): Session | undefined {
    const { sessions } = this.options
    if (sessions === undefined) return undefined
    this.#sessionState ??= new SessionState(sessions, this)
    return (this.#session ??= new Session(this.#sessionState))
  }

  get isHttps(): boolean {
    return this.source.url.protocol === 'https:'
  }

  get phase(): SessionRequest['phase'] {
    if (!this.#isSent) return 'open'
    return this.#isStreaming ? 'streaming' : 'sent'
  }

  /**
   * Stores the changes of the session.
   *
   * @param status - The status of the response. (default: 200, or that of the host)
   * @returns A promise; `undefined` if there is nothing to wait for.
   */
  persist(status: number = 200): Promise<void> | undefined {
    const state = this.#sessionState
    state?.settle(showsPage(status, this.source.method))
    return state?.persist()
  }

  /** Keeps the values of the session that a failed page was to show. */
  keepUnshown(): void {
    this.#sessionState?.settle(false)
  }

  /**
   * Stores the changes of the session that are made while the page is being sent.
   *
   * @param pending - Settles when the page is complete.
   * @returns Settles when these changes are stored, too.
   */
  async persistAfter(pending: Promise<void>): Promise<void> {
    this.#isStreaming = true
    await pending
    this.#isStreaming = false
    await this.persist()
  }

  /** Marks the response as started: cookies can no longer be changed. */
  markSent(): void {
    this.#isSent = true
    this.#cookies?.markSent()
  }

  #createCookies(): Cookies {
    const cookies = new Cookies(this.source.header('cookie'))
    if (this.#isSent) cookies.markSent()
    return cookies
  }
}
