import { defineMiddleware } from 'ssr-pages'

export const onRequest = defineMiddleware((context, next) => {
  Object.assign(context.locals, { author: 'Ada' })
  return next()
})
