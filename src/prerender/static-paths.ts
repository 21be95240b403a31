import { inspect } from 'node:util'
import { SsrPagesError, isSsrPagesError } from '../shared/errors.ts'
import { fillPattern } from '../routing/fill.ts'
import { parsePattern, type Part } from '../routing/parse.ts'
import type { PageModule, Params } from '../shared/types.ts'
import { type Paginate, createPaginate } from './paginate.ts'
import { isObject } from '../shared/is-object.ts'
import type { PathSource, StaticPath } from './path-source.ts'
import { prerenderFailed } from './prerender-failed.ts'

/** The argument of `getStaticPaths()`. */
export interface GetStaticPathsOptions {
  readonly paginate: Paginate
  /** The route as its file name spells it: `/blog/[page]`. */
  readonly routePattern: string
}

/**
 * Lists the paths of a prerendered route. A page exports this function, and the build calls it
 * once.
 *
 * @see https://docs.astro.build/en/reference/routing-reference/#getstaticpaths
 */
export type GetStaticPaths = (
  options: GetStaticPathsOptions,
) => readonly StaticPath[] | Promise<readonly StaticPath[]>

/** One page to be rendered. */
export interface PagePath {
  readonly path: string
  readonly params: Params
  readonly props: Record<string, unknown>
}

/**
 * Calls the `getStaticPaths()` of a prerendered route.
 *
 * @param module - The route's module.
 * @param source - The route.
 * @returns The paths in the order of the list; the only path of a route without params.
 * @throws {SsrPagesError} STATIC_PATHS_MISSING, STATIC_PATHS_INVALID, PRERENDER_FAILED
 */
export async function collectPaths(module: PageModule, source: PathSource): Promise<PagePath[]> {
  const { route } = source
  const segments = parsePattern(route.pattern, route.file)
  if (route.params.length === 0) {
    return [{ path: fillPattern(segments, {}), params: {}, props: {} }]
  }
  const parts = segments.flat()
  const paths = (await callGetStaticPaths(module, source)).map((entry, index) => {
    const { params, props } = readEntry(entry, parts, { source, at: `[${index}]` })
    return { path: fillPattern(segments, params), params, props }
  })
  return withoutDuplicates(paths, source)
}

async function callGetStaticPaths(
  module: PageModule,
  source: PathSource,
): Promise<readonly unknown[]> {
  const { route, file } = source
  const { getStaticPaths } = module
  if (typeof getStaticPaths !== 'function') {
    const what = `${file} is prerendered, but exports no getStaticPaths() that lists its paths.`
    throw new SsrPagesError('STATIC_PATHS_MISSING', what, { file })
  }
  const paginate = createPaginate(source)
  const result = await callUser(() => getStaticPaths({ paginate, routePattern: route.pattern }))
  if (Array.isArray(result)) return result
  throw invalid(file, `() must return an array; it returned ${show(result)}`)

  async function callUser(call: () => unknown): Promise<unknown> {
    try {
      return await call()
    } catch (error) {
      if (isSsrPagesError(error) && error.code === 'SSR_PAGES_STATIC_PATHS_INVALID') {
        throw error
      }
      throw prerenderFailed(file, 'getStaticPaths() failed', error)
    }
  }
}

/** Where an entry of the list is, for errors. */
interface EntryPlace {
  readonly source: PathSource
  /** The index in brackets: `[3]`. */
  readonly at: string
}

function readEntry(
  entry: unknown,
  parts: readonly Part[],
  place: EntryPlace,
): Omit<PagePath, 'path'> {
  if (!isObject(entry)) {
    const hint = Array.isArray(entry) ? ' (did you mean flatMap() instead of map()?)' : ''
    throw invalidAt(place, '', `must be { params }; saw ${show(entry)}${hint}`)
  }
  const { params, props = {} } = entry
  if (!isObject(params)) {
    throw invalidAt(place, '.params', `must be an object; saw ${show(params)}`)
  }
  if (!isObject(props)) {
    throw invalidAt(place, '.props', `must be an object; saw ${show(props)}`)
  }
  const texts = parts.flatMap((part) => {
    return part.type === 'text' ? [] : [[part.name, readParam(params, part, place)] as const]
  })
  return { params: Object.fromEntries(texts), props }
}

function readParam(
  params: Readonly<Record<string, unknown>>,
  { type, name }: Exclude<Part, { type: 'text' }>,
  place: EntryPlace,
): string | undefined {
  const given = params[name]
  const isRest = type === 'rest'
  // Removes slashes at the ends: the path has one on either side of the param anyway.
  const value = isRest && typeof given === 'string' ? given.replace(/^\/+|(?<!\/)\/+$/g, '') : given
  if (isRest && (value === undefined || value === '')) return undefined
  if (value === undefined) throw invalidAt(place, '.params', `has no '${name}'`)
  if (typeof value !== 'string' && !Number.isFinite(value)) {
    throw invalidAt(place, `.params.${name}`, `must be a string or a number; saw ${show(value)}`)
  }
  const text = String(value)
  const forbidden = isRest ? FORBIDDEN : FORBIDDEN_IN_SEGMENT
  if (text !== '' && !forbidden.test(text)) return text
  const what = isRest || !text.includes('/') ? 'cannot be part of a path' : 'has a slash in it'
  throw invalidAt(place, `.params.${name}`, `is ${show(text)}, which ${what}`)
}

// Characters that a file name or a URL cannot contain.
const FORBIDDEN = /[\0\\\p{Surrogate}]|\/\//u
const FORBIDDEN_IN_SEGMENT = /[\0\\/\p{Surrogate}]/u

// As in Astro, the last entry of a path wins.
function withoutDuplicates(paths: readonly PagePath[], { file, warn }: PathSource): PagePath[] {
  const byPath = new Map<string, PagePath>()
  const first = new Map<string, number>()
  for (const [index, page] of paths.entries()) {
    const before = first.get(page.path)
    first.set(page.path, before ?? index)
    byPath.set(page.path, page)
    if (before === undefined) continue
    warn?.(
      `${file}: getStaticPaths()[${index}] replaces [${before}], which has the same path ${page.path}`,
    )
  }
  return [...byPath.values()]
}

function show(value: unknown): string {
  return inspect(value, { depth: 0, breakLength: Infinity })
}

function invalidAt({ source, at }: EntryPlace, field: string, why: string): SsrPagesError {
  return invalid(source.file, `()${at}${field} ${why}`)
}

function invalid(file: string, why: string): SsrPagesError {
  const what = `${file}: getStaticPaths${why}.`
  return new SsrPagesError('STATIC_PATHS_INVALID', what, { file })
}
