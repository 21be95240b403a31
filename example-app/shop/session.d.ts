declare global {
  namespace Express {
    /** As much of express-session as the shop uses; `npm install --save-dev @types/express-session` knows all of it. */
    interface Request {
      session: {
        userId?: number
        destroy(done: (error?: Error) => void): void
        regenerate(done: (error?: Error) => void): void
      }
    }
  }
}

export {}
