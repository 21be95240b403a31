import { toPrefix } from '../shared/pathname.ts'
import { type Assets, createAssets } from './assets.ts'
import type { Exchange } from './exchange.ts'
import type { LoadedPages } from '../loader/load.ts'
import type { Settings } from './options.ts'
import type { SessionStore } from '../session/store.ts'
import type { ServedImages } from '../transforms/serve-images.ts'
import { statusOf } from '../shared/errors.ts'

/** A site on a Node server: what all its requests have in common. */
export interface ServedSite {
  readonly pages: LoadedPages
  readonly settings: Settings
  readonly sessions: SessionStore | undefined
  /** Where the pages are mounted; `undefined` until they have seen a request. */
  mount: string | undefined
  /** The configured base without its trailing slash. */
  readonly prefix: string
  /** The browser files; `undefined` if the host serves them itself. */
  readonly assets: Assets | undefined
  /** What makes its images; `undefined` if it has none. */
  readonly images: ServedImages | undefined
  /** Reports an error that the host does not receive. */
  readonly tell: (error: unknown, exchange: Exchange) => void
}

/**
 * Prepares pages to be served: lists their browser files.
 *
 * @param sessions - The store of the sessions. (default: none, `Astro.session` is undefined)
 * @param images - What makes its images. (default: it has none)
 */
export function createServedSite(
  pages: LoadedPages,
  settings: Settings,
  sessions: SessionStore | undefined,
  images?: ServedImages,
): ServedSite {
  return {
    pages,
    settings,
    sessions,
    mount: undefined,
    prefix: toPrefix(pages.base),
    assets: settings.assets ? assetsOf(pages) : undefined,
    images,
    tell: createTell(settings),
  }
}

/**
 * Notes where the pages have seen a request, for errors of requests that do not reach them. Of
 * several places, such as `/:tenant`, none is noted: one visitor must not see that of another.
 *
 * @param base - Path of the mount, with the base of the site.
 */
export function noteMount(site: ServedSite, base: string): void {
  site.mount = site.mount === undefined ? base : site.prefix
}

/** Creates the function that reports errors to the option `onError`. */
export function createTell(settings: Settings): ServedSite['tell'] {
  const { onError } = settings
  return function tell(error, { req, res }) {
    // Errors that are the client's fault are not reported if the client was told.
    if (res.headersSent || statusOf(error) >= 500) onError(error, req)
  }
}

/**
 * Who answers a path without a page: the host if it passed `next`, otherwise the site, unless the
 * options say differently.
 *
 * @returns True if the site answers.
 */
export function rendersNotFound(site: ServedSite, exchange: Exchange): boolean {
  const { notFound } = site.settings
  return notFound === undefined ? exchange.next === undefined : notFound === 'render'
}

/**
 * Who answers a request whose page fails, decided in the same way.
 *
 * @returns True if the site answers.
 */
export function rendersErrors(site: ServedSite, exchange: Exchange): boolean {
  const { serverError } = site.settings
  return serverError === undefined ? exchange.next === undefined : serverError === 'render'
}

function assetsOf({ clientDir, routes }: LoadedPages): Assets | undefined {
  const files = routes.flatMap(({ prerendered }) => [...(prerendered?.values() ?? [])])
  const pages = new Set(files.map(({ file }) => file))
  return clientDir === undefined ? undefined : createAssets(clientDir, pages)
}
