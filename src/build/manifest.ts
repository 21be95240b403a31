import { sortRoutes } from '../routing/sort.ts'
import type { Manifest, ManifestRoute } from '../shared/types.ts'
import { parsePart, toPartId } from '../compiler/astro-part.ts'
import type { ScriptBundle, StyleBundle } from './client-bundle.ts'
import { toPublicName } from '../project/public-name.ts'
import { listRedirects } from '../project/redirects.ts'
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
  server: Pick<ServerBundle, 'pages' | 'middleware'>,
  client: ClientBundles,
): Manifest {
  const { pages, middleware } = server
  const { trailingSlash } = site.config
  const redirects = listRedirects(site.config)
  return {
    version: 1,
    base: site.base,
    ...(site.config.site !== undefined && { site: site.config.site }),
    client: '../client',
    routes: sortRoutes(pages.map((page) => toRoute(site, page, client))),
    ...(trailingSlash !== undefined && { trailingSlash }),
    ...(redirects.length > 0 && { redirects }),
    ...(middleware !== undefined && { middleware: middleware.module }),
  }
}

function toRoute(site: Site, page: BuiltPage, { styles, scripts }: ClientBundles): ManifestRoute {
  // Scripts mostly import styles of packages: the page's own styles come later and override them.
  const ofScripts = page.scripts.flatMap((id) => scripts.styles.get(id) ?? [])
  const ofPage = page.styles.flatMap((id) => styles.sheets.get(id) ?? [])
  return {
    pattern: page.pattern,
    file: page.module,
    kind: page.kind,
    styles: [...new Set([...ofScripts, ...ofPage])],
    scripts: Object.fromEntries(
      page.scripts.flatMap((id) => {
        const file = scripts.modules.get(id)
        return file === undefined ? [] : [[toPrintedId(site.root, id), file]]
      }),
    ),
    hasHead: page.hasHead,
    ...(page.isPrerendered && { prerendered: [] }),
  }
}

// The id that the compiled page passes to `renderScript()`.
function toPrintedId(root: string, id: string): string {
  const part = parsePart(id)
  return part ? toPartId({ ...part, file: toPublicName(root, part.file) }) : id
}
