import type { Params, RequestSource, Route } from '../shared/types.ts'
import { Session } from '../session/session.ts'
import { type SessionRequest, SessionState } from '../session/state.ts'
import type { SessionStore } from '../session/store.ts'
import { Cookies } from './cookies.ts'

/** Where a rewrite leads: a path or URL of the site, or a whole request. */
export type RewriteTarget = string | URL | Request

/** What rewriting needs of a whole site. */
export interface Rewriting {
  /** Finds the route of a target, and the request as that route sees it. */
  resolve(from: ContextInit, target: RewriteTarget): ContextInit
  /** Answers by the route of a target, with the page middleware in front of it. */
  rewrite(from: ContextInit, target: RewriteTarget): Promise<Response>
}

/** One visit of a request to a route. */
export interface ContextInit {
  readonly state: RequestState
  readonly route: Route
  readonly params: Params
  /** The request as the route sees it. */
  readonly source: RequestSource
  /** The page's `Astro.props`. (default: none) */
  readonly props?: Record<string, unknown> | undefined
}

/** What a request is answered with, beside the request. */
export interface StateInit {
  readonly source: RequestSource
  readonly locals: App.Locals
  /** The site's public URL, from the manifest. */
  readonly site: string | undefined
  readonly rewriting: Rewriting
  /** (default: none, there is no session) */
  readonly sessions: SessionStore | undefined
}

/** What all pages, API routes and middlewares of one request share, however often it is rewritten. */
export class RequestState implements SessionRequest {
  readonly locals: App.Locals
  readonly site: string | undefined
  readonly rewriting: Rewriting
  readonly #source: RequestSource
  readonly #sessions: SessionStore | undefined
  #cookies: Cookies | undefined
  #sessionState: SessionState | undefined
  #session: Session | undefined
  #isStreaming = false
  #isSent = false

  /**
   * @param init - The request as it came, and what the edge adds to it.
   */
  constructor({ source, locals, site, rewriting, sessions }: StateInit) {
    this.locals = locals
    this.site = site
    this.rewriting = rewriting
    this.#source = source
    this.#sessions = sessions
  }

  /** The request's cookies, and those to be set. */
  get cookies(): Cookies {
    return (this.#cookies ??= this.#createCookies())
  }

  /** The `Set-Cookie` values so far; empty when no cookie was changed. */
  get setCookies(): readonly string[] {
    return this.#cookies?.headers() ?? []
  }

  /** What is remembered of the visitor; `undefined` where sessions are switched off. */
  get session(): Session | undefined {
    if (this.#sessions === undefined) return undefined
    this.#sessionState ??= new SessionState(this.#sessions, this)
    return (this.#session ??= new Session(this.#sessionState))
  }

  get isHttps(): boolean {
    return this.#source.url.protocol === 'https:'
  }

  get phase(): SessionRequest['phase'] {
    if (!this.#isSent) return 'open'
    return this.#isStreaming ? 'streaming' : 'sent'
  }

  /**
   * Stores what was changed in the session.
   *
   * @returns A promise, or `undefined` when there is nothing to wait for.
   */
  persist(): Promise<void> | undefined {
    return this.#sessionState?.persist()
  }

  /**
   * Stores what is changed in the session while a page is being sent.
   *
   * @param pending - Settles when the page is complete.
   * @returns Settles when that is stored, too.
   */
  async persistAfter(pending: Promise<void>): Promise<void> {
    this.#isStreaming = true
    await pending
    this.#isStreaming = false
    await this.persist()
  }

  /** Notes that the response is on its way: cookies can no longer be changed. */
  markSent(): void {
    this.#isSent = true
    this.#cookies?.markSent()
  }

  /** The path that was asked for, before any rewrite. */
  get originPathname(): string {
    return this.#source.url.pathname
  }

  #createCookies(): Cookies {
    const cookies = new Cookies(this.#source.header('cookie'))
    if (this.#isSent) cookies.markSent()
    return cookies
  }
}
