import { type HandleOptions, handle } from './handler.ts'
import { withoutPrefix } from './pathname.ts'
import type { Matcher, PageResult, RequestSource } from './types.ts'

/** What a Fetch host knows beside the request itself. */
export interface FetchInit {
  /** Becomes `Astro.locals`. [an empty object] */
  locals?: App.Locals
  /** IP address of the client. [`''`] */
  clientAddress?: string
}

/** Pages as a Fetch host needs them. */
export interface FetchPages {
  /** URL path the site was built for; starts and ends with `/`. */
  readonly base: string
  readonly matcher: Matcher
  readonly site: string | undefined
  /** Who may send forms. [the site's own pages] */
  readonly checkOrigin?: HandleOptions['checkOrigin']
  /** The local that has the nonce of the content security policy. [`'cspNonce'`] */
  readonly cspNonce?: string
}

/**
 * Answers a Fetch `Request`, for hosts that speak Fetch, and for tests.
 *
 * @param pages - The pages.
 * @param request - The request; its URL's path is matched as it is.
 * @param init - Locals and client address.
 * @returns The response; `undefined` when no page matches.
 * @throws Whatever the page throws before its response begins, and SsrPagesError CROSS_SITE_FORM.
 */
export async function fetchPage(
  pages: FetchPages,
  request: Request,
  init: FetchInit = {},
): Promise<Response | undefined> {
  const url = new URL(request.url)
  const prefix = pages.base.slice(0, -1)
  const pathname = withoutPrefix(url.pathname, prefix)
  const match = pathname === undefined ? undefined : pages.matcher(pathname)
  if (match === undefined) return undefined
  const source: RequestSource = {
    method: request.method,
    base: prefix,
    request,
    url,
    clientAddress: init.clientAddress ?? '',
    node: undefined,
    header: (name) => request.headers.get(name) ?? undefined,
    onAbort: (listener) => request.signal.addEventListener('abort', listener, { once: true }),
  }
  const { site, checkOrigin, cspNonce = 'cspNonce' } = pages
  const { locals = {} } = init
  const options: HandleOptions = {
    locals,
    site,
    nonce: Reflect.get(locals, cspNonce),
    ...(checkOrigin !== undefined && { checkOrigin }),
  }
  const result = await handle(match, source, options)
  return result && toResponse(result, request.method)
}

function toResponse(result: PageResult, method: string): Response {
  if ('response' in result) {
    const { response, cookies } = result
    if (method !== 'HEAD') return withCookies(response, cookies)
    void response.body?.cancel().catch(() => {})
    return withCookies(new Response(null, response), cookies)
  }
  const { html, status, statusText } = result
  const init = { status, statusText, headers: toHeaders(result) }
  if (method !== 'HEAD' && !NULL_BODY.has(status)) {
    return new Response(typeof html === 'string' ? html : toByteStream(html), init)
  }
  if (typeof html !== 'string') void html[Symbol.asyncIterator]().return?.()
  return new Response(null, init)
}

// https://fetch.spec.whatwg.org/#null-body-status
const NULL_BODY = new Set([204, 205, 304])

function toHeaders({ headers: own, cookies }: Extract<PageResult, { html: unknown }>): Headers {
  const headers = new Headers(own)
  if (!headers.has('content-type')) headers.set('content-type', 'text/html; charset=utf-8')
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  return headers
}

// The headers of a response that came from fetch() or Response.redirect() cannot be changed.
function withCookies(response: Response, cookies: readonly string[]): Response {
  if (cookies.length === 0) return response
  const copy = new Response(response.body, response)
  for (const cookie of cookies) copy.headers.append('set-cookie', cookie)
  return copy
}

function toByteStream(chunks: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await iterator.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await iterator.return?.()
    },
  })
}
