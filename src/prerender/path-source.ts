import type { Pages, Route } from '../shared/types.ts'

/** One path of a prerendered route with params. */
export interface StaticPath {
  /** A value for each param; only a rest param may have none, or a slash in it. */
  readonly params: Readonly<Record<string, string | number | undefined>>
  /** Become `Astro.props`. (default: none) */
  readonly props?: Readonly<Record<string, unknown>>
}

/** A route whose paths are wanted. */
export interface PathSource {
  readonly route: Route
  /** Its source, for errors. */
  readonly file: string
  readonly pages: Pages
  /** Told of a path that is listed twice. (default: nobody) */
  readonly warn?: (message: string) => void
}
