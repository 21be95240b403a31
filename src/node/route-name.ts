import type { HostRequest } from '../bridge/url.ts'
import type { RoutedRequest } from './host-response.ts'

/** A key that all copies of this package know. */
const ROUTE: unique symbol = Symbol.for('ssr-pages.route')

type Noted = { [ROUTE]?: string }

/**
 * Notes on a request which page answers it. A property, because an entry in a map for each request
 * would cost much more.
 *
 * @param pattern - The page's pattern: `/products/[id]`.
 * @param base - Where the pages are mounted, without a trailing slash.
 */
export function noteRoute(req: HostRequest & Noted, pattern: string, base: string): void {
  req[ROUTE] = base === '' ? pattern : base + (pattern === '/' ? '' : pattern)
}

/**
 * Reads the name of the route that answers a request.
 *
 * @returns The pattern of the page, otherwise that of the host's route in Express; `undefined` if
 *   neither matched.
 */
export function readRoute(req: object): string | undefined {
  const noted: unknown = Reflect.get(req, ROUTE)
  return typeof noted === 'string' ? noted : patternOf(req)
}

/**
 * Returns the pattern of the host's route.
 *
 * @returns `undefined` for a route that is a regular expression or a list, or a host without
 *   routes.
 */
export function patternOf({ route, baseUrl = '' }: Partial<RoutedRequest>): string | undefined {
  const path = route?.path
  return typeof path === 'string' ? baseUrl + path : undefined
}
