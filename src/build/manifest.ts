import { secretsOf } from '../environment/read-environment.ts'
import { sortRoutes } from '../routing/sort.ts'
import type {
  Manifest,
  ManifestContent,
  ManifestRoute,
  ManifestView,
  RouteScript,
} from '../shared/types.ts'
import { listBrowserModules, type LoadedParts, pageScriptsOf } from './browser-modules.ts'
import { toCspSettings } from '../shared/csp.ts'
import type { StyleBundle } from './client-bundle.ts'
import type { ScriptBundle } from './script-bundle.ts'
import { listRedirects } from '../project/redirects.ts'
import { createSiteImages } from '../project/site-images.ts'
import type { BuiltContent } from './graph-parts.ts'
import type { BuiltPage, ServerBundle } from './server-bundle.ts'
import type { Site } from '../project/site.ts'

/** The bundles of a site's browser files. */
export interface ClientBundles {
  readonly styles: StyleBundle
  readonly scripts: ScriptBundle
}

/**
 * Creates the content of `manifest.json`, from which the loader reads a built site.
 *
 * @param client - The bundles, which know the built file of each style and script.
 */
export function createManifest(
  site: Site,
  server: Pick<ServerBundle, 'pages' | 'middleware' | 'content' | 'readsEnv' | 'hasImages'>,
  client: ClientBundles,
): Manifest {
  const { pages, middleware, content } = server
  const { trailingSlash, env } = site.config
  const secrets = server.readsEnv ? secretsOf(env?.schema ?? {}) : {}
  const redirects = listRedirects(site.config)
  const injected = toInjected(site, client)
  const csp = toCspSettings(site.config.security?.csp)
  const ofPages = pages.filter(({ view }) => view === undefined)
  const views = pages.flatMap((page) => {
    return page.view === undefined ? [] : [{ name: page.view, ...toModule(site, page, client) }]
  })
  return {
    version: 1,
    base: site.base,
    ...(site.config.site !== undefined && { site: site.config.site }),
    client: '../client',
    routes: sortRoutes(ofPages.map((page) => toRoute(site, page, client))),
    ...(views.length > 0 && { views }),
    ...(trailingSlash !== undefined && { trailingSlash }),
    ...(redirects.length > 0 && { redirects }),
    ...(injected.length > 0 && { injected }),
    ...(csp !== undefined && { csp }),
    ...(middleware !== undefined && { middleware: middleware.module }),
    ...(server.hasImages && { images: createSiteImages(site, 'build') }),
    ...(content.length > 0 && { content: content.map((one) => toContent(site, one, client)) }),
    ...(Object.keys(secrets).length > 0 && { env: secrets }),
  }
}

function toContent(site: Site, one: BuiltContent, client: ClientBundles): ManifestContent {
  return { file: one.file, ...toFiles(site, one, [], client) }
}

// Code of the stage `head-inline`, and then the module of the stage `page`.
function toInjected(site: Site, { scripts }: ClientBundles): RouteScript[] {
  const inline = site.integrations.scripts['head-inline'].map((code) => ({ code }))
  const page = pageScriptsOf(site)
  const file = page && scripts.modules.get(page.module)?.file
  return file === undefined ? inline : [...inline, file]
}

function toRoute(site: Site, page: BuiltPage, client: ClientBundles): ManifestRoute {
  const { file, ...parts } = toModule(site, page, client)
  return {
    pattern: page.pattern,
    file,
    kind: page.kind,
    ...parts,
    ...(page.isPrerendered && { prerendered: [] }),
  }
}

// The fields that routes and views both have.
function toModule(site: Site, page: BuiltPage, client: ClientBundles): Omit<ManifestView, 'name'> {
  const injected = injectedStyles(site, page, client.scripts)
  const { styles, scripts, ...rest } = toFiles(site, page, injected, client)
  return { file: page.module, styles, scripts, hasHead: page.hasHead, ...rest }
}

// What a page or a content module loads.
function toFiles(
  site: Site,
  page: LoadedParts & Pick<BuiltPage, 'styles'>,
  injected: readonly string[],
  { styles, scripts }: ClientBundles,
): Omit<ManifestContent, 'file'> {
  const modules = listBrowserModules(site, page).flatMap(({ id, module }) => {
    const built = scripts.modules.get(module)
    return built === undefined ? [] : [{ id, module, ...built }]
  })
  // Scripts mostly import styles of packages: the page's own styles come later and override them.
  const ofScripts = [...injected, ...modules.flatMap((it) => it.styles)]
  const ofPage = page.styles.flatMap((id) => styles.sheets.get(id) ?? [])
  const preloads = modules.filter((it) => it.preloads.length > 0)
  return {
    styles: [...new Set([...ofScripts, ...ofPage])],
    scripts: Object.fromEntries(modules.map(({ id, file }) => [id, file])),
    ...(preloads.length > 0 && {
      preloads: Object.fromEntries(preloads.map((it) => [it.id, it.preloads])),
    }),
  }
}

function injectedStyles(site: Site, page: BuiltPage, scripts: ScriptBundle): readonly string[] {
  const injected = page.kind === 'page' ? pageScriptsOf(site) : undefined
  return (injected && scripts.modules.get(injected.module)?.styles) ?? []
}
