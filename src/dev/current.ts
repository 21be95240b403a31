import { type Middleware, createMiddleware } from '../middleware.ts'
import type { Settings } from '../options.ts'
import type { SessionStore } from '../session/store.ts'
import type { LivePages } from '../vite/dev/live-pages.ts'

/** The pages as they are now. */
export interface Current {
  readonly pages: LivePages
  /** In a host with a `next()`. */
  readonly guest: Middlewares
  readonly alone: Middlewares
}

interface Middlewares {
  readonly answer: Middleware
  /** For what matches a page that does not answer it. */
  readonly answerNotFound: Middleware
}

/**
 * Makes the middlewares of pages, the very ones of production.
 *
 * @param pages - The pages.
 * @param settings - Complete settings.
 * @param sessions - The store of the sessions. [none]
 * @returns The middlewares.
 */
export function createMiddlewares(
  pages: LivePages,
  settings: Settings,
  sessions?: SessionStore,
): Middlewares {
  const nothing = { ...pages, clientDir: undefined, matcher: () => undefined }
  return {
    answer: createMiddleware(pages, settings, sessions),
    answerNotFound: createMiddleware(nothing, settings, sessions),
  }
}
