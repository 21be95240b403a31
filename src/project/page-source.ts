import type { InjectedRoute } from '../shared/integrations.ts'

/** A source file of a route or view. */
export interface PageSource {
  readonly pattern: string
  /** Path below the pages folder, with forward slashes. */
  readonly file: string
  /** Name of the built module: the same path, usually without its extension. */
  readonly name: string
  /** The route of an integration, if it is one: its file may be outside the pages folder. */
  readonly injected?: InjectedRoute
  /** The name of the view, if it is one: it has no URL, and its file may be outside that folder. */
  readonly view?: string
}
