import { isAbsolute } from 'node:path'
import type { DepOptimizationOptions, DevEnvironment, EnvironmentModuleNode } from 'vite'
import { clientRendererId } from '../../shared/browser-modules.ts'
import { relativeName } from '../../project/public-name.ts'
import type { Site } from '../../project/site.ts'
import { fromBrowserUrl } from './module-url.ts'

/**
 * Returns the settings by which Vite finds the packages that islands import before a page is
 * requested. Open pages would reload if a package were found later. A site without a framework
 * needs none.
 */
export function islandDeps({ root, srcDir, integrations }: Site): DepOptimizationOptions {
  if (integrations.renderers.length === 0) return {}
  const folder = relativeName(root, srcDir)
  const prefix = folder === '' ? '' : `${escapeGlob(folder)}/`
  const clients = integrations.renderers.flatMap(({ clientEntrypoint }) => clientEntrypoint ?? [])
  return {
    entries: [`${prefix}**/*.{jsx,tsx,vue,svelte,astro}`],
    include: clients.filter((entrypoint) => !isAbsolute(entrypoint) && !COMPILED.test(entrypoint)),
  }
}

/** A module that the plugin of its framework compiles, together with the sources. */
const COMPILED = /\.(?:svelte|vue|astro)(?:\.[cm]?[jt]s)?$/

/** Lets Vite find the packages of the renderers while it bundles those of the components. */
export async function findRendererDeps(
  { integrations }: Site,
  client: DevEnvironment,
): Promise<void> {
  const used = integrations.renderers.filter(({ clientEntrypoint }) => clientEntrypoint)
  await crawl(
    used.map(({ name }) => `/@id/${clientRendererId(name)}`),
    client,
  )
}

/**
 * Compiles the modules of islands for browsers before the page is sent, so that Vite knows all
 * packages that they import: a browser would have to reload the page for a package that Vite finds
 * later.
 *
 * @param paths - Paths of the modules relative to the base, as the page prints them.
 * @returns The modules and all that they import statically.
 */
export async function prepareIslands(
  paths: readonly string[],
  client: DevEnvironment,
): Promise<ReadonlySet<EnvironmentModuleNode>> {
  const { depsOptimizer } = client
  await depsOptimizer?.scanProcessing
  const modules = await crawl(
    paths.map((path) => `/${decodeURI(path)}`),
    client,
  )
  const { optimized = {}, discovered = {} } = depsOptimizer?.metadata ?? {}
  // The packages that were found at the start need not be ready: no page has loaded any of them.
  if (Object.keys(optimized).length > 0) {
    const pending = Object.values(discovered).map(async ({ processing }) => processing)
    await Promise.all(pending)
  }
  return modules
}

async function crawl(
  urls: readonly string[],
  client: DevEnvironment,
): Promise<ReadonlySet<EnvironmentModuleNode>> {
  const seen = new Set<EnvironmentModuleNode>()
  async function visit(module: EnvironmentModuleNode): Promise<void> {
    if (seen.has(module)) return
    seen.add(module)
    // Vite bundles packages later, so their files may not be there yet.
    if (client.depsOptimizer?.isOptimizedDepUrl(module.url)) return
    // The browser shows why a module does not compile.
    await client.transformRequest(module.url).catch(() => undefined)
    await Promise.all([...module.importedModules].map(visit))
  }
  const entries = urls.map((url) => client.moduleGraph.ensureEntryFromUrl(toKnownUrl(url)))
  await Promise.all((await Promise.all(entries)).map(visit))
  return seen
}

function toKnownUrl(url: string): string {
  return fromBrowserUrl(url.replace(/\?import$/, ''))
}

function escapeGlob(path: string): string {
  return path.replaceAll(/[()[\]{}!*?+@\\]/g, String.raw`\$&`)
}
