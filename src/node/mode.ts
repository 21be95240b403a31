import type { Pages, Route } from '../shared/types.ts'
import type { ServedImages } from '../transforms/serve-images.ts'
import type { ErrorMiddleware, Middleware, MountOf } from './serve.ts'
import type { ViewMode } from './view-mode.ts'

/** The current pages, with a function that returns the text of a file or style by its path. */
export interface UsedSite {
  readonly pages: Pages
  /** What makes its images; `undefined` if it has none. */
  readonly images?: ServedImages | undefined
  readonly readFile: (path: string) => Promise<string>
}

/** Where a site comes from: a build, or the current sources. Both have the same shape. */
export interface Mode {
  /** Answers requests for pages and browser files. */
  readonly middleware: Middleware
  /** Where its views come from. */
  readonly views: ViewMode
  /** All routes in match order. */
  readonly routes: readonly Route[]
  /**
   * Creates the error handler.
   *
   * @param mountOf - Where a request has passed the middleware of the views.
   */
  createErrors(mountOf: MountOf): ErrorMiddleware
  /**
   * Passes the pages to a call without a socket.
   *
   * @param url - The requested URL; `undefined` for a view, which has none.
   * @param hasBase - True when its path includes the base.
   * @param answer - Receives the pages.
   * @returns The result of `answer`.
   */
  use<Result>(
    url: string | undefined,
    hasBase: boolean,
    answer: (site: UsedSite) => Result | Promise<Result>,
  ): Result | Promise<Result>
  /** Releases all but the store of the sessions. */
  close(): Promise<void>
}
