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
import { toSlashRedirect } from './redirects.ts'

/** A page or API route that runs. */
export interface PageOutcome {
  readonly kind: 'page'
  readonly match: RouteMatch
  readonly source: RequestSource
}

/** A page or API route that was rendered at build: its file answers. */
export interface PrerenderedOutcome {
  readonly kind: 'prerendered'
  readonly match: RouteMatch
  readonly file: PrerenderedFile
}

/** Another spelling of the path, which is the one that is answered. */
export interface RedirectOutcome {
  readonly kind: 'redirect'
  /** The route that matches either way; `undefined` when the spelling as it was sent is nobody's. */
  readonly match: RouteMatch | undefined
  readonly result: ResponseResult
}

/** A path below the base that nothing answers. */
export interface NotFoundOutcome {
  readonly kind: 'notFound'
  /** The prerendered route that matches, which does not take the method. */
  readonly match: RouteMatch | undefined
}

/** What a site does with a path that is below its base. */
export type RouteOutcome = PageOutcome | PrerenderedOutcome | RedirectOutcome | NotFoundOutcome

/** The outcome of a path without a route; one object, since most requests of a host end here. */
export const NOT_FOUND: NotFoundOutcome = Object.freeze({ kind: 'notFound', match: undefined })

/**
 * Decides what a matched route does with a request: which slash the path needs at its end, and that a
 * prerendered route is a file, which answers GET and HEAD only. Every adapter asks this function.
 *
 * @param pages - The site's pages.
 * @param match - The route that matches.
 * @param source - The request.
 * @param checkOrigin - Who may send forms.
 * @returns The outcome; nothing has run yet.
 * @throws {SsrPagesError} CROSS_SITE_FORM for a form that would be redirected.
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
