import type { Pages, Route } from '../shared/types.ts'

/** One path of a prerendered route with params. */
export interface StaticPath {
  /** A value for each param. Only a rest param may be missing, or contain a slash. */
  readonly params: Readonly<Record<string, string | number | undefined>>
  /** The page's `Astro.props`. (default: none) */
  readonly props?: Readonly<Record<string, unknown>>
}

/** A route whose paths are to be listed. */
export interface PathSource {
  readonly route: Route
  /** The route's source file, for errors. */
  readonly file: string
  readonly pages: Pages
  /** Called with a message if a path is listed twice. (default: no warning) */
  readonly warn?: (message: string) => void
}
