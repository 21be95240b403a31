import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Config } from '../shared/config.ts'
import { readVersion } from '../project/own-package.ts'
import type { Manifest } from '../shared/types.ts'
import { createContent } from '../content/create-content.ts'
import { type BuildContext, type OutputFile, toViteConfig } from './bundle.ts'
import { checkConfig } from '../config/check-config.ts'
import { checkExports } from '../project/check-exports.ts'
import { checkHandlers, checkMiddleware } from '../project/check-handlers.ts'
import { checkSources } from '../project/check-sources.ts'
import { bundleBrowserFiles } from './browser-files.ts'
import { checkImageService } from './image-files.ts'
import { toBuildError } from '../diagnostics/build-error.ts'
import { createHostBundler } from './host-bundle.ts'
import { inProduction } from './in-production.ts'
import { toIntegrationLog } from './integration-log.ts'
import { buildGenerated } from '../integrations/build-hooks.ts'
import { announceServer, finishIntegrations, startIntegrations } from './integration-steps.ts'
import { setUpSite } from '../integrations/set-up-site.ts'
import { loadConfig } from '../config/load-config.ts'
import { type BuildLog, createLogger } from '../project/logger.ts'
import { loadBuildTools } from '../project/build-tools.ts'
import { createManifest } from './manifest.ts'
import { toSiteModule } from './site-module.ts'
import { clearLeftovers } from './leftovers.ts'
import { checkOutDir } from './out-dir.ts'
import { type BuildOutput, type Staging, writeOutput } from './output.ts'
import { findMiddleware, findPages } from '../project/pages.ts'
import { checkViews, findViews } from '../project/views.ts'
import { placePrerenderFailure } from './prerender-place.ts'
import { prerenderSite } from './prerender-site.ts'
import { checkPrerendered, selectPrerendered } from './select-prerendered.ts'
import { type ServerBundle, bundleServer, type ServerSources } from './server-bundle.ts'
import { holds, realPath } from '../project/real-path.ts'
import { linkTsconfig } from '../config/tsconfig.ts'
import { resolveRoutes } from './resolve-routes.ts'
import { writeRouteTypes } from './route-types.ts'

/** Options of a build. */
export interface BuildOptions {
  /** The project's folder. (default: the current folder) */
  readonly root?: string | undefined
  /** Output folder, relative to the root. It overrides `outDir` of the configuration. */
  readonly outDir?: string | undefined
  /** The configuration. (default: the project's `ssr-pages.config.*`) */
  readonly config?: Config | undefined
  /** Receives progress and warnings. (default: none) */
  readonly log?: BuildLog | undefined
}

/** The result of a build. Folders are absolute. */
export interface BuildResult {
  readonly root: string
  readonly outDir: string
  readonly pagesDir: string
  readonly clientDir: string
  readonly manifest: Manifest
  /** Size in bytes of every built file, by its path in outDir; without copies of public files. */
  readonly sizes: Readonly<Record<string, number>>
}

/** The build before any page has run. */
interface Bundled {
  readonly sources: ServerSources
  readonly server: ServerBundle
  readonly manifest: Manifest
  readonly output: BuildOutput
}

type Built = Pick<BuildResult, 'manifest' | 'sizes'> & Pick<ServerBundle, 'pages'>

/**
 * Builds the pages of a project. If anything fails, the output of the last build stays unchanged.
 *
 * @param options - The project's folder, and where to write to.
 * @returns The built files and their folders.
 * @throws {SsrPagesError} INTEGRATION_FAILED: when a hook of an integration throws
 * @throws {SsrPagesError} BUILD_FAILED, COMPILE_FAILED and others: with the place in the source
 */
export async function build(options: BuildOptions = {}): Promise<BuildResult> {
  const log = options.log ?? { step() {}, warn() {} }
  return inProduction(log, () => buildAndAdapt(options, log))
}

async function buildAndAdapt(options: BuildOptions, log: BuildLog): Promise<BuildResult> {
  const root = realPath(resolve(options.root ?? '.'))
  const vite = await loadBuildTools(root)
  const { config, given } = options.config
    ? { config: checkConfig(options.config, 'config') }
    : await loadConfig(root, 'build', (message) => log.warn(message))
  const site = await setUpSite({
    vite,
    root,
    config,
    given,
    outDir: options.outDir,
    command: 'build',
    log: toIntegrationLog(log),
    onSetup: (setUp) => resolveRoutes({ vite, site: setUp, warn: (text) => log.warn(text) }),
  })
  const tsconfig = linkTsconfig(vite, root)
  const context = await startIntegrations({
    vite,
    site,
    log,
    logger: createLogger(log),
    tsconfig: tsconfig?.file,
    sources: new Map<string, string>(),
    styleTexts: new Map<string, string>(),
  })
  const { manifest, sizes, pages } = await buildWithContent(context).finally(() =>
    tsconfig?.remove(),
  )
  await finishIntegrations(site, { manifest, sizes, pages })

  const [pagesDir, clientDir] = [resolve(site.outDir, 'pages'), resolve(site.outDir, 'client')]
  const { adapter } = site.config
  if (adapter !== undefined) {
    log.step(`adapting the build to ${adapter.name}`)
    const bundle = createHostBundler(context, pagesDir)
    const warn = (message: string) => log.warn(message)
    const generator = `ssr-pages@${readVersion()}`
    await adapter.done({ root, pagesDir, clientDir, manifest, generator, bundle, warn })
  }
  return { root, outDir: site.outDir, pagesDir, clientDir, manifest, sizes }
}

async function buildWithContent(context: BuildContext): Promise<Built> {
  const { vite, site, log } = context
  const viteConfig = () => toViteConfig(context, { mode: 'production' })
  const content = createContent({ site, vite, log, viteConfig, command: 'build' })
  try {
    return await buildSite({ ...context, content })
  } finally {
    await content?.close()
  }
}

async function buildSite(context: BuildContext): Promise<Built> {
  const { site, log } = context
  try {
    clearLeftovers(site.outDir)
    checkOutDir(site)
    const bundled = await bundleAll(context)
    const built = await writeOutput(site.outDir, bundled.output, async (staging) => {
      const finished = await finish(context, bundled, staging).catch(async (error) => {
        const { sources } = bundled
        throw await placePrerenderFailure(error, { context, sources, scratch: staging.scratch })
      })
      log.step(`writing ${site.outDir}`)
      return finished
    })
    writeRouteTypes(site, (message) => log.warn(message), context.content?.types())
    return built
  } catch (error) {
    throw toBuildError(error, site)
  }
}

// Pages first: only they tell which styles and scripts the browser needs.
async function bundleAll(context: BuildContext): Promise<Bundled> {
  const { site, log } = context
  for (const warning of checkSources(site, context.vite)) log.warn(warning)
  const pages = findPages(site)
  const views = findViews(site)
  checkViews(site, views)
  const prerendered = selectPrerendered(context, pages)
  log.step(`compiling ${describeSources(pages.length, views.length)}`)
  const collections = (await context.content?.load()) ?? new Map()
  const middleware = findMiddleware(site)
  const sources = { pages: [...pages, ...views], prerendered, middleware, collections }
  const server = await bundleServer(context, sources)
  checkPrerendered(context, server.pages)
  for (const page of server.pages) {
    for (const warning of checkExports(site, page)) log.warn(warning)
    const warning = checkHandlers(site, page)
    if (warning !== undefined) log.warn(warning)
  }
  checkMiddleware(site, sources.middleware, server.middleware)
  const { pages: built, content, ...client } = await bundleBrowserFiles(context, server)
  return {
    sources,
    server,
    manifest: createManifest(site, { ...server, pages: built, content }, client),
    output: {
      pages: server.modules,
      client: [...server.assets, ...client.scripts.files, ...client.styles.files],
      publicDir: site.publicDir,
      // Modules outside the project's folder would not find its packages.
      scratchDir: holds(site.root, site.outDir) ? undefined : packagesOf(site.root),
    },
  }
}

// In a workspace `node_modules` may be above the project.
function packagesOf(root: string): string {
  const folder = join(root, 'node_modules')
  return existsSync(folder) ? folder : root
}

// Last come the files that need all others on disk: prerendered pages, and the manifest that lists
// them.
async function finish(
  context: BuildContext,
  { server, manifest: planned, output }: Bundled,
  staging: Staging,
): Promise<Built> {
  const { integrations } = context.site
  const assets = output.client.map(({ path }) => path)
  await announceServer(context.site, planned, assets)
  const { site } = context
  if (site.config.adapter === undefined) checkImageService(site.root, planned.images)
  const { manifest, modules, sizes, removed } = await prerenderSite(
    context,
    server,
    planned,
    staging,
  )
  if (sizes.size > 0) await buildGenerated(integrations, staging.client)
  const text = `${JSON.stringify(manifest, null, 2)}\n`
  const added = [...modules, toSiteModule(manifest), { path: 'manifest.json', content: text }]
  for (const file of added) staging.add('pages', file)
  return {
    manifest,
    pages: server.pages.filter(({ view }) => view === undefined),
    sizes: {
      ...sizesIn('pages', [...output.pages, ...added]),
      ...sizesIn(
        'client',
        output.client.filter(({ path }) => !removed.includes(path)),
      ),
      ...Object.fromEntries([...sizes].map(([path, size]) => [`client/${path}`, size])),
    },
  }
}

function sizesIn(folder: string, files: readonly OutputFile[]): Record<string, number> {
  return Object.fromEntries(
    files.map(({ path, content }) => [`${folder}/${path}`, Buffer.byteLength(content)]),
  )
}

function describeSources(pages: number, views: number): string {
  const ofPages = `pages and API routes (${pages})`
  if (views === 0) return ofPages
  return pages === 0 ? `views (${views})` : `${ofPages}, and views (${views})`
}
