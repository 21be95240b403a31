import type { RequestHandler } from 'express'

/** Adds values to the locals that pages see as `Astro.locals`. */
export function setLocals(locals: object): RequestHandler {
  return function addLocals(_req, res, next) {
    Object.assign(res.locals, locals)
    next()
  }
}
