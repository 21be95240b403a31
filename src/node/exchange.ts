import type { ServerResponse } from 'node:http'
import type { Assets } from './assets.ts'
import type { HostRequest } from '../bridge/url.ts'
import type { CheckOrigin } from '../core/cross-site.ts'
import type { HandleOptions } from '../core/handler.ts'
import type { LoadedPages } from '../loader/load.ts'
import type { Settings } from './options.ts'
import type { SessionStore } from '../session/store.ts'

/** Hands a request to whatever the host has next, or to its error handling. */
export type Next = (error?: unknown) => void

/** What is the same for all requests. */
export interface Edge {
  readonly pages: LoadedPages
  readonly settings: Settings
  readonly sessions: SessionStore | undefined
  /** The configured base without its slash at the end. */
  readonly prefix: string
  readonly assets: Assets | undefined
}

/** One request on its way. */
export interface Exchange {
  readonly req: HostRequest
  readonly res: HostResponse
  readonly next: Next | undefined
}

/** Express has locals; Connect and plain `http` have none. */
type HostResponse = ServerResponse & { locals?: Record<string, unknown> }

/** How one request is to be answered. A class: an object with a getter took 0.6 us longer. */
export class ExchangeOptions implements HandleOptions {
  readonly locals: App.Locals
  readonly sessions: SessionStore | undefined
  readonly isStreaming: boolean
  readonly checkOrigin: CheckOrigin
  readonly onError: ((error: unknown) => void) | undefined
  readonly #res: HostResponse
  readonly #nonceName: string

  /**
   * @param edge - The pages and their settings.
   * @param exchange - The request.
   * @param locals - What the option `locals` gave.
   */
  constructor(edge: Edge, exchange: Exchange, locals: App.Locals) {
    const { settings, sessions } = edge
    const { req, res } = exchange
    this.locals = locals
    this.sessions = sessions
    this.isStreaming = settings.streaming
    this.checkOrigin = settings.checkOrigin
    this.onError = rendersErrors(edge, exchange)
      ? (error) => settings.onError(error, req)
      : undefined
    this.#res = res
    this.#nonceName = settings.cspNonce
  }

  // Page middleware may make it.
  get nonce(): unknown {
    return Reflect.get(this.#res.locals ?? this.locals, this.#nonceName)
  }
}

/**
 * Decides who answers what no page does: whoever has more to say than we do.
 *
 * @param next - What the host gave.
 * @returns `'next'` where the host goes on, `'render'` where nobody does.
 */
export function defaultOutcome(next: Next | undefined): 'next' | 'render' {
  return next === undefined ? 'render' : 'next'
}

function rendersErrors(edge: Edge, exchange: Exchange): boolean {
  const { serverError = defaultOutcome(exchange.next) } = edge.settings
  return serverError === 'render'
}
