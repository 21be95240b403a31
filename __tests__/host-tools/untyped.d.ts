/** The part that these tests use of packages which come without types. */

declare module 'cors' {
  import type { RequestHandler } from 'express'
  export default function cors(options?: object): RequestHandler
}

declare module 'express-session' {
  import type { RequestHandler } from 'express'
  type Done = (error?: unknown) => void
  class MemoryStore {
    set(id: string, session: object, done?: Done): void
  }
  function session(options: object): RequestHandler
  namespace session {
    export { MemoryStore }
  }
  export default session
}

declare module 'cookie-session' {
  import type { RequestHandler } from 'express'
  export default function cookieSession(options: object): RequestHandler
}

declare namespace Express {
  interface Request {
    session: Record<string, unknown> | null
  }
}
