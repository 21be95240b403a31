import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import type { Config } from '../config.ts'
import { SsrPagesError } from '../errors.ts'

/** A project with its configuration filled in. Folders are absolute. */
export interface Site {
  readonly root: string
  /** Sources of the pages. */
  readonly pagesDir: string
  readonly publicDir: string
  readonly outDir: string
  /** Starts and ends with `/`. */
  readonly base: string
  readonly config: Config
}

/**
 * Fills in a configuration and refuses an output folder whose replacing would destroy sources.
 *
 * @param root - The project's root, absolute.
 * @param config - The configuration.
 * @param outDir - Goes before the configuration's.
 * @returns The site.
 * @throws {SsrPagesError} OUTDIR_UNSAFE
 */
export function createSite(root: string, config: Config, outDir?: string): Site {
  const srcDir = resolve(root, config.srcDir ?? 'src')
  const site = {
    root,
    pagesDir: join(srcDir, 'pages'),
    publicDir: resolve(root, config.publicDir ?? 'public'),
    outDir: resolve(root, outDir ?? config.outDir ?? 'dist'),
    base: `/${config.base ?? ''}/`.replaceAll(/\/{2,}/g, '/'),
    config,
  }
  checkOutDir(site, srcDir)
  return site
}

/**
 * Resolves the links in a path, also when its end does not exist yet.
 *
 * @param path - Absolute.
 * @returns The path as the operating system names it.
 */
export function realPath(path: string): string {
  if (existsSync(path)) return realpathSync(path)
  const parent = dirname(path)
  return parent === path ? path : join(realPath(parent), basename(path))
}

function checkOutDir({ root, publicDir, outDir }: Site, srcDir: string): void {
  const sources = { 'the project': root, srcDir, publicDir }
  for (const [name, folder] of Object.entries(sources)) {
    if (holds(outDir, folder)) throw unsafe(outDir, `is or contains ${name} (${folder})`)
  }
  if (holds(publicDir, outDir)) throw unsafe(outDir, `is inside publicDir (${publicDir})`)
}

function unsafe(outDir: string, why: string): SsrPagesError {
  return new SsrPagesError('OUTDIR_UNSAFE', `outDir ${outDir} ${why}`, { outDir })
}

function holds(outer: string, inner: string): boolean {
  const path = relative(realPath(outer), realPath(inner))
  return path === '' || (path !== '..' && !path.startsWith(`..${sep}`) && resolve(path) !== path)
}
