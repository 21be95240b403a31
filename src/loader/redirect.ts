import { SsrPagesError } from '../errors.ts'
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
    params: checkParams(pattern, redirect.destination),
    assets: { styles: [], scripts: {}, hasHead: false },
    redirect,
    load: () => ({}),
  }))
}

function checkParams(pattern: string, destination: string): string[] {
  const names = paramNames(parsePattern(pattern, FILE))
  const used = [...destination.matchAll(/\[(?:\.\.\.)?([^[\]]+)\]/g)].map(([, name = '']) => name)
  const unknown = used.find((name) => !names.includes(name))
  if (unknown === undefined) return names
  const what = `The redirect of ${pattern} to ${destination} has no param [${unknown}]`
  throw new SsrPagesError('ROUTE_NAME_INVALID', what, { file: FILE, seen: unknown })
}
