import type { ManifestRedirect, Route } from '../types.ts'
import { paramNames, parsePattern } from './parse.ts'

/** Where redirects stand, for errors. */
const FILE = 'redirects of the configuration'

/**
 * Makes routes of the configuration's redirects.
 *
 * @param redirects - The redirects.
 * @returns One route for each.
 * @throws {SsrPagesError} ROUTE_NAME_INVALID
 */
export function createRedirects(redirects: readonly ManifestRedirect[]): Route[] {
  return redirects.map(({ pattern, ...redirect }) => ({
    pattern,
    file: FILE,
    params: paramNames(parsePattern(pattern, FILE)),
    assets: { styles: [], scripts: {}, hasHead: false },
    redirect,
    load: () => ({}),
  }))
}
