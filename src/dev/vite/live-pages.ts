import { existsSync } from 'node:fs'
import { join } from 'node:path'

import type { LoadedPages } from '../../loader/load.ts'
import { createPages } from '../../loader/pages.ts'
import type { PageModule, PrerenderedFile, RouteAssets, RouteScript } from '../../shared/types.ts'
import { type WithEnv, createWithEnv } from '../../project/build-env.ts'
import { checkExports } from '../../project/check-exports.ts'
import { checkSources } from '../../project/check-sources.ts'
import { readKind } from '../../project/read-kind.ts'
import { type PageSource, findMiddleware, findPages } from '../../project/pages.ts'
import { checkViews, findViews } from '../../project/views.ts'
import { listRedirects } from '../../project/redirects.ts'
import { selectPrerendered } from '../../build/select-prerendered.ts'
import { toLiveCsp } from './live-csp.ts'
import { CLIENT } from './client-script.ts'
import { toCompileFailure } from '../../diagnostics/compile-failure.ts'
import { createContentAssets, readAssets } from './live-assets.ts'
import type { ModuleSource } from './module-source.ts'

/** The pages of a project, made from its current sources. */
export interface LivePages extends LoadedPages {
  /** Runs code with the environment of a build, such as prerendering. */
  readonly withEnv: WithEnv
}

/**
 * Creates the pages of a project. Each module is imported once, when it is first needed. After a
 * change of the sources, new pages must be created.
 *
 * @throws {SsrPagesError} PAGES_MISSING, ROUTE_NAME_INVALID, ROUTE_CONFLICT, PRERENDER_INVALID,
 *   FEATURE_ABSENT: when a build would throw them
 */
export function createLivePages(source: ModuleSource): LivePages {
  const { site, vite, warnOnce } = source
  for (const warning of checkSources(site, vite)) warnOnce(warning)
  const files = findPages(site)
  const views = findViews(site)
  const prerendered = selectPrerendered({ site, vite }, files)
  const assets = new Map(
    [...files, ...views].map(({ file }) => [file, new LiveAssets(source.version, file)]),
  )
  const middleware = findMiddleware(site)
  const { trailingSlash, site: origin } = site.config
  const csp = toLiveCsp(site.config.security?.csp)
  const pages = createPages(
    {
      base: site.base,
      ...(origin !== undefined && { site: origin }),
      ...(trailingSlash !== undefined && { trailingSlash }),
      redirects: listRedirects(site.config),
      ...(csp && { csp }),
      ...(middleware !== undefined && { middleware }),
      routes: files.map((page) => ({
        ...toRouteFile(page, source, assets.get(page.file)),
        ...(prerendered.has(page) && { files: new AnyFile() }),
      })),
      views: views.map(({ view, file }) => ({
        ...NO_ASSETS,
        name: view,
        file,
        assets: assets.get(file) ?? NO_ASSETS,
      })),
    },
    async (file) => {
      checkViews(
        site,
        views.filter((view) => view.file === file),
      )
      const module = await importPage(file, source, assets.get(file))
      const page = [...files, ...views].find((one) => one.file === file)
      if (page !== undefined) warnOfExports(page, module, prerendered.has(page), source)
      return module
    },
  )
  return {
    ...pages,
    dir: site.pagesDir,
    content: createContentAssets(source, (file) => join(site.root, file)),
    withEnv: createWithEnv(vite, site, 'development'),
    clientDir: existsSync(site.publicDir) ? site.publicDir : undefined,
  }
}

function toRouteFile(
  { pattern, file }: PageSource,
  { site, vite }: ModuleSource,
  assets?: LiveAssets,
) {
  const kind = readKind(vite, site, join(site.pagesDir, file))
  return { pattern, file, kind, ...(assets && { assets }), ...NO_ASSETS }
}

// Known only after the module has been imported.
const NO_ASSETS: RouteAssets = { styles: [], scripts: {}, hasHead: false }

function warnOfExports(
  { file, view }: PageSource,
  module: PageModule,
  isPrerendered: boolean,
  { site, warnOnce }: ModuleSource,
): void {
  const exports = Object.keys(module)
  const kind = exports.includes('default') ? 'page' : 'endpoint'
  const warnings = checkExports(site, {
    file,
    kind,
    isPrerendered,
    exports,
    ...(view !== undefined && { view }),
  })
  for (const warning of warnings) warnOnce(warning)
}

async function importPage(
  file: string,
  source: ModuleSource,
  assets?: LiveAssets,
): Promise<PageModule> {
  const { site, importModule } = source
  const path = assets === undefined ? file : join(site.pagesDir, file)
  const module = await importModule(path).catch((error) => {
    throw toCompileFailure(error, site)
  })
  const found = assets && (await readAssets(path, source))
  if (found) assets.fill(found)
  return module
}

/**
 * Replaces the list of a prerendered page's files. Its paths are only known when `getStaticPaths()`
 * runs for a request, so until then any path may be in the list.
 */
class AnyFile extends Map<string, PrerenderedFile> {
  override get(path: string): PrerenderedFile {
    return { path, file: '', status: 200, headers: {} }
  }
}

/** Browser files of a page, which are known only after the page has been imported. */
class LiveAssets implements RouteAssets {
  readonly client: string
  styles: RouteAssets['styles'] = []
  scripts: RouteAssets['scripts'] = {}
  hasHead = false
  injected?: readonly RouteScript[]

  constructor(version: string, file: string) {
    this.client = `${CLIENT}?v=${version}&page=${encodeURIComponent(file)}`
  }

  fill({ styles, scripts, hasHead, injected }: RouteAssets): void {
    Object.assign(this, { styles, scripts, hasHead, ...(injected && { injected }) })
  }
}
