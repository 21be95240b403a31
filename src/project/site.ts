import { join, resolve } from 'node:path'
import type { Config } from '../shared/config.ts'
import { type Integrations, NO_INTEGRATIONS } from '../shared/integrations.ts'

/** A project and its configuration with all defaults. Folders are absolute. */
export interface Site {
  readonly root: string
  readonly srcDir: string
  /** Folder of the pages' sources. */
  readonly pagesDir: string
  /** Folder of the views' sources. */
  readonly viewsDir: string
  readonly publicDir: string
  readonly outDir: string
  /** Starts and ends with `/`. */
  readonly base: string
  /** With the changes of integrations. */
  readonly config: Config
  readonly integrations: Integrations
}

/**
 * Applies the defaults of a configuration. Integrations have not run.
 *
 * @param root - Absolute path of the project.
 * @param outDir - Overrides `outDir` of the configuration.
 */
export function createSite(root: string, config: Config, outDir?: string): Site {
  const srcDir = resolve(root, config.srcDir ?? 'src')
  return {
    root,
    srcDir,
    pagesDir: join(srcDir, 'pages'),
    viewsDir:
      config.viewsDir === undefined ? join(srcDir, 'views') : resolve(root, config.viewsDir),
    publicDir: resolve(root, config.publicDir ?? 'public'),
    outDir: resolve(root, outDir ?? config.outDir ?? 'dist'),
    base: `/${config.base ?? ''}/`.replaceAll(/\/{2,}/g, '/'),
    config,
    integrations: NO_INTEGRATIONS,
  }
}
