import type { FailedForm } from 'ssr-pages/forms'
import type { Carrier, Cart, Shop, User } from './types.ts'

declare global {
  namespace App {
    /** The values that app.js puts into `res.locals`; pages read them from `Astro.locals`. */
    interface Locals {
      shop: Shop
      carrier: Carrier
      user: User | undefined
      /** A form that failed: its page shows the mistakes. */
      form?: FailedForm
      /** Set by src/middleware.ts. */
      cart: Cart
    }
    /** The values in `Astro.session` on Netlify; Express has its own session. */
    interface SessionData {
      userId: number
    }
  }
}
