import { join } from 'node:path'
import type { EnvironmentModuleNode } from 'vite'
import { findPages } from '../../project/pages.ts'
import { realPath } from '../../project/real-path.ts'
import type { Site } from '../../project/site.ts'
import { findViews } from '../../project/views.ts'

/** Paths of pages and views below the pages folder; `undefined` means all. */
export type ConcernedPages = ReadonlySet<string> | undefined

/**
 * Finds the pages and views that show a change: those whose modules import a changed one, directly
 * or not.
 *
 * @param changed - Modules of the server.
 * @returns All pages when something else than a page imports one, such as the page middleware.
 */
export function findConcerned(
  changed: Iterable<EnvironmentModuleNode>,
  site: Site,
): ConcernedPages {
  const sources = listSources(site)
  const concerned = new Set<string>()
  const seen = new Set(changed)
  for (const { file, importers } of seen) {
    const page = file === null ? undefined : sources.get(file)
    if (page !== undefined) concerned.add(page)
    else if (importers.size === 0) return undefined
    for (const importer of importers) seen.add(importer)
  }
  return concerned
}

// By the paths under which Vite knows them.
function listSources(site: Site): ReadonlyMap<string, string> {
  try {
    const files = [...findPages(site), ...findViews(site)].map(({ file }) => file)
    return new Map(files.map((file) => [toModuleFile(join(site.pagesDir, file)), file]))
  } catch {
    // The next request shows the error of the folder.
    return new Map()
  }
}

function toModuleFile(path: string): string {
  return realPath(path).replaceAll('\\', '/')
}
