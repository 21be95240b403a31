import type { RequestHandler } from 'express'
import { createRequire } from 'node:module'

// Packages of hosts that have no types, with types for the parts that are used here.
const load = createRequire(import.meta.url)

export const cors = load('cors') as (options?: object) => RequestHandler

export const session = load('express-session') as (options: object) => RequestHandler

export const multer = load('multer') as () => { any(): RequestHandler }

/** Logs a visitor in by name, and keeps the name in the session. */
export const passport = load('passport') as {
  use(strategy: object): void
  session(): RequestHandler
  authenticate(name: string): RequestHandler
  serializeUser(save: (user: unknown, done: Done) => void): void
  deserializeUser(load: (id: unknown, done: Done) => void): void
}

/** Reads a name and a password from a form. */
export const Strategy: new (
  verify: (name: string, password: string, done: Done) => void,
) => object = load('passport-local').Strategy

type Done = (error: null, value: unknown) => void
