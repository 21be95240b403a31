/** The client's location, as Netlify estimates it. */
export interface NetlifyGeo {
  readonly city?: string
  readonly country?: { readonly code?: string; readonly name?: string }
  readonly subdivision?: { readonly code?: string; readonly name?: string }
  readonly timezone?: string
  readonly latitude?: number
  readonly longitude?: number
  readonly postalCode?: string
}

/**
 * The members of Netlify's context that all its runtimes provide.
 *
 * @see https://docs.netlify.com/build/functions/api/#netlify-specific-context-object
 */
export interface NetlifyContext {
  /** IP address of the client. */
  readonly ip?: string
  readonly geo?: NetlifyGeo
  readonly requestId?: string
  readonly account?: { readonly id?: string }
  readonly deploy?: {
    readonly context?: string
    readonly id?: string
    readonly published?: boolean
  }
  readonly site?: { readonly id?: string; readonly name?: string; readonly url?: string }
  readonly server?: { readonly region?: string }
  /** Keeps the function alive after its response until the promise has settled. */
  waitUntil?(promise: Promise<unknown>): void
}

/** The type of `Astro.locals.netlify`, for the declaration of `App.Locals`. */
export interface NetlifyLocals {
  readonly context: NetlifyContext
}
