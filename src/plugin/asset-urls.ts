import type { Plugin } from 'vite'
import { toPrefix } from '../shared/pathname.ts'

/** Vite's module for a file whose URL is imported, before the bundler has named the file. */
const MODULE =
  /^export default ("__VITE_(?:PUBLIC_)?ASSET__[^"]*"|import\.meta\.ROLL(?:DOWN|UP)_FILE_URL_\w+);?\s*$/

/**
 * Creates the plugin of the server bundle that makes the URLs of imported files begin with the path
 * where the pages are mounted, which is known only when they run.
 *
 * @param base - The path that the site is built for.
 */
export function mountedAssetsPlugin(base: string): Plugin {
  const start = toPrefix(base).length
  return assetsPlugin(
    (url) => `import { followMount } from 'ssr-pages/runtime'
let url = followMount(${url}, ${start}, (mounted) => { url = mounted })
export { url as default }
`,
  )
}

/**
 * Creates the plugin of the bundle for browsers that imports URLs as paths. Vite makes them
 * absolute; in an island, they must be what the server has printed.
 */
export function assetPathsPlugin(): Plugin {
  return assetsPlugin((url) => `export default new URL(${url}).pathname\n`)
}

function assetsPlugin(rewrite: (url: string) => string): Plugin {
  return {
    name: 'ssr-pages:asset-urls',
    transform: {
      filter: { code: MODULE },
      handler(code) {
        const [, url = ''] = MODULE.exec(code) ?? []
        return { code: rewrite(url), map: null }
      },
    },
  }
}
