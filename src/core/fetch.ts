import { isRead } from '../shared/methods.ts'
import type { CheckOrigin, PageResult, Pages, RouteMatch } from '../shared/types.ts'
import { asClientRequest } from '../shared/client-request.ts'
import type { VisitOptions } from '../context/visit.ts'
import { handle } from './handler.ts'
import { assertLocals } from './locals.ts'
import { toSpellingRedirect } from './spelling-redirect.ts'
import { NOT_FOUND, type RouteOutcome, resolveMatch } from './resolve-match.ts'
import { isThenable } from '../render/renderable.ts'
import { withoutPrefix, toPrefix } from '../shared/pathname.ts'
import { toFinalResponse } from './to-response.ts'
import type { SessionStore } from '../session/store.ts'
import type { RequestSource } from '../shared/request-source.ts'

/** What a Fetch host knows in addition to the request itself. */
export interface FetchInit {
  /** Becomes `Astro.locals`. (default: an empty object) */
  locals?: App.Locals
  /** IP address of the client. (default: `''`) */
  clientAddress?: string
}

/** How the requests of a Fetch host are answered. */
export interface FetchOptions {
  /** Who may send forms. (default: the site's own pages) */
  readonly checkOrigin?: CheckOrigin
  /**
   * The name of the local that contains the nonce of the content security policy.
   * (default: `'cspNonce'`)
   */
  readonly cspNonce?: string
  /** The store of the sessions. (default: none, `Astro.session` is undefined) */
  readonly sessions?: SessionStore | undefined
  /** True to answer paths without a page with `404.astro`. (default: `false`) */
  readonly rendersNotFound?: boolean
  /**
   * Receives the errors that `500.astro` answers, if the site has that page.
   * (default: errors are thrown)
   */
  readonly onError?: (error: unknown) => void
}

/**
 * Answers a Fetch `Request`, for hosts that use Fetch, and for tests. Synchronous if the page is.
 *
 * @param pages - The site's pages.
 * @param request - The request; the path of its URL is matched as it is.
 * @param init - Locals and client address. (default: none)
 * @param options - See {@link FetchOptions}.
 * @returns The response; `undefined` if no page matches.
 * @throws {unknown} whatever the page throws before its response begins
 * @throws {SsrPagesError} CROSS_SITE_FORM, LOCALS_INVALID
 */
export function fetchPage(
  pages: Pages,
  request: Request,
  init: FetchInit = {},
  options: FetchOptions = {},
): MaybeResponse | Promise<MaybeResponse> {
  const source = new FetchSource(pages, request, init)
  const { method } = source
  const { checkOrigin = true, rendersNotFound = false } = options
  const outcome = resolveFetch(pages, source, checkOrigin)
  if (outcome.kind === 'redirect') return toFinalResponse(outcome.result, method)
  if (outcome.kind === 'notFound' && !rendersNotFound) return undefined
  const match = outcome.kind === 'notFound' ? notFoundOf(pages) : outcome.match
  const result = handle(pages, match, source, new FetchVisit(init, options))
  return isThenable(result)
    ? result.then((settled) => toFinal(settled, method))
    : toFinal(result, method)
}

type MaybeResponse = Response | undefined

function toFinal(result: PageResult | undefined, method: string): MaybeResponse {
  return result && toFinalResponse(result, method)
}

function resolveFetch(pages: Pages, source: RequestSource, checkOrigin: CheckOrigin): RouteOutcome {
  const { method, url } = source
  const { pathname, search } = url
  const prefix = toPrefix(pages.base)
  const path = withoutPrefix(pathname, prefix)
  const match = path === undefined ? undefined : pages.matcher(path)
  const sent = { method, pathname, base: '', prefix, search }
  const result = toSpellingRedirect(sent, match?.route, pages)
  if (result !== undefined) return { kind: 'redirect', match: undefined, result }
  return match === undefined ? NOT_FOUND : resolveMatch(pages, match, source, checkOrigin)
}

function notFoundOf({ notFound }: Pages): RouteMatch {
  return { route: notFound, params: {} }
}

class FetchVisit implements VisitOptions {
  readonly locals: App.Locals
  readonly sessions: SessionStore | undefined
  readonly checkOrigin: CheckOrigin
  readonly onError: FetchOptions['onError']
  readonly #cspNonce: string

  constructor({ locals = {} }: FetchInit, options: FetchOptions) {
    const { checkOrigin = true, cspNonce = 'cspNonce', sessions, onError } = options
    assertLocals(locals)
    this.locals = locals
    this.sessions = sessions
    this.checkOrigin = checkOrigin
    this.onError = onError
    this.#cspNonce = cspNonce
  }

  // Nothing is set before us.
  hostHeader(): undefined {
    return undefined
  }

  // A getter, because page middleware may create the nonce.
  get nonce(): unknown {
    return Reflect.get(this.locals, this.#cspNonce)
  }
}

class FetchSource implements RequestSource {
  readonly base: string
  readonly url: URL
  readonly clientAddress: string
  readonly node = undefined
  readonly #given: Request
  #request: Request | undefined

  constructor({ base }: Pages, request: Request, { clientAddress = '' }: FetchInit) {
    this.base = toPrefix(base)
    this.#given = request
    this.url = new URL(request.url)
    this.clientAddress = clientAddress
  }

  get method(): string {
    return this.#given.method
  }

  get request(): Request {
    return (this.#request ??= toClientRequest(this.#given))
  }

  header(name: string): string | undefined {
    return (this.#request ?? this.#given).headers.get(name) ?? undefined
  }

  onAbort(listener: () => void): void {
    this.#given.signal.addEventListener('abort', listener, { once: true })
  }
}

// GET has no body that could be malformed.
function toClientRequest(request: Request): Request {
  return isRead(request.method) ? request : asClientRequest(request)
}
