import { SsrPagesError } from '../shared/errors.ts'
import type { Route } from '../shared/types.ts'
import { REDIRECTS } from './parse.ts'
import { encodeText } from './pattern.ts'

/** The properties of a route that decide whether it conflicts with another. */
export interface PlacedRoute extends Pick<Route, 'pattern' | 'file'> {
  /** Not `undefined` for a prerendered route. */
  readonly prerendered?: unknown
}

/**
 * Refuses two files that answer exactly the same paths, such as `a.astro` and `a/index.astro`, or
 * `[x].astro` and `[y].astro`. A prerendered route with params answers only the paths it lists, so
 * it conflicts with no other route.
 *
 * @param routes - All routes of a site.
 * @throws {SsrPagesError} ROUTE_CONFLICT
 */
export function checkConflicts(routes: readonly PlacedRoute[]): void {
  const files = new Map<string, string>()
  for (const { pattern, file, prerendered } of routes) {
    const shape = toShape(pattern)
    if (prerendered !== undefined && shape.includes('[')) continue
    const other = files.get(shape)
    if (other !== undefined) throw conflict(pattern, [other, file])
    files.set(shape, file)
  }
}

// The pattern without the names of its params: routes of equal shape match the same paths.
function toShape(pattern: string): string {
  return encodeText(pattern.includes('[') ? pattern.replaceAll(PARAM, '[$1]') : pattern)
}

const PARAM = /\[(\.{3})?[^[\]]*\]/g

function conflict(pattern: string, files: readonly [string, string]): SsrPagesError {
  const details = { pattern, files }
  if (!files.includes(REDIRECTS)) {
    const what = `Two files answer ${pattern}: ${files[0]} and ${files[1]}`
    return new SsrPagesError('ROUTE_CONFLICT', what, details)
  }
  const other = files.find((file) => file !== REDIRECTS) ?? 'another redirect of the same form'
  const what = `The configuration redirects ${pattern}, which ${other} answers`
  const hint = `Remove ${pattern} from \`redirects\` of the configuration, or rename the other.`
  return new SsrPagesError('ROUTE_CONFLICT', what, details, hint)
}
