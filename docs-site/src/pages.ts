import { type CollectionEntry, getCollection } from 'astro:content'
import type { Page } from '../navigation.ts'
import { toSitePath } from '../site-path.ts'
import { titleOf } from './summary.ts'

/** A page that shows one Markdown file. */
export interface FilePage extends Page {
  readonly entry: CollectionEntry<'docs'> | CollectionEntry<'project'>
}

/** All pages that show one Markdown file each, in the order of their paths. */
export async function allPages(): Promise<readonly FilePage[]> {
  const entries = [...(await getCollection('docs')), ...(await getCollection('project'))]
  return entries.map(toPage).toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

function toPage(entry: FilePage['entry']): FilePage {
  const { filePath = '', body = '' } = entry
  const path = toSitePath(filePath.replace('../', ''))
  if (path === undefined) throw new Error(`The site has no path for ${filePath}.`)
  return { path, label: titleOf(body), entry }
}
