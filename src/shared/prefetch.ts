/** When a link is fetched: at a tap, at hover or focus, in the viewport, or at once. */
export type PrefetchStrategy = 'tap' | 'hover' | 'viewport' | 'load'

/** The strategies, in the order of the docs. */
export const STRATEGIES: readonly PrefetchStrategy[] = ['tap', 'hover', 'viewport', 'load']

/** How pages fetch the pages of their links before a visitor follows them. */
export interface PrefetchOptions {
  /** Whether all links are fetched, also those without `data-astro-prefetch`. (default: only those with it) */
  readonly prefetchAll?: boolean
  /** The strategy of links that name none. (default: `'hover'`) */
  readonly defaultStrategy?: PrefetchStrategy
}

/** Whether every page of a site fetches its links. */
export function prefetchesAll(prefetch: boolean | PrefetchOptions | undefined): boolean {
  return typeof prefetch === 'object' && prefetch.prefetchAll === true
}
