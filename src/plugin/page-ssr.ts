import type { Plugin } from 'vite'
import { realPath } from '../project/real-path.ts'
import { pageExtension } from '../project/page-extensions.ts'
import type { Site } from '../project/site.ts'

const ID = 'virtual:ssr-pages/page-ssr'

const TEMPLATE = /\.[\w-]+(?:\?ssr-pages)?$/

/**
 * Creates the plugin that makes every page import what integrations inject with the stage
 * `page-ssr`. The import comes first, so that its styles precede all others.
 */
export function pageSsrPlugin(site: Site): Plugin {
  const { pagesDir, viewsDir, integrations } = site
  const { scripts, routes } = integrations
  const code = scripts['page-ssr'].join('\n')
  const folder = `${toModuleId(pagesDir)}/`
  const views = `${toModuleId(viewsDir)}/`
  const injected = new Set(routes.map(({ entrypoint }) => toModuleId(realPath(entrypoint))))
  const isPage = (file: string): boolean => {
    if (injected.has(file)) return true
    const isInside = file.startsWith(folder) || file.startsWith(views)
    return isInside && pageExtension(site, file) !== undefined
  }
  return {
    name: 'ssr-pages:page-ssr',
    enforce: 'pre',
    resolveId: {
      filter: { id: new RegExp(`^${ID}$`) },
      handler: () => ({ id: `\0${ID}`, moduleSideEffects: true }),
    },
    load: { filter: { id: new RegExp(`^\0${ID}$`) }, handler: () => code },
    transform: {
      filter: { id: TEMPLATE },
      handler(text, id) {
        const [file = ''] = id.split('?')
        if (code === '' || !isPage(file) || this.environment.config.consumer !== 'server') {
          return undefined
        }
        // On the same line, so that the source map stays right.
        return { code: `import '${ID}';${text}`, map: null }
      },
    },
  }
}

// Vite's ids have forward slashes on every system.
function toModuleId(path: string): string {
  return path.replaceAll('\\', '/')
}
