import { join } from 'node:path'
import type { InlineConfig } from 'vite'
import {
  type BuildDone,
  type PageData,
  buildDone,
  buildSetup,
  buildSsr,
  buildStart,
} from '../integrations/build-hooks.ts'
import { isErrorPage } from '../prerender/error-page.ts'
import { findPages } from '../project/pages.ts'
import { listRedirects } from '../project/redirects.ts'
import type { Site } from '../project/site.ts'
import type { Manifest } from '../shared/types.ts'
import type { BuildContext } from './bundle.ts'
import { toSourceName } from './select-prerendered.ts'
import type { BuiltPage } from './server-bundle.ts'

/**
 * Runs the hooks that come before anything is bundled.
 *
 * @returns The context with Vite's configuration as integrations have changed it.
 */
export async function startIntegrations(context: BuildContext): Promise<BuildContext> {
  const { site, vite, log } = context
  const { integrations, config, root, base, publicDir } = site
  if (integrations.list.length === 0) return context
  await buildStart(integrations, (message) => log.warn(message))
  const shown: InlineConfig = { mode: 'production', ...config.vite, root, base, publicDir }
  const changed = await buildSetup(integrations, shown, { vite, pages: listPageData(site) })
  return { ...context, site: { ...site, config: { ...config, vite: changed } } }
}

function listPageData(site: Site): ReadonlyMap<string, PageData> {
  const pages = findPages(site).map((page): PageData => {
    const component = toSourceName(site, page)
    const { pattern } = page
    const key = `${pattern}&${component}`
    const moduleSpecifier = join(site.root, component)
    return { key, component, route: { route: pattern, component }, moduleSpecifier, styles: [] }
  })
  return new Map(pages.map((page) => [page.key, page]))
}

/**
 * Runs `astro:build:ssr`, if some pages need a server.
 *
 * @param assets - Paths of the browser files.
 */
export async function announceServer(
  { config, root, outDir, integrations }: Site,
  manifest: Manifest,
  assets: readonly string[],
): Promise<void> {
  const { routes, views = [] } = manifest
  const isStatic = config.output === 'static' && routes.every((route) => route.prerendered)
  const isServer = !isStatic || views.length > 0
  if (!isServer) return
  await buildSsr(integrations, {
    ...manifest,
    adapterName: config.adapter?.name ?? '',
    assetsDir: '_assets',
    assets: assets.map((path) => manifest.base + path),
    buildClientDir: join(outDir, 'client'),
    buildServerDir: join(outDir, 'pages'),
    entryModules: {},
    outDir,
    renderers: integrations.renderers,
    rootDir: root,
    serverLike: true,
  })
}

/** A finished build, as far as hooks are told about it. */
export interface FinishedBuild {
  readonly manifest: Manifest
  /** Built files by their path in the output folder. */
  readonly sizes: Readonly<Record<string, number>>
  readonly pages: readonly BuiltPage[]
}

/** Runs `astro:build:done`. */
export async function finishIntegrations(site: Site, build: FinishedBuild): Promise<void> {
  if (site.integrations.list.length === 0) return
  await buildDone(site.integrations, describeBuild(site, build))
}

function describeBuild(site: Site, { manifest, sizes, pages }: FinishedBuild): BuildDone {
  const folder = join(site.outDir, 'client')
  const isWritten = (file: string) => Object.hasOwn(sizes, `client/${file}`)
  const files = new Map<string, readonly string[]>()
  const pathnames: string[] = []
  for (const { pattern, kind, prerendered = [] } of manifest.routes) {
    const error = pages.find((page) => page.isPrerendered && page.pattern === pattern)
    const isError = error !== undefined && isErrorPage(error)
    const written = isError ? [{ path: pattern, file: `${pattern.slice(1)}.html` }] : prerendered
    if (kind === 'page') pathnames.push(...written.map(({ path }) => toPathname(site, path)))
    files.set(
      pattern,
      written.map(({ file }) => join(folder, file)),
    )
  }
  for (const { pattern } of listRedirects(site.config)) {
    const file = `${pattern.slice(1)}/index.html`
    files.set(pattern, isWritten(file) ? [join(folder, file)] : [])
  }
  return { folder, pathnames, files }
}

// Astro's form: without a slash in front, and with one behind unless the site never has it.
function toPathname({ config }: Site, path: string): string {
  const name = path.replace(/^\/|\/$/g, '')
  return name === '' || config.trailingSlash === 'never' ? name : `${name}/`
}
