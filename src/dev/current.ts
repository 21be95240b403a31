import { listFiles } from '../node/assets.ts'
import { type Middleware, createMiddleware } from '../node/serve.ts'
import type { Settings } from '../node/options.ts'
import type { SessionStore } from '../session/store.ts'
import type { LivePages } from './vite/live-pages.ts'

/** The pages as they are now. */
export interface Current {
  readonly pages: LivePages
  /** The paths of public files, which go before those of pages. */
  readonly publicPaths: { has(path: string): boolean }
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
 * @param sessions - The store of the sessions. (default: none)
 * @returns The middlewares, for a server with other routes and for one without.
 */
export function createCurrent(
  pages: LivePages,
  settings: Settings,
  sessions?: SessionStore,
): Current {
  const { notFound = 'render', serverError = 'render' } = settings
  const { clientDir } = pages
  const isServed = settings.assets && clientDir !== undefined
  return {
    pages,
    publicPaths: isServed ? listFiles(clientDir, new Set()) : new Set(),
    guest: createMiddlewares(pages, settings, sessions),
    alone: createMiddlewares(pages, { ...settings, notFound, serverError }, sessions),
  }
}

function createMiddlewares(
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
