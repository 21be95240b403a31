import { toPrefix } from '../shared/pathname.ts'
import { type Assets, createAssets } from './assets.ts'
import type { Exchange } from './exchange.ts'
import type { LoadedPages } from '../loader/load.ts'
import type { Settings } from './options.ts'
import type { SessionStore } from '../session/store.ts'
import { statusOf } from '../shared/errors.ts'

/** A site that a Node server serves: what is the same for all of its requests. */
export interface ServedSite {
  readonly pages: LoadedPages
  readonly settings: Settings
  readonly sessions: SessionStore | undefined
  /** The configured base without its slash at the end. */
  readonly prefix: string
  /** The browser files; `undefined` when somebody else serves them. */
  readonly assets: Assets | undefined
  /** Tells of an error that the host is not given. */
  readonly tell: (error: unknown, exchange: Exchange) => void
}

/**
 * Prepares pages to be served.
 *
 * @param pages - The pages.
 * @param settings - Complete settings.
 * @param sessions - The store of the sessions. (default: none: `Astro.session` is undefined)
 * @returns The site; its browser files have been listed.
 */
export function createServedSite(
  pages: LoadedPages,
  settings: Settings,
  sessions: SessionStore | undefined,
): ServedSite {
  return {
    pages,
    settings,
    sessions,
    prefix: toPrefix(pages.base),
    assets: settings.assets ? assetsOf(pages) : undefined,
    tell: createTell(settings),
  }
}

/**
 * Makes what tells of an error that the host is not given.
 *
 * @param settings - Complete settings.
 * @returns The function.
 */
export function createTell(settings: Settings): ServedSite['tell'] {
  const { onError } = settings
  return function tell(error, { req, res }) {
    // The mistakes of a client, which it has been told, are not the server's.
    if (res.headersSent || statusOf(error) >= 500) onError(error, req)
  }
}

/**
 * Says who answers a path without a page: the host if it gave `next`, else the site, unless the options
 * say otherwise.
 *
 * @param site - The site.
 * @param exchange - The request.
 * @returns True when the site answers.
 */
export function rendersNotFound(site: ServedSite, exchange: Exchange): boolean {
  const { notFound } = site.settings
  return notFound === undefined ? exchange.next === undefined : notFound === 'render'
}

/**
 * Says who answers a request whose page fails, in the same way.
 *
 * @param site - The site.
 * @param exchange - The request.
 * @returns True when the site answers.
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
