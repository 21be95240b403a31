import { sep } from 'node:path'
import type { HotUpdateOptions } from 'vite'
import { isCheckedSource } from '../../project/check-sources.ts'
import { isMiddleware, isPageFile } from '../../project/pages.ts'
import { isViewFile } from '../../project/views.ts'
import type { Site } from '../../project/site.ts'
import { isStyle } from '../../plugin/style-id.ts'
import type { PublicFiles } from './public-files.ts'

/**
 * The effect of a change of a file that no module was made from: open pages reload, the files of
 * the pages are listed again for the next request, or nothing happens.
 */
export type FileVerdict = 'reload' | 'list' | undefined

/** A file that was added, removed or changed. */
export interface ChangedFile {
  /** Absolute path. */
  readonly file: string
  readonly type: HotUpdateOptions['type']
}

/** The state of the pages. */
export interface KnownPages {
  readonly site: Site
  readonly publicFiles: PublicFiles
  /** True when a module did not load: a new or changed file may be the missing one. */
  readonly hasFailed: boolean
}

/**
 * Decides the effect of a change of a file that no module of the pages was made from. Pages also
 * write files, such as uploads, so only pages, files that were requested and special files of Astro
 * count.
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
  const isOfPages = isPageFile(site, file) || isViewFile(site, file) || isMiddleware(site, file)
  if (!isOfPages && !isCheckedSource(site, file)) return undefined
  // No browser has a page open that is not a module yet.
  return isNew ? 'reload' : 'list'
}

const CODE = /\.(?:astro|vue|svelte|html|json|mdx?|markdown|mdown|mkdn?|mdwn|[cm]?[jt]sx?)$/

function mayBeMissed(file: string, { srcDir }: Site, isNew: boolean): boolean {
  return CODE.test(file) || isStyle(file) || (isNew && file.startsWith(srcDir + sep))
}
