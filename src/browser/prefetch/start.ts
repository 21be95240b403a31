import type { PrefetchOptions } from '../../shared/prefetch.ts'
import { LinkWatcher } from './watch-links.ts'

let configured: PrefetchOptions | false | undefined

/** Remembers the option `prefetch` of the site; `undefined` if it is not set. */
export function configure(options: boolean | PrefetchOptions | undefined): void {
  configured = options === true ? {} : options
}

/** Shared by all copies of this module: a page may load several. */
const WATCHER = Symbol.for('ssr-pages.prefetch')

/**
 * Starts to fetch the pages of links, unless the site has switched it off. A later call may add `prefetchAll`.
 *
 * @param defaults - For what the configuration does not set.
 */
export function init(defaults: PrefetchOptions = {}): void {
  if (typeof document === 'undefined' || configured === false) return
  const options = { ...defaults, ...configured }
  const watcher: unknown = Reflect.get(globalThis, WATCHER)
  if (watcher === undefined) Reflect.set(globalThis, WATCHER, new LinkWatcher(options))
  else if (options.prefetchAll === true) Reflect.set(watcher as object, 'options', options)
}
