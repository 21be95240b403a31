import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sourceError } from '../compiler/source-error.ts'
import { relativeName } from '../project/public-name.ts'
import type { Site } from '../project/site.ts'

/** In the order of Astro. */
const EXTENSIONS = ['mjs', 'js', 'mts', 'ts'] as const

/** The files that configure the content of a project. */
export interface ContentFiles {
  /** Absolute path of `src/content.config.*`. */
  readonly config: string | undefined
  /** Absolute path of `src/live.config.*`. */
  readonly liveConfig: string | undefined
}

/**
 * Finds the files that configure the content of a project.
 *
 * @returns Their paths; `undefined` when the project has neither.
 * @throws {SsrPagesError} CONTENT_CONFIG_INVALID: when collections are configured where Astro 4 did
 */
export function findContentFiles(site: Pick<Site, 'root' | 'srcDir'>): ContentFiles | undefined {
  const config = find(site.srcDir, 'content.config')
  const liveConfig = find(site.srcDir, 'live.config')
  if (config === undefined) refuseOldPlace(site)
  return config === undefined && liveConfig === undefined ? undefined : { config, liveConfig }
}

/** Tells whether a path is one where such a file could be. */
export function isContentConfig({ srcDir }: Pick<Site, 'srcDir'>, file: string): boolean {
  return ['content.config', 'live.config', 'content/config'].some((name) =>
    EXTENSIONS.some((extension) => file === join(srcDir, `${name}.${extension}`)),
  )
}

function find(folder: string, name: string): string | undefined {
  return EXTENSIONS.map((extension) => join(folder, `${name}.${extension}`)).find((file) =>
    existsSync(file),
  )
}

function refuseOldPlace({ root, srcDir }: Pick<Site, 'root' | 'srcDir'>): void {
  const file = find(srcDir, 'content/config')
  if (file === undefined || !/\bcollections\b/.test(readFileSync(file, 'utf8'))) return
  const [old, target] = [file, join(srcDir, 'content.config.ts')].map((path) =>
    relativeName(root, path),
  )
  throw sourceError('CONTENT_CONFIG_INVALID', {
    file: String(old),
    text: `Collections are configured in ${target}, not in this file`,
    hint: `Move it to ${target}, and give each collection a loader: \`loader: glob({ pattern: '**/*.md', base: './src/content/blog' })\`, with \`glob\` from 'astro/loaders'.`,
  })
}
