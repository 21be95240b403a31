import type { RequestHandler } from 'express'
import { createRequire } from 'node:module'

// The packages of hosts that come without types, with as much of one as is used here.
const load = createRequire(import.meta.url)

export const cors = load('cors') as (options?: object) => RequestHandler

export const session = load('express-session') as (options: object) => RequestHandler

export const multer = load('multer') as () => { any(): RequestHandler }

/** Signs in who says a name, and keeps it in the session. */
export const passport = load('passport') as {
  use(strategy: object): void
  session(): RequestHandler
  authenticate(name: string): RequestHandler
  serializeUser(save: (user: unknown, done: Done) => void): void
  deserializeUser(load: (id: unknown, done: Done) => void): void
}

/** Asks for a name and a password in a form. */
export const Strategy: new (
  verify: (name: string, password: string, done: Done) => void,
) => object = load('passport-local').Strategy

type Done = (error: null, value: unknown) => void
