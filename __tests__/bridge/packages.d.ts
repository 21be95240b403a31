// The packages of hosts that come without types, as far as they are used here.

declare module 'cors' {
  import type { RequestHandler } from 'express'
  export default function cors(options?: object): RequestHandler
}

declare module 'express-session' {
  import type { RequestHandler } from 'express'
  export default function session(options: object): RequestHandler
}

declare module 'passport' {
  import type { RequestHandler } from 'express'
  const passport: {
    use(strategy: object): void
    initialize(): RequestHandler
    session(): RequestHandler
    authenticate(name: string): RequestHandler
    serializeUser(save: (user: never, done: (error: null, id: unknown) => void) => void): void
    deserializeUser(load: (id: never, done: (error: null, user: unknown) => void) => void): void
  }
  export default passport
}

declare module 'passport-local' {
  export class Strategy {
    constructor(
      verify: (name: string, password: string, done: (error: null, user: unknown) => void) => void,
    )
  }
}

declare module 'multer' {
  import type { RequestHandler } from 'express'
  export default function multer(): { any(): RequestHandler }
}
