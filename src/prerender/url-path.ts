import { spellSlash } from '../core/slash-redirect.ts'
import type { Pages, Route } from '../shared/types.ts'
import { toPrefix } from '../shared/pathname.ts'

/**
 * Returns a path as the site's own links spell it: with the base, and with or without a trailing
 * slash as the site is configured.
 *
 * @param path - The path relative to the base, without a trailing slash.
 * @returns The path of the URL.
 */
export function toUrlPath(pages: Pages, route: Route, path: string): string {
  return spellSlash(pages, route, toPrefix(pages.base) + path)
}
