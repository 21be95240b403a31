import { toBuildError } from '../diagnostics/build-error.ts'
import type { Site } from '../project/site.ts'
import { sourceError } from '../compiler/source-error.ts'
import { reasonOf } from '../shared/errors.ts'
import { placeThrown } from './place-thrown.ts'
import { property } from '../shared/property.ts'
import { readCollections } from './check-collections.ts'
import type { ConfigModules } from './config-modules.ts'
import type { Collection } from './loader-types.ts'

/** The configuration of content, as it was when it ran. */
export interface LoadedConfig {
  readonly collections: readonly Collection[]
  /** Absolute paths of its modules. */
  readonly files: readonly string[]
  /** Zod as the project has it, or what throws when it is used. */
  readonly zod: unknown
}

/**
 * Runs the configuration of content.
 *
 * @param file - Absolute path.
 * @throws {SsrPagesError} CONTENT_CONFIG_INVALID: with the place, when it does not load, throws or
 *   has an invalid collection
 */
export async function importConfig(
  modules: ConfigModules,
  site: Site,
  file: string,
): Promise<LoadedConfig> {
  try {
    const module = await modules.import(file)
    const collections = readCollections(module, { root: site.root, file })
    const zod = property(await modules.own(), 'z')
    const files = modules.files().filter((path) => !/[\\/]node_modules[\\/]/.test(path))
    return { collections, files, zod }
  } catch (error) {
    modules.nameImports(error)
    const known = toBuildError(error, site, 'CONTENT_CONFIG_INVALID')
    const place = known.details['file'] === undefined && placeThrown(error, site.root)
    if (!place) throw known
    throw sourceError(
      'CONTENT_CONFIG_INVALID',
      { ...place, text: reasonOf(error), hint: known.hint },
      { cause: error },
    )
  }
}
