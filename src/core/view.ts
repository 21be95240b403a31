import type { VisitOptions } from '../context/visit.ts'
import type { RequestSource } from '../shared/request-source.ts'
import type { PageResult, Pages, Params, Route, RouteMatch } from '../shared/types.ts'
import { handle } from './handler.ts'

/** A view, and the route of the host that renders it. */
export interface ViewMatch {
  readonly name: string
  readonly route: Route
  readonly params: Params
  /** The pattern of the host's route. (default: the name of the view) */
  readonly pattern: string | undefined
}

/** How a view is rendered. The host has accepted the request, so its origin is not checked. */
export type ViewOptions = VisitOptions & { readonly checkOrigin: false }

/**
 * Answers a request with a view: runs page middleware and then the view, like a page that was
 * matched.
 *
 * @param pages - The site's pages.
 * @returns The result. Synchronous if the view is, and the site has no page middleware.
 * @throws {unknown} whatever the view throws
 */
export function handleView(
  pages: Pages,
  match: ViewMatch,
  source: RequestSource,
  options: ViewOptions,
): PageResult | undefined | Promise<PageResult | undefined> {
  return handle(pages, toViewMatch(match), source, options)
}

/** Presents a view like a route that was matched. */
export function toViewMatch({ name, route, params, pattern }: ViewMatch): RouteMatch {
  const { file, kind = 'page', assets } = route
  const view = { name, pattern: pattern ?? name }
  const load = (): ReturnType<Route['load']> => route.load()
  return { route: { pattern: route.pattern, file, params: [], kind, assets, view, load }, params }
}
