import { sep } from 'node:path'
import type { HotUpdateOptions } from 'vite'
import { isCheckedSource } from '../../project/check-sources.ts'
import { isMiddleware, isPageFile } from '../../project/pages.ts'
import type { Site } from '../../project/site.ts'
import { isStyle } from '../../plugin/style-id.ts'
import type { PublicFiles } from './public-files.ts'

/**
 * What a change of a file means that no module was made of: open pages are loaded again, the files of the
 * pages are listed anew for the next request, or nothing.
 */
export type FileVerdict = 'reload' | 'list' | undefined

/** A file that has come, gone or changed. */
export interface ChangedFile {
  /** Absolute. */
  readonly file: string
  readonly type: HotUpdateOptions['type']
}

/** What is known of the pages. */
export interface KnownPages {
  readonly site: Site
  readonly publicFiles: PublicFiles
  /** A module did not load: what comes or changes may be what it was missing. */
  readonly hasFailed: boolean
}

/**
 * Judges a file that no module of the pages was made of. Pages write files as well, such as uploads and
 * stores: only what a page is, or was asked for, counts.
 *
 * @param changed - The file.
 * @param known - The pages.
 * @returns The verdict.
 */
export function judgeFile(changed: ChangedFile, known: KnownPages): FileVerdict {
  const { file, type } = changed
  const { site, publicFiles, hasFailed } = known
  const isNew = type !== 'update'
  if (file.startsWith(site.publicDir + sep)) {
    if (publicFiles.isStale(file)) return 'reload'
    return isNew ? 'list' : undefined
  }
  if (hasFailed && mayBeMissed(file, site, isNew)) return 'reload'
  const isOfPages = isPageFile(site, file) || isMiddleware(site, file)
  if (!isOfPages && !isCheckedSource(site, file)) return undefined
  // Nobody has opened a page that is no module yet.
  return isNew ? 'reload' : 'list'
}

const CODE = /\.(?:astro|html|json|[cm]?[jt]sx?)$/

function mayBeMissed(file: string, { srcDir }: Site, isNew: boolean): boolean {
  return CODE.test(file) || isStyle(file) || (isNew && file.startsWith(srcDir + sep))
}
