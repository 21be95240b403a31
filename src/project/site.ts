import { join, resolve } from 'node:path'
import type { Config } from '../shared/config.ts'

/** A project with its configuration filled in. Folders are absolute. */
export interface Site {
  readonly root: string
  readonly srcDir: string
  /** Sources of the pages. */
  readonly pagesDir: string
  readonly publicDir: string
  readonly outDir: string
  /** Starts and ends with `/`. */
  readonly base: string
  readonly config: Config
}

/**
 * Fills in a configuration.
 *
 * @param root - The project's root, absolute.
 * @param config - The configuration.
 * @param outDir - Goes before the configuration's.
 * @returns The site.
 */
export function createSite(root: string, config: Config, outDir?: string): Site {
  const srcDir = resolve(root, config.srcDir ?? 'src')
  return {
    root,
    srcDir,
    pagesDir: join(srcDir, 'pages'),
    publicDir: resolve(root, config.publicDir ?? 'public'),
    outDir: resolve(root, outDir ?? config.outDir ?? 'dist'),
    base: `/${config.base ?? ''}/`.replaceAll(/\/{2,}/g, '/'),
    config,
  }
}
