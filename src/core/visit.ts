import { callMiddleware } from './call-middleware.ts'
import { statusOf } from '../shared/errors.ts'
import type { HandleOptions } from './handler.ts'
import { mergeErrorPage, needsErrorPage } from './error-page.ts'
import { toRedirect } from './redirects.ts'
import { runEndpoint } from './endpoint.ts'
import { type Page, renderPage } from '../render/page.ts'
import { isThenable } from '../render/renderable.ts'
import { type ContextInit, RequestState, type RewriteTarget } from '../context/request-state.ts'
import { resolveRewrite } from './rewrite.ts'
import { dropOutput, toResponse } from './to-response.ts'
import type {
  Output,
  PageModule,
  PageResult,
  Pages,
  RequestSource,
  ResponseOutput,
  RouteMatch,
} from '../shared/types.ts'

/** `undefined` for a request that is better left to the host. */
type MaybeOutput = Output | undefined
type MaybeResult = PageResult | undefined

/** How often one request may enter the site: a rewrite enters it again. */
const MAX_ENTRIES = 4

/** One request on its way through the site: middleware, rewrites, pages, error pages. */
export class Visit {
  readonly #pages: Pages
  readonly #source: RequestSource
  readonly #options: HandleOptions
  readonly #state: RequestState
  /** Statuses of the empty responses that API routes have answered with: those stay empty. */
  readonly #ownStatuses = new Set<number>()
  #entries = 0

  /**
   * @param pages - The site's pages.
   * @param source - The request as it came.
   * @param options - Locals, and how to render.
   */
  constructor(pages: Pages, source: RequestSource, options: HandleOptions) {
    this.#pages = pages
    this.#source = source
    this.#options = options
    const { locals, sessions } = options
    const { site } = pages
    this.#state = new RequestState({ source, locals, sessions, site, rewriting: this })
  }

  /**
   * Answers the request; called once.
   *
   * @param match - The route and its params.
   * @returns The result, at once when nothing was pending.
   */
  answer(match: RouteMatch): MaybeResult | Promise<MaybeResult> {
    const { route, params } = match
    const { props } = this.#options
    try {
      const init = { state: this.#state, route, params, source: this.#source, props }
      const result = this.#finish(this.#enter(init))
      return isThenable(result) ? result.catch((error) => this.#rescue(error)) : result
    } catch (error) {
      return this.#rescue(error)
    }
  }

  /**
   * Finds the route of a rewrite.
   *
   * @param from - The route that rewrites.
   * @param target - Where to.
   * @returns The route with its params, and the request as it sees it.
   */
  resolve(from: ContextInit, target: RewriteTarget): ContextInit {
    return resolveRewrite(this.#pages, from, target)
  }

  /**
   * Answers by another route.
   *
   * @param from - The route that rewrites.
   * @param target - Where to.
   * @returns The other route's response, without the cookies, which are shared.
   */
  async rewrite(from: ContextInit, target: RewriteTarget): Promise<Response> {
    const output = await this.#enter(this.resolve(from, target))
    return output === undefined ? new Response(null, { status: 404 }) : toResponse(output)
  }

  #enter(init: ContextInit): MaybeOutput | Promise<MaybeOutput> {
    this.#entries += 1
    if (this.#entries > MAX_ENTRIES) {
      return { response: new Response(null, { status: 508, statusText: 'Loop Detected' }) }
    }
    const { loadMiddleware } = this.#pages
    if (loadMiddleware === undefined || init.route.redirect !== undefined) return this.#run(init)
    return this.#runBehind(loadMiddleware, init)
  }

  async #runBehind(
    loadMiddleware: NonNullable<Pages['loadMiddleware']>,
    init: ContextInit,
  ): Promise<MaybeOutput> {
    const module = await loadMiddleware()
    const output = await callMiddleware(module, init, (current) => this.#run(current))
    return output && this.#withErrorPage(output, init)
  }

  #run(init: ContextInit): MaybeOutput | Promise<MaybeOutput> {
    if (init.route.redirect !== undefined)
      return toRedirect(init.route.redirect, init, this.#pages.base)
    const module = init.route.load()
    if (!isThenable(module)) return this.#runModule(module, init)
    return module.then((loaded) => this.#runModule(loaded, init))
  }

  #runModule(module: PageModule, init: ContextInit): MaybeOutput | Promise<MaybeOutput> {
    const component = module['default']
    if (typeof component === 'function') {
      // What else may be asked of a page's path, and by whom, the host knows.
      if (init.source.method === 'OPTIONS') return undefined
      const page = {
        component: component as Page['component'],
        isPartial: module['partial'] === true,
      }
      const output = renderPage(page, init, this.#options)
      if (!isThenable(output)) return this.#withErrorPage(output, init)
      return output.then((settled) => this.#withErrorPage(settled, init))
    }
    return this.#runEndpoint(module, init)
  }

  #runEndpoint(module: PageModule, init: ContextInit): MaybeOutput | Promise<MaybeOutput> {
    const output = runEndpoint(module, init)
    return isThenable(output)
      ? output.then((settled) => this.#keepStatus(settled))
      : this.#keepStatus(output)
  }

  #keepStatus(output: ResponseOutput | undefined): ResponseOutput | undefined {
    if (output?.response.body === null) this.#ownStatuses.add(output.response.status)
    return output
  }

  // An empty 404 or 500 of a page or middleware; what an API route answers is its own.
  #withErrorPage(output: Output, init: ContextInit): MaybeOutput | Promise<MaybeOutput> {
    const route = needsErrorPage(output, init.route, this.#pages)
    if (route === undefined || !('response' in output)) return output
    if (this.#ownStatuses.has(output.response.status)) return output
    const errorPage = this.#run({ ...init, route, params: {}, props: {} })
    if (!isThenable(errorPage)) return mergeErrorPage(errorPage, output.response)
    return errorPage.then((settled) => mergeErrorPage(settled, output.response))
  }

  #rescue(error: unknown): MaybeResult | Promise<MaybeResult> {
    const { onError } = this.#options
    const route = this.#pages.serverError
    if (onError === undefined || route === undefined || statusOf(error) < 500) throw error
    onError(error)
    const init = { state: this.#state, source: this.#source, params: {} }
    return this.#finish(this.#run({ ...init, route, props: { error } }))
  }

  #finish(output: MaybeOutput | Promise<MaybeOutput>): MaybeResult | Promise<MaybeResult> {
    if (isThenable(output)) return output.then((settled) => this.#finish(settled))
    if (output === undefined) return undefined
    const saving = this.#state.persist()
    if (saving === undefined) return this.#toResult(output)
    // What a streaming page has changed in the meantime may need a cookie, too.
    return saving.then(
      () => this.#finish(output),
      (error) => {
        dropOutput(output)
        throw error
      },
    )
  }

  #toResult(output: Output): PageResult {
    const result = withCookies(output, this.#state.setCookies)
    this.#state.markSent()
    return result
  }
}

// By name: five copies of objects took Node 20 11 us of a small page's 16.
function withCookies(output: Output, cookies: readonly string[]): PageResult {
  if ('response' in output) return { response: output.response, cookies }
  const { html, status, statusText, headers } = output
  return { html, status, statusText, headers, cookies }
}
