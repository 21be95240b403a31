import type { VisitOptions } from '../context/visit.ts'
import { createRequestSource } from '../bridge/request.ts'
import { assertLocals } from '../core/locals.ts'
import { handleView } from '../core/view.ts'
import { isThenable } from '../render/renderable.ts'
import type { SessionStore } from '../session/store.ts'
import type { PageResult, Params, Route } from '../shared/types.ts'
import { isObject } from '../shared/is-object.ts'
import type { Exchange, HostResponse } from './exchange.ts'
import type { RoutedRequest } from './host-response.ts'
import type { ServedSite } from './served-site.ts'
import { readHeader } from './host-header.ts'
import { readStatus } from './host-status.ts'

/** What a handler of the host renders, and with what. */
export interface ViewCall {
  /** As the handler wrote it. */
  readonly name: string
  /** `Astro.props`. */
  readonly props: Record<string, unknown>
  readonly params: Params
  /** The pattern of the host's route. (default: the name of the view) */
  readonly pattern: string | undefined
  /** Where the host mounted the views, without a trailing slash; `''` at the root. */
  readonly mount: string
  /** (default: the status of the response) */
  readonly status?: number | undefined
  /** Set on the response just before it starts. (default: none) */
  readonly headers?: Readonly<Record<string, string | readonly string[]>> | undefined
  /** Replaces the locals of the site's option. */
  readonly locals?: App.Locals | undefined
  /** False to render the whole view before anything is sent. (default: the site's option) */
  readonly isStreaming?: boolean
}

/**
 * Returns the params of the host's route.
 *
 * @returns Empty for a host without routes.
 */
export function paramsOf({ params }: RoutedRequest): Params {
  return isObject(params) ? (params as Params) : {}
}

/**
 * Runs a view for a request.
 *
 * @param view - The view's route.
 * @returns The result. Synchronous if the view, the page middleware and the locals are.
 * @throws {unknown} whatever the view throws
 * @throws {SsrPagesError} LOCALS_INVALID, HOST_INVALID, TARGET_INVALID, HEADER_DUPLICATE
 */
export function visitView(
  site: ServedSite,
  { req, res }: Exchange,
  view: Route,
  call: ViewCall,
): PageResult | undefined | Promise<PageResult | undefined> {
  const { pages, settings } = site
  const { name, params, pattern, mount } = call
  const run = (locals: unknown) => {
    assertLocals(locals)
    const source = createRequestSource(req, res, {
      base: toViewBase(site, mount),
      bodyLimit: settings.bodyLimit,
    })
    const match = { name, route: view, params, pattern }
    return handleView(pages, match, source, new ViewVisitOptions(site, res, call, locals))
  }
  const locals: unknown = call.locals ?? settings.locals(req, res)
  return isThenable(locals) ? Promise.resolve(locals).then(run) : run(locals)
}

/**
 * Returns the path that the browser files of views are below, without a trailing slash.
 *
 * @param mount - Where the host mounted the views.
 */
export function toViewBase({ prefix }: Pick<ServedSite, 'prefix'>, mount: string): string {
  return mount === prefix ? prefix : mount + prefix
}

/** How a view is rendered. Its errors always go to the host. */
class ViewVisitOptions implements VisitOptions {
  readonly locals: App.Locals
  readonly sessions: SessionStore | undefined
  readonly checkOrigin = false
  readonly props: Record<string, unknown>
  readonly isStreaming: boolean
  readonly #res: HostResponse
  readonly #call: ViewCall
  readonly #nonceName: string

  constructor(site: ServedSite, res: HostResponse, call: ViewCall, locals: App.Locals) {
    this.locals = locals
    this.sessions = site.sessions
    this.props = call.props
    this.isStreaming = call.isStreaming ?? site.settings.streaming
    this.#res = res
    this.#call = call
    this.#nonceName = site.settings.cspNonce
  }

  get status(): number {
    return this.#call.status ?? readStatus(this.#res)
  }

  get type(): string | undefined {
    return this.hostHeader('content-type')
  }

  hostHeader(name: string): string | undefined {
    const { headers = {} } = this.#call
    const own = Object.keys(headers).find((one) => one.toLowerCase() === name)
    const value = own === undefined ? undefined : headers[own]
    return value === undefined ? readHeader(this.#res, name) : [value].flat().join(', ')
  }

  keepNonce(nonce: string): void {
    if (this.#res.locals === this.locals) Reflect.set(this.locals, this.#nonceName, nonce)
  }

  // A getter, because page middleware may create the nonce.
  get nonce(): unknown {
    const name = this.#nonceName
    const ofHost = this.#res.locals && Reflect.get(this.#res.locals, name)
    return ofHost ?? Reflect.get(this.locals, name)
  }
}
