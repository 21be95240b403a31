import { SsrPagesError } from '../shared/errors.ts'
import type { Route } from '../shared/types.ts'

/**
 * Literal text as the file name spells it, or a param. A `rest` param may cover several segments.
 */
export type Part =
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'param' | 'rest'; readonly name: string }

/** The part of a pattern between two slashes. */
export type Segment = readonly Part[]

/** A route with its segments, so that each pattern is parsed once. */
export interface ParsedRoute<T> {
  readonly route: T
  readonly segments: readonly Segment[]
}

/** Used in errors as the file of a route that comes from the option `redirects`. */
export const REDIRECTS = 'redirects of the configuration'

/** The most that path-to-regexp compiles. */
const MOST_RESTS = 8

const BRACKETS = /(\[[^[\]]*\])/
const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u

/**
 * Whether a file below the pages folder can be a route: no part of its path starts with `_` or `.`,
 * except `.well-known`. The extension is not checked.
 *
 * @param file - Path relative to the pages folder, with forward slashes.
 */
export function isRouteFile(file: string): boolean {
  return file.split('/').every((name) => name === '.well-known' || !/^[_.]/.test(name))
}

/**
 * Converts a file name to the pattern that it answers. The last extension is dropped; `index`
 * stands for its folder.
 *
 *     products/[id].astro -> /products/[id]
 *     feed.xml.ts -> /feed.xml
 *     blog/index.mjs -> /blog
 *
 * @param file - Path relative to the pages folder, with forward slashes.
 * @returns The pattern, not checked yet; `/` for the root index.
 */
export function toPattern(file: string): string {
  const path = `/${file}`.replace(/\.[^./]+$/, '').replace(/\/index$/, '')
  return path || '/'
}

/**
 * Parses a pattern into segments.
 *
 * @param pattern - The pattern: `/products/[id]`.
 * @param file - The file to name in errors.
 * @returns Segments in order; none for `/`.
 * @throws {SsrPagesError} ROUTE_NAME_INVALID
 */
export function parsePattern(pattern: string, file: string): readonly Segment[] {
  const segments: Segment[] = []
  let start = 1
  while (start <= pattern.length && pattern !== '/') {
    const slash = pattern.indexOf('/', start)
    const end = slash === -1 ? pattern.length : slash
    segments.push(parseSegment(pattern.slice(start, end), file))
    start = end + 1
  }
  // Fast path: most patterns have one param or none.
  if (pattern.indexOf('[') !== pattern.lastIndexOf('[')) checkParams(segments, pattern, file)
  return segments
}

function checkParams(segments: readonly Segment[], pattern: string, file: string): void {
  const names = paramNames(segments)
  if (new Set(names).size < names.length) {
    const twice = names.find((name, index) => names.indexOf(name) !== index)
    throw invalid(file, pattern, `the param '${twice}' appears twice`)
  }
  // Each may be empty, so each doubles the number of forms that the pattern has.
  if (segments.filter(isOptional).length > MOST_RESTS) {
    throw invalid(file, pattern, `more than ${MOST_RESTS} rest params`)
  }
}

/**
 * Parses the patterns of routes.
 *
 * @throws {SsrPagesError} ROUTE_NAME_INVALID
 */
export function parseRoutes<T extends Pick<Route, 'pattern' | 'file'>>(
  routes: readonly T[],
): ParsedRoute<T>[] {
  return routes.map((route) => ({ route, segments: parsePattern(route.pattern, route.file) }))
}

/**
 * Lists the params of a pattern.
 *
 * @returns Names in order of appearance; a rest param without its dots.
 */
export function paramNames(segments: readonly Segment[]): string[] {
  const names: string[] = []
  for (const segment of segments) {
    for (const part of segment) if (part.type !== 'text') names.push(part.name)
  }
  return names
}

function isOptional(segment: Segment): boolean {
  return segment.length === 1 && segment[0]?.type === 'rest'
}

function parseSegment(segment: string, file: string): Segment {
  // Fast path: most segments are plain text.
  if (segment !== '' && !segment.includes('[') && !segment.includes(']'))
    return [{ type: 'text', value: segment }]
  const pieces = segment.split(BRACKETS)
  const parts = pieces.flatMap((piece, index): Part[] => {
    if (index % 2 === 1) return [parseParam(piece, segment, file)]
    if (/[[\]]/.test(piece)) throw invalid(file, segment, 'a bracket has no partner')
    if (piece) return [{ type: 'text', value: piece }]
    const between = index > 0 && index < pieces.length - 1
    if (between) throw invalid(file, segment, 'two params touch; put some text between them')
    return []
  })
  if (parts.length === 0) throw invalid(file, segment, 'a segment is empty')
  const rest = parts.findIndex((part) => part.type === 'rest')
  if (rest > 0 || (rest === 0 && parts.length > 2)) {
    throw invalid(file, segment, 'only plain text after it may share a segment with a rest param')
  }
  return parts
}

function parseParam(bracketed: string, segment: string, file: string): Part {
  const inside = bracketed.slice(1, -1)
  const isRest = inside.startsWith('...')
  const name = isRest ? inside.slice(3) : inside
  if (name === '__proto__' || !IDENTIFIER.test(name)) {
    throw invalid(file, segment, `'${name}' cannot be the name of a param`)
  }
  return { type: isRest ? 'rest' : 'param', name }
}

function invalid(file: string, seen: string, why: string): SsrPagesError {
  const details = { file, seen }
  if (file !== REDIRECTS) {
    const what = `The file name ${file} is not a route: ${why} (saw '${seen}')`
    return new SsrPagesError('ROUTE_NAME_INVALID', what, details)
  }
  const what = `A path in the ${file} is not a route: ${why} (saw '${seen}')`
  const hint = 'Correct the path in `redirects` of the configuration.'
  return new SsrPagesError('ROUTE_NAME_INVALID', what, details, hint)
}
