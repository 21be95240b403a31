import type { Plugin } from 'vite'
import { CONTENT_ENVIRONMENT } from '../content/config-modules.ts'
import { loadCodeStyles } from '../project/code-styles.ts'
import type { Site } from '../project/site.ts'
import { CODE_STYLES } from '../shared/code-classes.ts'
import { isMarkdown, markdownOptionsOf } from '../shared/markdown.ts'

const SOURCE = /\.(?:astro|md|mdx|markdown|mdown|mkdn|mkd|mdwn|[cm]?[jt]sx?)$/i

/**
 * Creates the Vite plugin that links the stylesheet of highlighted code, if the project wants
 * classes: in Markdown and MDX, and where collections are read.
 *
 * @param findSite - Returns the project of a folder.
 */
export function codeStylesPlugin(findSite: (root: string) => Site): Plugin {
  let site: Site
  return {
    name: 'ssr-pages:code-styles',
    enforce: 'pre',
    configResolved({ root }) {
      site = findSite(root)
    },
    resolveId: {
      filter: { id: new RegExp(`^${CODE_STYLES}$`) },
      handler: () => ({ id: CODE_STYLES, moduleSideEffects: true }),
    },
    load: {
      filter: { id: new RegExp(`^${CODE_STYLES}$`) },
      handler: async () => (await loadCodeStyles(site.root, markdownOptionsOf(site))).css,
    },
    transform: {
      filter: { id: SOURCE },
      handler(code, id) {
        if (markdownOptionsOf(site).codeStyles !== 'classes') return undefined
        if (this.environment.config.consumer !== 'server') return undefined
        // src/content.config imports astro:content, too, and prints no page.
        if (this.environment.name === CONTENT_ENVIRONMENT) return undefined
        const isText = isMarkdown(id) || /\.mdx$/i.test(id)
        if (!isText && !/["']astro:content["']/.test(code)) return undefined
        // On the same line, so that the source map stays right.
        return { code: `import '${CODE_STYLES}';${code}`, map: null }
      },
    },
  }
}
