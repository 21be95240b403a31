import { cutQuery } from '../shared/pathname.ts'
import { createSiteImages } from '../project/site-images.ts'
import { type FindOriginal, findFile } from '../transforms/local-originals.ts'
import { type ServedImages, serveImages } from '../transforms/serve-images.ts'
import type { DevServer } from './vite/dev-server.ts'
import type { Run } from './vite/run.ts'

/** The images of each run of Vite: another configuration may have other settings. */
const ofRuns = new WeakMap<Run, ServedImages>()

/**
 * Serves the images of a project from its sources. A change of an image shows at once: its address
 * stays the same, so browsers ask again each time.
 */
export function serveLiveImages({ run }: DevServer): ServedImages | undefined {
  const known = ofRuns.get(run)
  if (known !== undefined) return known
  const images = createSiteImages(run.site, 'dev')
  const served = serveImages(images, {
    packages: run.site.root,
    findOriginal: findIn(run),
    // Whether the pages have images is not known before one is requested.
    isLate: true,
  })
  if (served !== undefined) ofRuns.set(run, served)
  return served
}

// Only files that a page has imported, as for browsers.
function findIn(run: Run): FindOriginal {
  return async (href) => {
    const found = run.files.find(href, 'image')
    return found?.kind === 'file' ? findFile(found.file, cutQuery(href)) : undefined
  }
}
