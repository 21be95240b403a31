import type { CspSettings } from '../shared/csp.ts'
import { SsrPagesError } from '../shared/errors.ts'
import type { Route } from '../shared/types.ts'
import {
  type OwnPolicy,
  type PolicyChanges,
  createChanges,
  createPolicy,
} from '../policy/create-policy.ts'
import { Csp } from '../policy/insert.ts'
import { createNonce } from '../policy/nonce.ts'
import { setPolicy, toBuiltPolicy } from '../policy/set-policy.ts'

/** Status and headers that a page sets. */
interface PageHead {
  readonly status: number | undefined
  headers: Headers | undefined
}

/** Where a page's policy is sent. */
export interface PolicyHost {
  /** The nonce that the host has created. (default: none) */
  readonly nonce?: unknown
  /**
   * Returns a header that the host has set. (default: the headers of the page are not sent with its
   * HTML, so the page gets no nonce of ours)
   */
  hostHeader?(name: string): string | undefined
  /** Receives a nonce of ours before the page runs. (default: the page cannot read it) */
  keepNonce?(nonce: string): void
}

/** The Content Security Policy of one request. Exists only if the configuration asks for one. */
export class RequestPolicy {
  readonly #settings: CspSettings
  readonly #host: PolicyHost
  /** The additions of each page, and under `undefined` those of page middleware. */
  readonly #changes = new Map<PageHead | undefined, PolicyChanges>()
  readonly #complete = new Set<PageHead | undefined>()
  #nonce: string | undefined

  /**
   * @param settings - The configuration.
   * @param host - Where the policy is sent.
   */
  constructor(settings: CspSettings, host: PolicyHost) {
    this.#settings = settings
    this.#host = host
  }

  /** The nonce of the host, or one of ours; `undefined` for HTML that is sent by others. */
  get nonce(): unknown {
    const { nonce } = this.#host
    if (nonce !== undefined || !this.#isSent) return nonce
    if (this.#nonce === undefined) {
      this.#nonce = createNonce()
      this.#host.keepNonce?.(this.#nonce)
    }
    return this.#nonce
  }

  /**
   * Creates `Astro.csp`.
   *
   * @param head - The page; `undefined` for page middleware and API routes.
   */
  toCsp(head: PageHead | undefined): Csp {
    return new Csp({ open: (method) => this.#open(head, method) })
  }

  /**
   * Completes the headers of a page with its policy.
   *
   * @param head - Status and headers of the page, which are changed.
   * @param route - The page's route.
   * @returns The page's headers.
   */
  complete(head: PageHead, route: Route): Headers | undefined {
    this.#complete.add(head).add(undefined)
    // Browsers would replace the policy of the page that they have stored, but not its nonces.
    if (head.status === 304) return head.headers
    const headers = (head.headers ??= new Headers())
    const own = this.#toOwn(head, route)
    setPolicy(headers, own, (name) => this.#host.hostHeader?.(name))
    return headers
  }

  #toOwn(head: PageHead, route: Route): OwnPolicy {
    const { policy: built } = route
    if (built !== undefined) return toBuiltPolicy(built)
    const changes = [this.#changes.get(undefined), this.#changes.get(head)]
    return createPolicy(
      this.#settings,
      changes.filter((one) => one !== undefined),
      this.#isSent ? [`'nonce-${String(this.nonce)}'`] : [],
    )
  }

  get #isSent(): boolean {
    return this.#host.hostHeader !== undefined
  }

  #open(head: PageHead | undefined, method: string): PolicyChanges {
    if (this.#complete.has(head)) {
      const where = head === undefined ? 'Call it before next().' : undefined
      const what = `csp.${method}() was called after the headers of the page were complete.`
      throw new SsrPagesError('RESPONSE_SENT', what, { method }, where)
    }
    const changes = this.#changes.get(head) ?? createChanges()
    this.#changes.set(head, changes)
    return changes
  }
}
