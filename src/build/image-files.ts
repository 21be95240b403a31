import { readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { registerImageHost } from '../images/image-host.ts'
import { findPackagesFolder } from '../project/packages-folder.ts'
import { SHARP_SERVICE, type SiteImages } from '../shared/image-settings.ts'
import { createOriginals } from '../transforms/local-originals.ts'
import { loadSharp } from '../transforms/load-sharp.ts'
import { makeFiles } from '../transforms/make-files.ts'
import { PlannedImages } from '../transforms/planned-images.ts'
import { RemoteOriginals } from '../transforms/remote/remote-originals.ts'
import type { BuildContext } from './bundle.ts'
import type { Staging } from './output.ts'

const REMOTE_MEMORY = 256 * 1024 * 1024

/** The images of prerendered pages. */
export interface ImageFiles {
  /** Writes the images that the pages have linked since the start. */
  finish(write: (file: string, content: Uint8Array) => void): Promise<void>
  /**
   * Removes the originals that nothing but the images was made of: only for sites of which no page
   * runs on demand.
   *
   * @returns The removed files, relative to the folder of browser files.
   */
  removeOriginals(): readonly string[]
  /** Ends the registration of the image host. */
  close(): void
}

/**
 * Lets prerendered pages link their images as files.
 *
 * @param images - The images of the site; `undefined` if it has none.
 */
export function startImageFiles(
  { site, log }: BuildContext,
  staging: Staging,
  images: SiteImages | undefined,
): ImageFiles | undefined {
  if (images === undefined) return undefined
  const remote = new RemoteOriginals(images.settings, REMOTE_MEMORY)
  const planned = new PlannedImages(images, remote)
  const close = registerImageHost(images.id, planned)
  return {
    close,
    async finish(write) {
      const { size } = planned.files
      if (size === 0) return
      log.step(`making images (${size})`)
      await makeFiles(planned.files, {
        images,
        remote,
        sharp: loadSharp(site.root),
        findOriginal: createOriginals(staging.client),
        cache: cacheOf(site.root, images),
        write,
        progress: (made) => log.progress?.(`making images (${made} of ${size})`),
      })
    },
    removeOriginals() {
      const originals = [...planned.files.values()].map(({ href }) => href.slice(1))
      return removeUnused(
        staging.client,
        new Set(originals.filter((one) => one.startsWith('_assets/'))),
      )
    },
  }
}

/**
 * Checks that the images of pages that run on demand can be made where the site is built: it is
 * probably where it runs.
 *
 * @param images - The images of the site; `undefined` if it has none.
 * @throws {SsrPagesError} IMAGE_SERVICE_MISSING
 */
export function checkImageService(root: string, images: SiteImages | undefined): void {
  if (images !== undefined && images.settings.service.entrypoint === SHARP_SERVICE) loadSharp(root)
}

function cacheOf(root: string, { id }: SiteImages): string | undefined {
  const folder = findPackagesFolder(root)
  return folder && join(folder, 'node_modules', '.ssr-pages', 'images', id)
}

/** Files that may name others. */
const TEXTS = new Set(['.html', '.css', '.js', '.mjs', '.json', '.xml', '.txt', '.svg', '.md', ''])
const MOST_BYTES = 20 * 1024 * 1024

// A page may also show the original itself, and a stylesheet may use it.
function removeUnused(folder: string, originals: Set<string>): readonly string[] {
  const names = new Map(
    [...originals].map((file) => [file, encodeURI(file.slice('_assets/'.length))]),
  )
  const files =
    originals.size === 0 ? [] : readdirSync(folder, { recursive: true, encoding: 'utf8' })
  for (const file of files) {
    const path = join(folder, file)
    const facts = statSync(path)
    if (!facts.isFile() || facts.size > MOST_BYTES || !TEXTS.has(extname(file))) continue
    const text = readFileSync(path, 'utf8')
    for (const [original, name] of names) if (text.includes(name)) names.delete(original)
  }
  for (const file of names.keys()) rmSync(join(folder, file), { force: true })
  return [...names.keys()]
}
