import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isFile } from '../loader/scan.ts'
import type { PrerenderSite } from '../prerender/job.ts'
import { createNonce } from '../policy/nonce.ts'
import { prerender } from '../prerender/prerender.ts'
import type { Manifest } from '../shared/types.ts'
import { createWithEnv } from '../project/build-env.ts'
import { startImageFiles } from './image-files.ts'
import type { BuildContext, OutputFile } from './bundle.ts'
import { property } from '../shared/property.ts'
import { type Staging, writeFiles } from './output.ts'
import { toSourceName } from './select-prerendered.ts'
import type { BuiltPage, ServerBundle } from './server-bundle.ts'

/** The result of prerendering a site. */
export interface PrerenderedSite {
  readonly manifest: Manifest
  /** Additional files of the pages folder. */
  readonly modules: readonly OutputFile[]
  /** Size in bytes of the written files, by their path in the client folder. */
  readonly sizes: ReadonlyMap<string, number>
  /** Browser files that the site no longer needs; they are deleted. */
  readonly removed: readonly string[]
}

/**
 * Renders the prerendered pages of a build into its client folder.
 *
 * @param manifest - The manifest, whose prerendered routes have no files yet.
 * @returns The manifest with the files, and modules of the error pages.
 * @throws {SsrPagesError} PRERENDER_FAILED, STATIC_PATHS_MISSING, STATIC_PATHS_INVALID: when a page
 *   fails or its paths are unknown
 */
export async function prerenderSite(
  context: BuildContext,
  bundle: ServerBundle,
  manifest: Manifest,
  staging: Staging,
): Promise<PrerenderedSite> {
  const { site, log, logger } = context
  const isStatic = site.config.output === 'static'
  const sizes = new Map<string, number>()
  if (!isStatic && !bundle.pages.some(({ isPrerendered }) => isPrerendered)) {
    return { manifest, modules: [], sizes, removed: [] }
  }
  warnOfMethods(context, bundle.pages)
  writeFiles(staging.scratch, [...bundle.modules, ...bundle.buildModules])
  const sources = new Map(bundle.pages.map((page) => [page.module, toSourceName(site, page)]))
  const withEnv = createWithEnv(context.vite, site, 'production')
  const plan: PrerenderSite = {
    manifest,
    importModule: (file) => import(pathToFileURL(join(staging.scratch, file)).href),
    isStatic,
    policy: manifest.csp && {
      algorithm: manifest.csp.algorithm,
      nonce: createNonce(),
      hasMeta: isStatic,
    },
    sourceOf: (module) => sources.get(module) ?? module,
    isPublic: (file) => isFile(join(site.publicDir, file)),
    write: (path, content) => {
      addFile(staging, { path, content })
      sizes.set(path, Buffer.byteLength(content))
    },
    step: (message) => log.step(message),
    progress: (message) => log.progress?.(message),
    warnOnce: (message) => logger.warnOnce(message),
  }
  const images = startImageFiles(context, staging, manifest.images)
  try {
    const prerendered = await withEnv(() => prerender(plan))
    await images?.finish(plan.write)
    if (images === undefined || runsOnDemand(bundle)) return { ...prerendered, sizes, removed: [] }
    const { images: _, ...without } = prerendered.manifest
    return { ...prerendered, manifest: without, sizes, removed: images.removeOriginals() }
  } finally {
    images?.close()
  }
}

// Page middleware runs for paths without a page.
function runsOnDemand({ pages, middleware }: ServerBundle): boolean {
  return middleware !== undefined || pages.some(({ isPrerendered }) => !isPrerendered)
}

const NEVER_RUN = new Set(['POST', 'PUT', 'PATCH', 'DELETE', 'DEL', 'OPTIONS'])

function warnOfMethods({ site, log }: BuildContext, pages: readonly BuiltPage[]): void {
  for (const page of pages.filter(
    ({ isPrerendered, kind }) => isPrerendered && kind === 'endpoint',
  )) {
    const lost = page.exports.filter((name) => NEVER_RUN.has(name.toUpperCase()))
    if (lost.length === 0) continue
    log.warn(
      `${toSourceName(site, page)} is prerendered, so its handlers for other methods never run: ${lost.join(', ')}`,
    )
  }
}

function addFile(staging: Staging, file: OutputFile): void {
  try {
    staging.add('client', file)
  } catch (error) {
    // The message of the system names a temporary path that is soon deleted.
    if (!TAKEN.has(property(error, 'code'))) throw error
    throw new Error(
      `its file ${file.path} clashes with a public folder or with the file of another path`,
    )
  }
}

const TAKEN = new Set<unknown>(['EEXIST', 'EISDIR', 'ENOTDIR'])
