import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { LoadedPages } from '../loader/load.ts'
import type { SessionStore } from '../session/store.ts'
import { createOriginals } from '../transforms/local-originals.ts'
import { type ServedImages, serveImages } from '../transforms/serve-images.ts'
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
  const images = imagesOf(pages)
  const site = createServedSite(pages, settings, sessions, images)
  const used: UsedSite = {
    pages,
    images,
    readFile: (path) => readFile(join(pages.clientDir ?? '', path), 'utf8'),
  }
  return {
    middleware: createSiteMiddleware(site),
    views: createBuiltViews(site),
    routes: pages.routes,
    createErrors: (mountOf) => createErrorMiddleware(site, mountOf),
    use: (_url, _hasBase, answer) => answer(used),
    close: async () => images?.close(),
  }
}

// Beside the folder of pages, as the sessions are: a build does not remove them.
function imagesOf({ images, dir, clientDir }: LoadedPages): ServedImages | undefined {
  if (images === undefined) return undefined
  return serveImages(images, {
    packages: dir,
    findOriginal: createOriginals(clientDir ?? resolve(dir, '../client')),
    cache: resolve(dir, '../images'),
  })
}
