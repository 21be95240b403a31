import { SsrPagesError } from '../shared/errors.ts'
import type { Session } from '../session/session.ts'
import { keptRequest } from '../shared/kept-request.ts'
import type { NodeExchange } from '../shared/request-source.ts'
import type { Params } from '../shared/types.ts'
import type { Context } from '../context/context.ts'
import type { Cookies } from '../context/cookies.ts'
import type { Csp } from '../policy/insert.ts'
import type { PageRender, SlotMap } from './page-render.ts'
import type { PageResponse } from '../context/page-response.ts'
import type { redirect } from '../context/redirect.ts'
import type { RewriteTarget } from '../context/visit.ts'
import { Slots } from './slot.ts'

/**
 * `Astro` in a page or component: the request's context, and what the parent passed.
 *
 * @see https://docs.astro.build/en/reference/api-reference/
 */
export class AstroGlobal {
  /** The attributes that the parent passed. */
  readonly props: Record<string, unknown>
  /** The component itself, for recursion; set by compiled code. */
  self: unknown = undefined
  readonly #render: PageRender
  readonly #slotMap: SlotMap
  readonly #depth: number
  readonly #keepsRequest: boolean
  #slots: Slots | undefined

  /**
   * @param render - The page being rendered.
   * @param props - The attributes that the parent passed.
   * @param slots - The children that the parent passed.
   * @param keepsRequest - True if the component keeps `request` to itself. (default: `false`)
   */
  constructor(
    render: PageRender,
    props: Record<string, unknown>,
    slots: SlotMap,
    keepsRequest = false,
  ) {
    this.props = props
    this.#render = render
    this.#slotMap = slots
    this.#depth = render.state.depth
    this.#keepsRequest = keepsRequest
  }

  get slots(): Slots {
    return (this.#slots ??= new Slots(this.#render, this.#slotMap, this.#depth))
  }

  get request(): Request {
    return this.#keepsRequest ? keptRequest(this.#render.visit.source) : this.#context.request
  }

  get url(): URL {
    return this.#context.url
  }

  get params(): Params {
    return this.#context.params
  }

  get cookies(): Cookies {
    return this.#context.cookies
  }

  get session(): Session | undefined {
    return this.#context.session
  }

  get csp(): Csp | undefined {
    return this.#context.csp
  }

  get locals(): App.Locals {
    return this.#context.locals
  }

  set locals(value: App.Locals) {
    this.#context.locals = value
  }

  get response(): PageResponse {
    return this.#context.response
  }

  get redirect(): typeof redirect {
    return this.#context.redirect
  }

  get rewrite(): (target: RewriteTarget) => Promise<Response> {
    return this.#context.rewrite
  }

  get originPathname(): string {
    return this.#context.originPathname
  }

  get clientAddress(): string {
    return this.#context.clientAddress
  }

  get node(): NodeExchange | undefined {
    return this.#context.node
  }

  get site(): URL | undefined {
    return this.#context.site
  }

  get generator(): string {
    return this.#context.generator
  }

  get routePattern(): string {
    return this.#context.routePattern
  }

  get isPrerendered(): boolean {
    return this.#context.isPrerendered
  }

  /**
   * Was removed from Astro.
   *
   * @param pattern - The files.
   * @throws {SsrPagesError} FEATURE_ABSENT: always; the message says what to write instead
   */
  glob(pattern: unknown): never {
    const shown = JSON.stringify(String(pattern)).slice(1, -1)
    const what = `Astro.glob('${shown}') was removed from Astro 6 and does not exist here.`
    const hint = `Write \`Object.values(import.meta.glob('${shown}', { eager: true }))\`.`
    throw new SsrPagesError('FEATURE_ABSENT', what, { feature: 'Astro.glob' }, hint)
  }

  get #context(): Context {
    return this.#render.context
  }
}

/**
 * `Astro` at module level, for exported functions: only the members that need no request.
 *
 * @param site - The site's public URL.
 * @returns An object with `site` and `generator`; all other members throw ASTRO_UNAVAILABLE.
 */
export function createAstro(site?: string): object {
  const known = { site: site === undefined ? undefined : new URL(site), generator: 'ssr-pages' }
  return new Proxy(known, {
    get(target, key) {
      if (typeof key === 'symbol' || key in target) return Reflect.get(target, key)
      const what = `Astro.${key} was read outside a component's code.`
      throw new SsrPagesError('ASTRO_UNAVAILABLE', what, { property: key })
    },
  })
}
