import type { Page } from '../navigation.ts'
import { toSitePath } from '../site-path.ts'
import { getCollection } from './content.ts'
import { titleOf } from './summary.ts'

/** A page that shows one Markdown file. */
export interface FilePage extends Page {
  readonly entry: Awaited<ReturnType<typeof getCollection>>[number]
}

/** All pages that show one Markdown file each, in the order of their paths. */
export async function allPages(): Promise<readonly FilePage[]> {
  const entries = await getCollection('docs')
  return entries
    .flatMap((entry) => {
      const path = toSitePath(entry.filePath.replace('../', ''))
      return path === undefined ? [] : [{ path, label: titleOf(entry.body), entry }]
    })
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
}
