import { resolve } from 'node:path'
import type { Config } from '../config.ts'
import type { Manifest } from '../types.ts'
import type { BuildContext, OutputFile } from './bundle.ts'
import { shareStyles } from './cascade.ts'
import { checkConfig } from './check-config.ts'
import { bundleScripts } from './client-bundle.ts'
import { toBuildError } from './build-error.ts'
import { loadConfig } from './load-config.ts'
import { type BuildLog, createLogger } from './logger.ts'
import { loadVite } from './load-vite.ts'
import { createManifest } from './manifest.ts'
import { clearLeftovers } from './leftovers.ts'
import { checkOutDir } from './out-dir.ts'
import { type Output, writeOutput } from './output.ts'
import { findMiddleware, findPages } from './pages.ts'
import { bundleServer } from './server-bundle.ts'
import { realPath } from './real-path.ts'
import { writeRouteTypes } from './route-types.ts'
import { createSite } from './site.ts'
import { bundleStylesOrBlame } from './style-failure.ts'

/** What to build, and where to. */
export interface BuildOptions {
  /** The project's folder. [the current folder] */
  readonly root?: string | undefined
  /** Relative to the root; goes before the configuration's. */
  readonly outDir?: string | undefined
  /** Stands for the project's `ssr-pages.config.*`. [that file] */
  readonly config?: Config | undefined
  /** [silence] */
  readonly log?: BuildLog | undefined
}

/** What was built. Folders are absolute. */
export interface BuildResult {
  readonly root: string
  readonly outDir: string
  readonly pagesDir: string
  readonly clientDir: string
  readonly manifest: Manifest
  /** Bytes of every built file by its path in outDir; copies of public files are not among them. */
  readonly sizes: Readonly<Record<string, number>>
}

interface Built {
  readonly manifest: Manifest
  readonly output: Output
}

/**
 * Builds the pages of a project. When anything fails, the last build stays as it is.
 *
 * @param options - The project's folder and where to write to.
 * @returns What was built.
 * @throws {SsrPagesError} BUILD_FAILED, COMPILE_FAILED and others, with the place in the source.
 */
export async function build(options: BuildOptions = {}): Promise<BuildResult> {
  const root = realPath(resolve(options.root ?? '.'))
  const vite = await loadVite()
  const config = options.config
    ? checkConfig(options.config, 'config')
    : await loadConfig(vite, root)
  const site = createSite(root, config, options.outDir)
  const log = options.log ?? { step() {}, warn() {} }
  const { manifest, output } = await buildSite({ vite, site, log, logger: createLogger(log) })

  const [pagesDir, clientDir] = [resolve(site.outDir, 'pages'), resolve(site.outDir, 'client')]
  await config.adapter?.done({ root, pagesDir, clientDir, manifest })
  return { root, outDir: site.outDir, pagesDir, clientDir, manifest, sizes: toSizes(output) }
}

async function buildSite(context: BuildContext): Promise<Built> {
  const { site, log } = context
  try {
    clearLeftovers(site.outDir)
    checkOutDir(site)
    const built = await bundleAll(context)
    log.step(`writing ${site.outDir}`)
    writeOutput(site.outDir, built.output)
    writeRouteTypes(context)
    return built
  } catch (error) {
    throw toBuildError(error, site)
  }
}

// Pages first: only they tell which styles and scripts the browser needs.
async function bundleAll(context: BuildContext): Promise<Built> {
  const { site, log } = context
  const sources = findPages(site)
  log.step(`compiling pages and API routes (${sources.length})`)
  const server = await bundleServer(context, sources, findMiddleware(site))
  const { pages, modules, assets } = server
  const scriptIds = [...new Set(pages.flatMap((page) => page.scripts))]
  if (scriptIds.length > 0) log.step(`bundling scripts (${scriptIds.length})`)
  const scripts = await bundleScripts(context, scriptIds)
  const styleGroups = shareStyles(pages.map((page) => page.styles))
  if (styleGroups.length > 0) log.step(`bundling stylesheets (${styleGroups.length})`)
  const styles = await bundleStylesOrBlame(context, styleGroups)
  const manifest = createManifest(site, server, { scripts, styles })
  const text = `${JSON.stringify(manifest, null, 2)}\n`
  return {
    manifest,
    output: {
      pages: [...modules, { path: 'manifest.json', content: text }],
      client: [...assets, ...scripts.files, ...styles.files],
      publicDir: site.publicDir,
    },
  }
}

function toSizes({ pages, client }: Output): Record<string, number> {
  return { ...sizesIn('pages', pages), ...sizesIn('client', client) }
}

function sizesIn(folder: string, files: readonly OutputFile[]): Record<string, number> {
  return Object.fromEntries(
    files.map(({ path, content }) => [`${folder}/${path}`, Buffer.byteLength(content)]),
  )
}
