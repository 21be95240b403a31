import type { Key } from 'path-to-regexp'
import { SsrPagesError } from '../shared/errors.ts'
import { namesFile } from '../shared/pathname.ts'
import type { Matcher, Params, Route, RouteMatch, TrailingSlash } from '../shared/types.ts'
import { Expressions, UNNAMED } from './expressions.ts'
import { fillPattern } from './fill.ts'
import { type ParsedRoute, parseRoutes } from './parse.ts'
import { type CompiledPattern, toStaticPath, toStaticText } from './pattern.ts'
import { type TrieEntry, type Search, Trie } from './trie.ts'

interface DynamicRoute extends TrieEntry {
  readonly route: Route
  /** True for an API route with a file name such as `feed.xml`, which has no trailing slash. */
  readonly refusesSlash: boolean
  /** For the path without its first `skipped` characters; compiled on first use. */
  expression: CompiledPattern | undefined
  skipped: number
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

/** Fast path: most paths have none of these, and need no closer look. */
const UNUSUAL = /[^\w./-]|\/[./]/

/**
 * Creates the function that finds the route of a path. A static route costs one lookup. A dynamic
 * route is compared only if the literal texts of its segments are in the path.
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
  return matchParsed(parseRoutes(routes), trailingSlash)
}

/** Creates the same function for parsed routes. */
export function matchParsed(
  routes: readonly ParsedRoute<Route>[],
  trailingSlash: TrailingSlash,
): Matcher {
  // With `always` and `never`, the path with a slash must match, too: it is redirected.
  const refusesSlash = ({ kind, pattern }: Route) =>
    trailingSlash === 'ignore' && kind === 'endpoint' && namesFile(pattern)
  const statics = new Map<string, RouteMatch>()
  const dynamics = new Trie<DynamicRoute>()
  for (const [order, { route, segments }] of routes.entries()) {
    const path = toStaticPath(route.pattern)
    if (path === undefined) {
      dynamics.add(createDynamic({ route, segments }, order, refusesSlash(route)))
    } else {
      addStatic(statics, route, path)
    }
  }
  const expressions = new Expressions()
  return function matchRoute(pathname) {
    const match = statics.get(pathname)
    if (match) return match
    const search = new RouteSearch(pathname, expressions)
    const withoutSlash = search.hasSlash ? statics.get(search.path) : undefined
    if (withoutSlash && !refusesSlash(withoutSlash.route)) return withoutSlash
    return matchDynamic(dynamics, search)
  }
}

function addStatic(statics: Map<string, RouteMatch>, route: Route, path: string): void {
  const prerendered = route.prerendered?.get(path)
  // A prerendered route without a file answers no path.
  if (route.prerendered !== undefined && prerendered === undefined) return
  statics.set(path, { route, params: NO_PARAMS, ...(prerendered && { prerendered }) })
}

function createDynamic(
  { route, segments }: ParsedRoute<Route>,
  order: number,
  refusesSlash: boolean,
): DynamicRoute {
  return {
    isEntry: true,
    route,
    segments,
    order,
    compared: 0,
    refusesSlash,
    expression: undefined,
    skipped: 0,
  }
}

function matchDynamic(dynamics: Trie<DynamicRoute>, search: RouteSearch): RouteMatch | undefined {
  dynamics.run(search)
  if (search.match === undefined && search.fits) assertDecodable(search.path)
  return search.match
}

/** The search for the first dynamic route that matches a path. */
class RouteSearch implements Search<DynamicRoute> {
  readonly path: string
  /** False for `//`, which is not the root. */
  readonly hasSlash: boolean
  limit = Number.MAX_SAFE_INTEGER
  match: RouteMatch | undefined = undefined
  /** Whether a route would match if its params could be decoded. */
  fits = false
  readonly #pathname: string
  readonly #expressions: Expressions
  #isCanonical: boolean | undefined = undefined

  constructor(pathname: string, expressions: Expressions) {
    this.path = pathname.endsWith('/') ? pathname.slice(0, -1) : pathname
    this.hasSlash = this.path.length < pathname.length && this.path !== '/'
    this.#pathname = pathname
    this.#expressions = expressions
  }

  try(dynamic: DynamicRoute): void {
    this.#isCanonical ??= isCanonical(this.#pathname)
    if (!this.#isCanonical) return
    const { route, segments, order, refusesSlash } = dynamic
    const { regexp, keys } = (dynamic.expression ??= compile(dynamic, this.#expressions))
    const captures = regexp.exec(this.path.slice(dynamic.skipped))
    if (captures === null) return
    this.fits = true
    if (refusesSlash && this.hasSlash) return
    const params = readParams(keys, captures)
    if (params === undefined) return
    const prerendered = route.prerendered?.get(fillPattern(segments, params))
    if (route.prerendered !== undefined && prerendered === undefined) return
    this.limit = order
    this.match = prerendered ? { route, params, prerendered } : { route, params }
  }
}

// The trie has compared the literal segments in front already.
function compile(dynamic: DynamicRoute, expressions: Expressions): CompiledPattern {
  const { segments, compared } = dynamic
  const texts = segments.slice(0, compared).map(toStaticText)
  const dynamicAt = texts.indexOf(undefined)
  const skipped = texts.slice(0, dynamicAt === -1 ? compared : dynamicAt)
  dynamic.skipped = skipped.reduce((length, text = '') => length + 1 + text.length, 0)
  return expressions.of(segments.slice(skipped.length), compared - skipped.length)
}

function isCanonical(pathname: string): boolean {
  return (pathname[0] === '/' && !UNUSUAL.test(pathname)) || !NOT_CANONICAL.test(pathname)
}

// A path that fits a route but cannot be decoded is the client's mistake: it is not left to the
// host.
function assertDecodable(path: string): void {
  if (decodeText(path) !== undefined) return
  const shown = path.length > 80 ? `${path.slice(0, 80)}...` : path
  const what = `The path is not percent-encoded UTF-8: ${shown}.`
  const hint = 'Encode each segment of the path with encodeURIComponent().'
  throw new SsrPagesError('TARGET_INVALID', what, { path }, hint)
}

function readParams(keys: readonly Key[], captures: RegExpExecArray): Params | undefined {
  const params = createParams()
  let index = 0
  for (const key of keys) {
    const text = captures[++index]
    if (key.name === UNNAMED) continue
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
