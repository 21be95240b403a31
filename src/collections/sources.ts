import type { DataModule } from './data-module.ts'
import type { PrintImage } from './text-images.ts'
import type { LiveCollection } from './live-collection.ts'

/** Imports a module when it is first needed. */
export type Import<Module> = () => Promise<Module>

/** Where the functions of `astro:content` find what the build knows. */
export interface ContentSources {
  /** The data module of each collection. (default: there are no collections) */
  readonly data?: readonly (readonly [name: string, load: Import<DataModule>])[]
  /** The module with the images of a collection. (default: it has none) */
  readonly images?: readonly (readonly [
    name: string,
    load: Import<{ readonly default: readonly unknown[] }>,
  ])[]
  /** The content modules, by the files of their entries. (default: none) */
  readonly modules?: readonly (readonly [filePath: string, load: Import<object>])[]
  /** The module that prints images of texts. (default: no text has any) */
  readonly print?: Import<{ readonly markdownImage: PrintImage }>
  /** The module of `src/live.config`. (default: there are no live collections) */
  readonly live?: Import<object>
}

/** The configuration of live collections, as far as it could be read. */
export type LiveCollections = ReadonlyMap<string, LiveCollection>
