import { defineMiddleware, sequence } from 'ssr-pages'
import { readCart } from './cart.ts'
import { withoutExpress } from './without-express.ts'

/** The header of each page shows the cart. */
const withCart = defineMiddleware((context, next) => {
  context.locals.cart = readCart(context.cookies)
  return next()
})

/** Runs before every page, after the session of app.js. */
export const onRequest = sequence(withoutExpress, withCart)
