import type { RequestHandler } from 'express'

/** Makes some values what pages find in `Astro.locals`. */
export function setLocals(locals: object): RequestHandler {
  return function addLocals(_req, res, next) {
    Object.assign(res.locals, locals)
    next()
  }
}
