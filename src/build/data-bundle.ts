import type { Rolldown } from 'vite'
import { DATA_FILE } from '../plugin/content-ids.ts'
import { dataFiles, toDataModule } from '../plugin/data-module.ts'
import type { Collections } from '../shared/content.ts'
import type { OutputFile } from './bundle.ts'

/** The files with the data of collections. */
interface DataBundle {
  /** Files that the server needs. */
  readonly modules: readonly OutputFile[]
  /** Files that only prerendered pages need. */
  readonly buildModules: readonly OutputFile[]
}

/**
 * Writes the data of all collections that the chunks import.
 *
 * @param buildOnly - The chunks that only prerendered pages load.
 */
export function bundleData(
  collections: Collections,
  chunks: readonly Rolldown.OutputChunk[],
  buildOnly: ReadonlySet<string>,
): DataBundle {
  const modules: OutputFile[] = []
  const buildModules: OutputFile[] = []
  for (const [name, path] of dataFiles(collections)) {
    const importers = chunks.filter((chunk) => chunk.dynamicImports.includes(DATA_FILE + path))
    if (importers.length === 0) continue
    const isBuildOnly = importers.every(({ fileName }) => buildOnly.has(fileName))
    const file = { path, content: toDataModule(collections.get(name) ?? []) }
    ;(isBuildOnly ? buildModules : modules).push(file)
  }
  return { modules, buildModules }
}
