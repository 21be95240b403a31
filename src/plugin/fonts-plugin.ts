import type { Plugin } from 'vite'
import type { Site } from '../project/site.ts'
import { toPrefix } from '../shared/pathname.ts'
import { buildFonts, type SiteFonts } from '../fonts/site-fonts.ts'

/** The module of `<Font>` and `fontData`, which `astro:assets` exports. */
export const FONTS_MODULE = 'virtual:ssr-pages/fonts'

const RESOLVED = `\0${FONTS_MODULE}`

/** The files of the site's fonts, which development serves. */
export interface FontsApi {
  /** By their paths relative to the base. */
  files(): SiteFonts['files']
}

/** The name of the plugin, by which development finds its files. */
export const FONTS_PLUGIN = 'ssr-pages:fonts'

const IN_BROWSERS = `const refuse = () => {
  throw new TypeError('Fonts of astro:assets are known on the server. Read them in the frontmatter, and pass the browser what it needs.')
}
export const Font = refuse
export const fontData = new Proxy({}, { get: refuse })
`

/**
 * Creates the Vite plugin that makes the site's fonts when a page imports `<Font>`, and when a site with
 * `fonts` in its configuration is built.
 *
 * @param findSite - Returns the project at a root.
 */
export function fontsPlugin(findSite: (root: string) => Site): Plugin<FontsApi> {
  let site: Site
  let current: SiteFonts | undefined
  let isBuild = false
  async function make(): Promise<SiteFonts> {
    return (current = await buildFonts(site.config.fonts ?? [], site.root))
  }
  return {
    name: FONTS_PLUGIN,
    api: { files: () => current?.files ?? new Map() },
    configResolved({ root, command, build }) {
      site = findSite(root)
      isBuild = command === 'build' && build.ssr !== false
    },
    async buildStart() {
      if (isBuild && (site.config.fonts ?? []).length > 0) await make()
    },
    resolveId: {
      filter: { id: new RegExp(`^${FONTS_MODULE}$`) },
      // A page that imports only images does not get it.
      handler: () => ({ id: RESOLVED, moduleSideEffects: false }),
    },
    load: {
      filter: { id: new RegExp(`^${RESOLVED}$`) },
      async handler() {
        if (this.environment.config.consumer === 'client') return IN_BROWSERS
        const { families, files, originals } = isBuild && current ? current : await make()
        for (const file of originals) this.addWatchFile(file)
        if (isBuild) {
          for (const [fileName, source] of files) this.emitFile({ type: 'asset', fileName, source })
        }
        const data = JSON.stringify(families)
        const prefix = JSON.stringify(toPrefix(site.base))
        return `import { createFonts } from 'ssr-pages/runtime'
export const { Font, fontData } = createFonts(${data}, ${prefix})
`
      },
    },
  }
}
