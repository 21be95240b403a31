import type { Carrier, Cart, Shop, User } from './types.ts'

declare global {
  namespace App {
    /** What app.js puts into `res.locals`, as pages find it in `Astro.locals`. */
    interface Locals {
      shop: Shop
      carrier: Carrier
      user: User | undefined
      /** What a visitor has typed who could not sign in. */
      failedEmail?: string
      /** Put there by src/middleware.ts. */
      cart: Cart
    }
    /** What `Astro.session` keeps on Netlify; beside Express, its own session does. */
    interface SessionData {
      userId: number
    }
  }
}
