import { SsrPagesError } from '../shared/errors.ts'
import type { ManifestRedirect, Route } from '../shared/types.ts'
import { REDIRECTS, paramNames, parsePattern } from './parse.ts'

/**
 * Creates routes from the redirects of the configuration.
 *
 * @throws {SsrPagesError} ROUTE_NAME_INVALID
 */
export function createRedirects(redirects: readonly ManifestRedirect[]): Route[] {
  return redirects.map(({ pattern, ...redirect }) => ({
    pattern,
    file: REDIRECTS,
    params: checkParams(pattern, redirect.destination),
    assets: { styles: [], scripts: {}, hasHead: false },
    redirect,
    load: () => ({}),
  }))
}

function checkParams(pattern: string, destination: string): string[] {
  const names = paramNames(parsePattern(pattern, REDIRECTS))
  const used = [...destination.matchAll(/\[(?:\.\.\.)?([^[\]]+)\]/g)].map(([, name = '']) => name)
  const unknown = used.find((name) => !names.includes(name))
  if (unknown === undefined) return names
  const what = `The redirect from ${pattern} to ${destination} uses [${unknown}], which is not a param of ${pattern}`
  const hint = `Use params of ${pattern} only, in \`redirects\` of the configuration.`
  throw new SsrPagesError('ROUTE_NAME_INVALID', what, { file: REDIRECTS, seen: unknown }, hint)
}
