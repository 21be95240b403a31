/** The part that these tests use of packages which come without types. */

declare module 'cors' {
  import type { RequestHandler } from 'express'
  export default function cors(options?: object): RequestHandler
}

declare module 'express-session' {
  import type { RequestHandler } from 'express'
  type Done = (error?: unknown) => void
  class MemoryStore {
    get(id: string, done: (error: unknown, session?: object | null) => void): void
    set(id: string, session: object, done?: Done): void
  }
  function session(options: object): RequestHandler
  namespace session {
    export { MemoryStore }
  }
  export default session
}

declare module 'connect-flash' {
  import type { RequestHandler } from 'express'
  export default function flash(): RequestHandler
}

declare module 'cookie-session' {
  import type { RequestHandler } from 'express'
  export default function cookieSession(options: object): RequestHandler
}

declare module 'morgan' {
  import type { RequestHandler } from 'express'
  type Write = (line: string) => void
  export default function morgan(
    format: string,
    options: { stream: { write: Write } },
  ): RequestHandler
}

declare module 'multer' {
  import type { RequestHandler } from 'express'
  interface Multer {
    any(): RequestHandler
    single(name: string): RequestHandler
    array(name: string): RequestHandler
    fields(names: readonly { name: string }[]): RequestHandler
    none(): RequestHandler
  }
  function multer(options?: { dest?: string; storage?: object }): Multer
  namespace multer {
    function memoryStorage(): object
  }
  export default multer
}

declare module 'passport' {
  import type { RequestHandler } from 'express'
  type Done<T> = (error: unknown, result?: T | false, info?: object) => void
  export class Passport {
    use(strategy: object): void
    serializeUser(serialize: (user: Express.User, done: Done<string>) => void): void
    deserializeUser(read: (id: string, done: Done<Express.User>) => void): void
    authenticate(strategy: string, options: object): RequestHandler
    session(): RequestHandler
  }
}

declare module 'passport-local' {
  type Done = (error: unknown, user?: Express.User | false, info?: object) => void
  export class Strategy {
    constructor(verify: (name: string, password: string, done: Done) => void)
  }
}

declare namespace Express {
  interface User {
    name: string
  }

  interface Request {
    session: Record<string, unknown> | null
    user?: User
    files?: readonly { originalname: string }[]
    flash(type?: string, ...message: unknown[]): unknown
    isAuthenticated(): boolean
    logIn(user: User, done: (error: unknown) => void): void
    logOut(done: (error: unknown) => void): void
  }
}
