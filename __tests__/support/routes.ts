import { createRoutes, type RouteFile } from '../../src/loader/routes.ts'
import { createMatcher } from '../../src/routing/match.ts'
import { toPattern } from '../../src/routing/parse.ts'
import type { Matcher } from '../../src/shared/types.ts'

/**
 * Converts source file names to what a build would list: `.ts` files are endpoints, all others
 * pages.
 */
export function toRouteFiles(files: readonly string[]): RouteFile[] {
  return files.map((file) => ({
    pattern: toPattern(file),
    file,
    kind: file.endsWith('.ts') ? 'endpoint' : 'page',
    styles: [],
    scripts: {},
    hasHead: false,
  }))
}

/** Creates the matcher of a site with these files. */
export function matcherOf(files: readonly string[]): Matcher {
  return createMatcher(createRoutes(toRouteFiles(files), async () => ({})))
}
