import type { DevEnvironment } from 'vite'
import type { ImportModule } from '../../loader/load-once.ts'
import type { Vite } from '../../project/build-tools.ts'
import type { Site } from '../../project/site.ts'
import type { RouteAssets } from '../../shared/types.ts'
import type { GraphHost } from './live-graph.ts'

/** The source of modules for pages. */
export interface ModuleSource extends GraphHost {
  readonly vite: Vite
  readonly site: Site
  /** Version of the sources: it changes with each change. */
  readonly version: string
  /** Imports a source by its absolute path. */
  readonly importModule: ImportModule
  /** Returns the text of a stylesheet by its path relative to the base. */
  readonly readStyle: (path: string) => Promise<string>
  /** The modules of the server. */
  readonly server: DevEnvironment
  /** The modules of browsers. */
  readonly client: DevEnvironment
  /** Receives the browser files of a page before its HTML is sent. */
  readonly onAssets: (assets: RouteAssets) => void
  /** Prints a warning, unless it has been printed before. */
  readonly warnOnce: (message: string) => void
}
