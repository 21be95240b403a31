import type { Route } from '../shared/types.ts'
import { parsePattern, type Segment } from './parse.ts'

const RANK = { static: 0, partlyDynamic: 1, dynamic: 2, end: 3, rest: 4 } as const

interface Parsed<T> {
  readonly route: T
  readonly segments: readonly Segment[]
}

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
  return routes
    .map((route) => ({ route, segments: parsePattern(route.pattern, route.file) }))
    .sort(compareRoutes)
    .map(({ route }) => route)
}

function compareRoutes(a: Parsed<Sortable>, b: Parsed<Sortable>): number {
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
  const [textA, textB] = [literalText(a), literalText(b)]
  return rank === RANK.static ? compareText(textA, textB) : textB.length - textA.length
}

function rankSegment(segment: Segment | undefined): number {
  if (!segment) return RANK.end
  if (segment.every((part) => part.type === 'text')) return RANK.static
  if (segment.some((part) => part.type === 'rest')) return RANK.rest
  return segment.length > 1 ? RANK.partlyDynamic : RANK.dynamic
}

function literalText(segment: Segment | undefined): string {
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
