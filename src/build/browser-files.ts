import { shareStyles } from '../plugin/cascade.ts'
import type { BuildContext } from './bundle.ts'
import { collectModules, listBrowserModules } from './browser-modules.ts'
import type { ClientBundles } from './manifest.ts'
import { bundleScripts, type ScriptBundle } from './script-bundle.ts'
import type { BuiltContent } from './graph-parts.ts'
import type { BuiltPage, ServerBundle } from './server-bundle.ts'
import type { Site } from '../project/site.ts'
import { bundleStylesOrBlame } from './style-failure.ts'

/** The bundles for browsers, and the pages with all their styles. */
interface BrowserFiles extends ClientBundles {
  readonly pages: readonly BuiltPage[]
  readonly content: readonly BuiltContent[]
}

/**
 * Bundles what pages and content modules load in browsers: scripts and islands first, and then all styles.
 */
export async function bundleBrowserFiles(
  context: BuildContext,
  { pages, content }: Pick<ServerBundle, 'pages' | 'content'>,
): Promise<BrowserFiles> {
  const { site, log } = context
  const modules = collectModules(site, pages, content)
  if (modules.length > 0) log.step(`bundling scripts (${modules.length})`)
  const scripts = await bundleScripts(context, modules)
  const styled = pages.map((page) => withIslandStyles(site, page, scripts))
  const styledContent = content.map((one) => withIslandStyles(site, one, scripts))
  const groups = groupStyles(site, [...styled, ...styledContent])
  if (groups.length > 0) log.step(`bundling stylesheets (${groups.length})`)
  const styles = await bundleStylesOrBlame(context, groups)
  return { scripts, styles, pages: styled, content: styledContent }
}

// The server does not load the module of a `client:only` component, so only the bundle for browsers
// knows its styles.
function withIslandStyles<Page extends BuiltPage | BuiltContent>(
  site: Site,
  page: Page,
  { modules }: ScriptBundle,
): Page {
  const ids = listBrowserModules(site, page)
    .filter(({ kind }) => kind === 'only')
    .flatMap(({ module }) => modules.get(module)?.styleIds ?? [])
  return ids.length === 0 ? page : { ...page, styles: [...new Set([...ids, ...page.styles])] }
}

function groupStyles({ config }: Site, pages: readonly Pick<BuiltPage, 'styles'>[]): string[][] {
  const lists = pages.map((page) => page.styles)
  if (config.vite?.build?.cssCodeSplit !== false) return shareStyles(lists)
  const all = [...new Set(lists.flat())]
  return all.length > 0 ? [all] : []
}
