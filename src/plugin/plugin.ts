import type { Plugin } from 'vite'
import { type Integrations, NO_INTEGRATIONS } from '../shared/integrations.ts'
import type { Config } from '../shared/config.ts'
import type { Content } from '../shared/content.ts'
import { type Site, createSite } from '../project/site.ts'
import { absentModulesPlugins } from './absent-modules.ts'
import { astroModulesPlugin } from './astro-modules.ts'
import { aliasesPlugin } from './aliases.ts'
import { checkCssPlugin } from './check-css.ts'
import { contentPlugin } from './content-plugin.ts'
import { contentRenderPlugins } from './content-render.ts'
import { codeStylesPlugin } from './code-styles-plugin.ts'
import { dataPlugin, optimizePlugin } from './compiled-code.ts'
import { componentPlugin } from './component-plugin.ts'
import type { ComponentOptions } from './components.ts'
import { envPlugin } from './env-plugin.ts'
import { environmentPlugin } from './environment-plugin.ts'
import { fontsPlugin } from './fonts-plugin.ts'
import { imageImportsPlugin } from './image-imports.ts'
import { imagesPlugin } from './images-plugin.ts'
import { jsonPlugin } from './json-plugin.ts'
import { markdownPlugin } from './markdown-plugin.ts'
import { prefetchPlugins } from './prefetch-plugin.ts'
import { reactServerPlugin } from './react-server.ts'
import { reexportedComponentsPlugin } from './reexported-components.ts'
import { renderersPlugin } from './renderers.ts'
import { tagComponentsPlugin } from './tag-components.ts'

/** Options of {@link ssrPagesPlugin}. */
export interface PluginOptions extends ComponentOptions {
  /** The project's configuration, for imports of `astro:config/*`. (default: none) */
  readonly config?: Config | undefined
  /** The collections, for imports of `astro:content`. (default: none) */
  readonly content?: Content | undefined
  /** What the integrations of the site have added. (default: nothing) */
  readonly integrations?:
    | Pick<Integrations, 'renderers' | 'directives' | 'contentEntryTypes'>
    | undefined
  /** The project. (default: one with `config`, whose root is Vite's) */
  readonly project?: Site | undefined
}

/**
 * Creates the Vite plugins that compile `.astro` files and `.html` components.
 *
 * @param options - How to compile.
 * @returns Plugins for Vite's `plugins`.
 */
export function ssrPagesPlugin(options: PluginOptions = {}): Plugin[] {
  const { integrations = NO_INTEGRATIONS, config, content, project, ...componentOptions } = options
  const support = {
    renderers: integrations.renderers.map(({ name }) => name),
    directives: [...integrations.directives.keys()],
  }
  const findSite = (root: string): Site => project ?? createSite(root, config ?? {})
  return [
    contentPlugin(content),
    imagesPlugin(findSite),
    astroModulesPlugin(config),
    environmentPlugin(config),
    ...absentModulesPlugins(),
    renderersPlugin(integrations),
    reactServerPlugin(),
    checkCssPlugin(),
    aliasesPlugin(),
    reexportedComponentsPlugin(),
    componentPlugin({ ...componentOptions, support }),
    dataPlugin(),
    optimizePlugin(),
    envPlugin(),
    jsonPlugin(),
    markdownPlugin(findSite),
    ...contentRenderPlugins(integrations.contentEntryTypes),
    codeStylesPlugin(findSite),
    imageImportsPlugin(findSite),
    fontsPlugin(findSite),
    tagComponentsPlugin(support.renderers),
    ...prefetchPlugins(config?.prefetch, content),
  ]
}
