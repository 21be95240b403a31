import { spellSlash } from '../core/redirects.ts'
import type { Pages, Route } from '../shared/types.ts'

/**
 * Spells a path as links of the site have it: below the base, with the slash at the end that the site
 * wants.
 *
 * @param pages - The site.
 * @param route - The route that answers the path.
 * @param path - The path below the base, without a slash at the end.
 * @returns The path of the URL.
 */
export function toUrlPath(pages: Pages, route: Route, path: string): string {
  return spellSlash(pages, route, pages.base.slice(0, -1) + path)
}
