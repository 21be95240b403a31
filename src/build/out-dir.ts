import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SsrPagesError } from '../shared/errors.ts'
import { property } from '../shared/property.ts'
import { FOLDERS } from './leftovers.ts'
import { holds } from '../project/real-path.ts'
import type { Site } from '../project/site.ts'

/**
 * Refuses an output folder if replacing it would delete files that no build made, or if its files
 * would become sources.
 *
 * @throws {SsrPagesError} OUTDIR_UNSAFE: when the folder is refused
 */
export function checkOutDir(site: Site): void {
  const { root, srcDir, pagesDir, viewsDir, publicDir, outDir } = site
  const folders = { 'the pages': pagesDir, 'the views': viewsDir, publicDir }
  const sources = { 'the project': root, srcDir, ...folders }
  for (const [name, folder] of Object.entries(sources)) {
    if (holds(outDir, folder)) throw unsafe(outDir, `is or contains ${name} (${folder})`)
  }
  for (const [name, folder] of Object.entries(folders)) {
    if (holds(folder, outDir)) throw unsafe(outDir, `is inside ${name} (${folder})`)
  }
  const foreign = isBuild(join(outDir, 'pages'))
    ? undefined
    : FOLDERS.find((name) => hasEntries(join(outDir, name)))
  if (foreign !== undefined) {
    throw unsafe(outDir, `has a folder ${foreign} that ssr-pages did not write`)
  }
}

function unsafe(outDir: string, why: string): SsrPagesError {
  return new SsrPagesError('OUTDIR_UNSAFE', `outDir ${outDir} ${why}`, { outDir })
}

// Accepts the output of any version, so that a new version can replace it.
function isBuild(folder: string): boolean {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))
    return Array.isArray(property(manifest, 'routes'))
  } catch {
    return false
  }
}

function hasEntries(path: string): boolean {
  return existsSync(path) && readdirSync(path).length > 0
}
