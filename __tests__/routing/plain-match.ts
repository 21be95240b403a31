import { fillPattern } from '../../src/routing/fill.ts'
import { parsePattern } from '../../src/routing/parse.ts'
import { compilePattern, toStaticPath } from '../../src/routing/pattern.ts'
import { namesFile } from '../../src/shared/pathname.ts'
import type { Route, TrailingSlash } from '../../src/shared/types.ts'

/** What a matcher says of a path: the route, its params and file; `refused` for a 400. */
export type Matched =
  | { readonly file: string; readonly params: [string, unknown][]; readonly prerendered: unknown }
  | 'refused'
  | undefined

/**
 * Matches a path in the slowest and plainest way, which defines what the matcher does: all routes
 * are tried in match order, each with the expression of its whole pattern.
 */
export function matchPlainly(
  routes: readonly Route[],
  trailingSlash: TrailingSlash,
  pathname: string,
): Matched {
  const path = pathname.replace(/\/$/, '')
  let fits = false
  for (const route of routes) {
    const segments = parsePattern(route.pattern, route.file)
    const refusesSlash =
      trailingSlash === 'ignore' && route.kind === 'endpoint' && namesFile(route.pattern)
    const found = toStaticPath(route.pattern)
    if (found !== undefined) {
      const isSame = pathname === found || (pathname === `${found}/` && found !== '/')
      if (!isSame || (refusesSlash && pathname !== found)) continue
      if (route.prerendered && !route.prerendered.has(found)) continue
      return toMatched(route, {}, route.prerendered?.get(found))
    }
    const { regexp, keys } = compilePattern(segments)
    const captures = isCanonical(pathname) ? regexp.exec(path) : null
    if (captures === null) continue
    fits = true
    if (refusesSlash && pathname.endsWith('/')) continue
    const params: Record<string, string | undefined> = {}
    const isDecoded = keys.every((key, index) => {
      const text = captures[index + 1]
      if (key.type === 'wildcard' && /%2F|%5C/.test(text ?? '')) return false
      const value = decode(text)
      params[key.name] ??= value
      return value !== undefined || text === undefined
    })
    if (!isDecoded) continue
    const filled = fillPattern(segments, params)
    if (route.prerendered && !route.prerendered.has(filled)) continue
    return toMatched(route, params, route.prerendered?.get(filled))
  }
  return fits && decode(path) === undefined ? 'refused' : undefined
}

/** The parts of a match that can be compared. */
export function toMatched(route: Route, params: object, prerendered: unknown): Matched {
  return { file: route.file, params: Object.entries(params), prerendered }
}

// One spelling for each path: what `new URL()` makes of it, without needless escapes.
function isCanonical(pathname: string): boolean {
  const isOdd =
    /^(?!\/)|\/\/|%(?:[a-f][\dA-Fa-f]|[\dA-F][a-f])|%(?:2D|2E|3\d|4[1-9A-F]|5F|6[1-9A-F]|7E)/
  return !isOdd.test(pathname) && new URL(`http://host${pathname}`).pathname === pathname
}

function decode(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text)
  } catch {
    return undefined
  }
}
