import { isRead } from '../shared/methods.ts'
import type { RequestSource } from '../shared/request-source.ts'
import type {
  CheckOrigin,
  Pages,
  PrerenderedFile,
  ResponseResult,
  RouteMatch,
} from '../shared/types.ts'
import { assertOwnForm } from './cross-site.ts'
import { toSlashRedirect } from './slash-redirect.ts'

/** A page or API route that is rendered on demand. */
export interface PageOutcome {
  readonly kind: 'page'
  readonly match: RouteMatch
  readonly source: RequestSource
}

/** A page or API route that was rendered at build: its file is the answer. */
export interface PrerenderedOutcome {
  readonly kind: 'prerendered'
  readonly match: RouteMatch
  readonly file: PrerenderedFile
}

/** Another spelling of the path, the only one that is answered. */
export interface RedirectOutcome {
  readonly kind: 'redirect'
  /**
   * The route that matches both spellings; `undefined` if nothing answers the spelling that was
   * sent.
   */
  readonly match: RouteMatch | undefined
  readonly result: ResponseResult
}

/** A path below the base without a route. */
export interface NotFoundOutcome {
  readonly kind: 'notFound'
  /** The prerendered route that matches but does not accept the method. */
  readonly match: RouteMatch | undefined
}

/** What a site does with a path below its base. */
export type RouteOutcome = PageOutcome | PrerenderedOutcome | RedirectOutcome | NotFoundOutcome

/**
 * The outcome of a path without a route. A single object, because most requests of a host end here.
 */
export const NOT_FOUND: NotFoundOutcome = Object.freeze({ kind: 'notFound', match: undefined })

/**
 * Decides how a matched route treats a request: whether the path needs a trailing slash, and
 * whether the route is prerendered, in which case its file answers GET and HEAD only. Every adapter
 * calls this function.
 *
 * @param pages - The site's pages.
 * @param match - The route that matches.
 * @param source - The request.
 * @param checkOrigin - Who may send forms.
 * @returns The outcome; nothing has run yet.
 * @throws {SsrPagesError} CROSS_SITE_FORM: for a form that would be redirected
 */
export function resolveMatch(
  pages: Pages,
  match: RouteMatch,
  source: RequestSource,
  checkOrigin: CheckOrigin,
): RouteOutcome {
  const file = match.prerendered
  if (file !== undefined && !isRead(source.method)) {
    return { kind: 'notFound', match }
  }
  const result = toSlashRedirect(pages, match.route, source)
  if (result !== undefined) {
    assertOwnForm(source, checkOrigin)
    return { kind: 'redirect', match, result }
  }
  return file === undefined ? { kind: 'page', match, source } : { kind: 'prerendered', match, file }
}
