import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LoadedPages } from '../loader/load.ts'
import type { SessionStore } from '../session/store.ts'
import type { Mode, UsedSite } from './mode.ts'
import type { Settings } from './options.ts'
import { createErrorMiddleware, createSiteMiddleware } from './serve.ts'
import { createServedSite } from './served-site.ts'
import { createBuiltViews } from './view-mode.ts'

/**
 * Serves a folder of built pages.
 *
 * @param sessions - The store of the sessions; `undefined` if they are turned off.
 */
export function createBuiltMode(
  pages: LoadedPages,
  settings: Settings,
  sessions: SessionStore | undefined,
): Mode {
  const site = createServedSite(pages, settings, sessions)
  const used: UsedSite = {
    pages,
    readFile: (path) => readFile(join(pages.clientDir ?? '', path), 'utf8'),
  }
  return {
    middleware: createSiteMiddleware(site),
    views: createBuiltViews(site),
    routes: pages.routes,
    createErrors: (mountOf) => createErrorMiddleware(site, mountOf),
    use: (_url, _hasBase, answer) => answer(used),
    close: async () => {},
  }
}
