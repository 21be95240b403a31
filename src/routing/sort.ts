import type { Route } from '../shared/types.ts'
import { type ParsedRoute, parseRoutes, type Segment } from './parse.ts'

const RANK = { static: 0, partlyDynamic: 1, dynamic: 2, end: 3, rest: 4 } as const

/** The properties of a route that decide its position. */
interface Sortable extends Pick<Route, 'pattern' | 'file' | 'kind'> {
  /** Not `undefined` for a prerendered route. */
  readonly prerendered?: unknown
}

/**
 * Sorts routes into match order: the first route that matches a path answers it.
 *
 * 1. Segment by segment, the first difference decides: static < partly dynamic < dynamic < end of
 *    the pattern < rest. So the longer pattern comes first, except that `/foo` precedes
 *    `/foo/[...x]`.
 * 2. Segments of the same kind: static ones in the order of their text, others by the length of
 *    their literal text, longest first.
 * 3. A prerendered route, which answers only the paths it lists, precedes one that is rendered on
 *    demand.
 * 4. An API route precedes a page.
 * 5. Otherwise by pattern, then by file, in UTF-16 order, which is the same on every machine,
 *    unlike `localeCompare`.
 *
 * @param routes - Routes in any order.
 * @returns The same routes in an order that does not depend on how they were read.
 * @throws {SsrPagesError} ROUTE_NAME_INVALID
 */
export function sortRoutes<T extends Sortable>(routes: readonly T[]): T[] {
  return sortParsed(parseRoutes(routes)).map(({ route }) => route)
}

/** Sorts parsed routes in the same way. */
export function sortParsed<T extends Sortable>(
  routes: readonly ParsedRoute<T>[],
): ParsedRoute<T>[] {
  return routes.toSorted(compareRoutes)
}

function compareRoutes(a: ParsedRoute<Sortable>, b: ParsedRoute<Sortable>): number {
  return (
    compareSegments(a.segments, b.segments) ||
    rankMode(a.route) - rankMode(b.route) ||
    rankKind(a.route) - rankKind(b.route) ||
    compareText(a.route.pattern, b.route.pattern) ||
    compareText(a.route.file, b.route.file)
  )
}

function compareSegments(a: readonly Segment[], b: readonly Segment[]): number {
  const length = Math.max(a.length, b.length)
  for (let index = 0; index < length; index++) {
    const order = compareSegment(a[index], b[index])
    if (order !== 0) return order
  }
  return 0
}

function compareSegment(a: Segment | undefined, b: Segment | undefined): number {
  const rank = rankSegment(a)
  if (rank !== rankSegment(b)) return rank - rankSegment(b)
  const text = literalText(a)
  return rank === RANK.static
    ? compareText(text, literalText(b))
    : literalText(b).length - text.length
}

function rankSegment(segment: Segment | undefined): number {
  if (!segment) return RANK.end
  const part = segment[0]
  if (part?.type === 'rest') return RANK.rest
  if (segment.length > 1) return RANK.partlyDynamic
  return part?.type === 'text' ? RANK.static : RANK.dynamic
}

function literalText(segment: Segment | undefined): string {
  const first = segment?.[0]
  if (segment?.length === 1) return first?.type === 'text' ? first.value : ''
  const texts = segment?.map((part) => (part.type === 'text' ? part.value : ''))
  return texts?.join('') ?? ''
}

function rankMode(route: Sortable): number {
  return route.prerendered === undefined ? 1 : 0
}

function rankKind(route: Sortable): number {
  return route.kind === 'endpoint' ? 0 : 1
}

function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
