import { join } from 'node:path'
import type { DevEnvironment, EnvironmentModuleNode } from 'vite'
import { ASTRO_CONTENT, CONTENT_WITH_ZOD } from '../../plugin/content-ids.ts'
import { findPages } from '../../project/pages.ts'
import { realPath } from '../../project/real-path.ts'
import type { Site } from '../../project/site.ts'
import { findViews } from '../../project/views.ts'
import type { ContentNames } from './content-state.ts'
import type { GraphHost } from './live-graph.ts'

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

/**
 * Finds the modules that show changed collections: those that import `astro:content` and read one of
 * them.
 *
 * @param names - Names of the collections. (default: all)
 * @param reads - The collections that each module reads, as far as it is known.
 */
export function findReaders(
  names: ContentNames,
  { moduleGraph }: Pick<DevEnvironment, 'moduleGraph'>,
  reads: GraphHost['reads'],
): EnvironmentModuleNode[] {
  const importers = [ASTRO_CONTENT, CONTENT_WITH_ZOD].flatMap((id) => [
    ...(moduleGraph.getModuleById(id)?.importers ?? []),
  ])
  return importers.filter((module) => {
    if (module.id === CONTENT_WITH_ZOD) return false
    const read = reads.get(module)
    return read === undefined || names === undefined || [...read].some((name) => names.has(name))
  })
}

/**
 * Finds the modules that import the module of an entry themselves, and do not get it from
 * `astro:content`.
 */
export function findDirectImporters(
  modules: readonly EnvironmentModuleNode[],
): EnvironmentModuleNode[] {
  return modules.flatMap(({ importers }) => [...importers].filter(({ id }) => id !== ASTRO_CONTENT))
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
