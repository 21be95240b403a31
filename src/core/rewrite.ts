import { createClientRequest } from '../shared/client-request.ts'
import { SsrPagesError } from '../shared/errors.ts'
import { withoutPrefix } from '../shared/pathname.ts'
import type { RewriteTarget, Visit } from '../context/visit.ts'
import { isRequest } from '../context/response.ts'
import type { NodeExchange, RequestSource } from '../shared/request-source.ts'

/**
 * Finds the route of a rewrite.
 *
 * @param from - The visit of the route that rewrites.
 * @param target - A path, relative to the request's and with or without the base; a URL of the same
 *   origin; or a request to one.
 * @returns The visit of the target's route, with the request as that route sees it; the visit of
 *   the 404 page for a path without a route.
 * @throws {SsrPagesError} REWRITE_INVALID: for another origin
 */
export function resolveRewrite(from: Visit, target: RewriteTarget): Visit {
  const { shared, source } = from
  const { pages } = shared
  const url = toUrl(target, source)
  const pathname = withoutPrefix(url.pathname, source.base) ?? url.pathname
  url.pathname = source.base + pathname
  const match = pages.matcher(pathname)
  return {
    shared,
    route: match?.route ?? pages.notFound,
    params: match?.params ?? {},
    source: new RewrittenSource(source, url, isRequest(target) ? target : undefined),
    props: undefined,
  }
}

function toUrl(target: RewriteTarget, { url }: RequestSource): URL {
  const href = toHref(target)
  const wanted = href !== undefined && URL.canParse(href, url) ? new URL(href, url) : undefined
  if (wanted?.origin === url.origin) return wanted
  const seen = href === undefined ? `a value of type ${typeof target}` : JSON.stringify(href)
  const what = `A page of ${url.origin} cannot be rewritten to ${seen}.`
  throw new SsrPagesError('REWRITE_INVALID', what, { target: href })
}

// Does not trust the type: the target may be parsed data.
function toHref(target: RewriteTarget): string | undefined {
  if (typeof target === 'string') return target
  if (isRequest(target)) return target.url
  return Object.prototype.toString.call(target) === '[object URL]' ? String(target) : undefined
}

/** The request with another URL. Its body is passed on unless it has been read. */
class RewrittenSource implements RequestSource {
  readonly url: URL
  readonly #source: RequestSource
  readonly #given: Request | undefined
  #request: Request | undefined

  constructor(source: RequestSource, url: URL, given: Request | undefined) {
    this.#source = source
    this.url = url
    this.#given = given
  }

  get method(): string {
    return this.#given?.method ?? this.#source.method
  }

  get base(): string {
    return this.#source.base
  }

  get clientAddress(): string {
    return this.#source.clientAddress
  }

  get node(): NodeExchange | undefined {
    return this.#source.node
  }

  get request(): Request {
    return (this.#request ??= this.#createRequest())
  }

  header(name: string): string | undefined {
    return this.#given ? (this.#given.headers.get(name) ?? undefined) : this.#source.header(name)
  }

  onAbort(listener: () => void): void {
    this.#source.onAbort(listener)
  }

  #createRequest(): Request {
    const request = this.#given ?? this.#source.request
    if (request.bodyUsed) {
      const what = `The request body was read before the request was rewritten to ${this.url.pathname}.`
      throw new SsrPagesError('REWRITE_BODY_USED', what, { pathname: this.url.pathname })
    }
    return createClientRequest(this.url, request)
  }
}
