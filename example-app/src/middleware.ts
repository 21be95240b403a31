import { defineMiddleware } from 'ssr-pages'
import { readCart } from './cart.ts'

/** Runs before every page, after the session of app.js: the header of each page shows the cart. */
export const onRequest = defineMiddleware((context, next) => {
  context.locals.cart = readCart(context.cookies)
  return next()
})
