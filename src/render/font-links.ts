import type { RouteAssets } from '../shared/types.ts'

/** A file that a page with fonts loads in any case. */
export interface FontLink {
  /** Relative to the base. */
  readonly file: string
  readonly as: 'style' | 'font'
  /** The media type of a font. */
  readonly type?: string
}

const known = new WeakMap<RouteAssets, Map<string, FontLink>>()

/** Notes what the fonts of a page have linked, for later requests of its route. */
export function noteFontLinks(assets: RouteAssets, links: readonly FontLink[]): void {
  const noted = known.get(assets) ?? new Map<string, FontLink>()
  known.set(assets, noted)
  for (const link of links) noted.set(link.file, link)
}

/**
 * Lists what the fonts of a route's pages have linked so far.
 *
 * @param assets - The browser files of the route.
 */
export function fontLinksOf(assets: RouteAssets): readonly FontLink[] {
  return [...(known.get(assets)?.values() ?? [])]
}
