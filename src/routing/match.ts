import type { Key } from 'path-to-regexp'
import { SsrPagesError } from '../shared/errors.ts'
import { namesFile } from '../shared/pathname.ts'
import type {
  Matcher,
  Params,
  PrerenderedFile,
  Route,
  RouteMatch,
  TrailingSlash,
} from '../shared/types.ts'
import { type Anchor, chooseAnchors } from './anchor.ts'
import { fillPattern } from './fill.ts'
import { parsePattern, type Segment } from './parse.ts'
import { type CompiledPattern, compilePattern, toStaticPath } from './pattern.ts'

interface DynamicRoute extends CompiledPattern {
  readonly route: Route
  readonly segments: readonly Segment[]
  /** Position in match order. */
  readonly order: number
  /** True for an API route with a file name such as `feed.xml`, which has no trailing slash. */
  readonly refusesSlash: boolean
}

interface Found {
  readonly dynamic: DynamicRoute
  readonly params: Params
  readonly prerendered: PrerenderedFile | undefined
}

interface RouteTable {
  /** By path, with and without a trailing slash. */
  readonly static: Map<string, RouteMatch>
  /** Dynamic routes by the depth and the text of their anchor. */
  readonly anchored: Map<string, DynamicRoute[]>[]
  /** Dynamic routes without an anchor. */
  readonly open: DynamicRoute[]
}

const NO_PARAMS: Params = Object.freeze(createParams())

/**
 * Matches paths that a URL normalizer would change. Middleware in front of the pages compares the
 * path as it was sent, so each page must answer to one spelling only: if a param accepted
 * `/x/../admin`, `//admin` or `/%61dmin`, a client could bypass a check on `/admin`.
 */
const NOT_CANONICAL = new RegExp(
  [
    '^(?!/)', // no path
    '//', // empty segment
    String.raw`/\.\.?(?:/|$)`, // dot segment
    String.raw`[^!-~]|["#<>?\\${'`'}{}]`, // must be encoded
    String.raw`%(?=[\dA-Fa-f]{2})(?![\dA-F]{2})`, // lower-case digits
    String.raw`%(?:2[DE]|3\d|4[1-9A-F]|5[\dAF]|6[1-9A-F]|7[\dAE])`, // unreserved: must not be encoded
  ].join('|'),
)

/**
 * Creates the function that finds the route of a path. A static route costs one lookup. Dynamic
 * routes are compared only if they share a static segment with the path.
 *
 * @param routes - Routes in match order.
 * @param trailingSlash - How a trailing slash is treated. (default: `'ignore'`)
 * @returns The matcher. It throws TARGET_INVALID for a path that fits a route but cannot be
 *   decoded.
 * @throws {SsrPagesError} ROUTE_NAME_INVALID
 */
export function createMatcher(
  routes: readonly Route[],
  trailingSlash: TrailingSlash = 'ignore',
): Matcher {
  const table: RouteTable = { static: new Map(), anchored: [], open: [] }
  // With `always` and `never`, the path with a slash must match, too: it is redirected.
  const isStrict = trailingSlash === 'ignore'
  const dynamic: Omit<DynamicRoute, keyof CompiledPattern>[] = []
  for (const [order, route] of routes.entries()) {
    const segments = parsePattern(route.pattern, route.file)
    const refusesSlash = isStrict && route.kind === 'endpoint' && namesFile(route.pattern)
    if (addStatic(table, route, segments, refusesSlash)) continue
    dynamic.push({ route, segments, order, refusesSlash })
  }
  const anchors = chooseAnchors(dynamic.map(({ segments }) => segments))
  for (const [i, route] of dynamic.entries()) {
    bucketAt(table, anchors[i]).push({ ...route, ...compilePattern(route.segments) })
  }
  return function matchRoute(pathname) {
    return table.static.get(pathname) ?? matchDynamic(table, pathname)
  }
}

function addStatic(
  table: RouteTable,
  route: Route,
  segments: readonly Segment[],
  refusesSlash: boolean,
): boolean {
  const path = toStaticPath(segments)
  if (path === undefined) return false
  const prerendered = route.prerendered?.get(path)
  // A prerendered route without a file answers no path.
  if (route.prerendered !== undefined && prerendered === undefined) return true
  const match = { route, params: NO_PARAMS, ...(prerendered && { prerendered }) }
  table.static.set(path, match)
  // `//` is a different path than `/`, so the root has one form only.
  if (path !== '/' && !refusesSlash) table.static.set(`${path}/`, match)
  return true
}

function bucketAt({ anchored, open }: RouteTable, anchor: Anchor | undefined): DynamicRoute[] {
  if (anchor === undefined) return open
  const byText = (anchored[anchor.depth] ??= new Map<string, DynamicRoute[]>())
  const bucket = byText.get(anchor.text) ?? []
  byText.set(anchor.text, bucket)
  return bucket
}

function matchDynamic(table: RouteTable, pathname: string): RouteMatch | undefined {
  const buckets = bucketsFor(table, pathname)
  if (buckets.length === 0 || NOT_CANONICAL.test(pathname)) return undefined
  const hasSlash = pathname.endsWith('/')
  const path = hasSlash ? pathname.slice(0, -1) : pathname
  let best: Found | undefined
  for (const bucket of buckets) best = findBefore(best, bucket, path, hasSlash) ?? best
  if (best === undefined) return assertDecodable(path, buckets)
  const { dynamic, params, prerendered } = best
  return { route: dynamic.route, params, ...(prerendered && { prerendered }) }
}

// A path that fits a route but cannot be decoded is the client's mistake: it is not left to the
// host.
function assertDecodable(path: string, buckets: readonly DynamicRoute[][]): undefined {
  if (decodeText(path) !== undefined) return undefined
  if (!buckets.flat().some(({ regexp }) => regexp.test(path))) return undefined
  const shown = path.length > 80 ? `${path.slice(0, 80)}...` : path
  const what = `The path is not percent-encoded UTF-8: ${shown}.`
  const hint = 'Encode each segment of the path with encodeURIComponent().'
  throw new SsrPagesError('TARGET_INVALID', what, { path }, hint)
}

function bucketsFor({ anchored, open }: RouteTable, pathname: string): DynamicRoute[][] {
  const buckets = open.length > 0 ? [open] : []
  const texts = pathname.split('/', anchored.length + 1)
  for (let depth = 0; depth < texts.length - 1; depth++) {
    const bucket = anchored[depth]?.get(texts[depth + 1] ?? '')
    if (bucket) buckets.push(bucket)
  }
  return buckets
}

function findBefore(
  best: Found | undefined,
  bucket: readonly DynamicRoute[],
  path: string,
  hasSlash: boolean,
): Found | undefined {
  for (const dynamic of bucket) {
    if (best && best.dynamic.order < dynamic.order) return undefined
    if (hasSlash && dynamic.refusesSlash) continue
    const captures = dynamic.regexp.exec(path)
    const params = captures && readParams(dynamic.keys, captures)
    if (!params) continue
    const files = dynamic.route.prerendered
    const prerendered = files?.get(fillPattern(dynamic.segments, params))
    if (files === undefined || prerendered) return { dynamic, params, prerendered }
  }
  return undefined
}

function readParams(keys: readonly Key[], captures: RegExpExecArray): Params | undefined {
  const params = createParams()
  for (const [index, key] of keys.entries()) {
    const text = captures[index + 1]
    const value = text && decode(text, key)
    if (text && value === undefined) return undefined
    params[key.name] ??= value
  }
  return params
}

// Decodes once, never twice; `undefined` if the text is not UTF-8. In a rest param, an encoded
// slash or backslash would look like a real slash, and so be a second spelling of another path: it
// is refused. In other params it is data.
function decode(text: string, key: Key): string | undefined {
  if (!text.includes('%')) return text
  if (key.type === 'wildcard' && /%2F|%5C/.test(text)) return undefined
  return decodeText(text)
}

function decodeText(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

// Without a prototype, `params.constructor` is either part of the path or undefined.
function createParams(): Params {
  return Object.create(null)
}
