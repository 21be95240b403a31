import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { DevEnvironment, Plugin } from 'vite'

/** Vite's mark for the text of a stylesheet, instead of a module that puts it into the page. */
const DIRECT = /[?&]direct$/

/**
 * Creates the Vite plugin that gives the text of stylesheets which other plugins make. Those know their
 * stylesheets by ids without Vite's mark.
 *
 * @param root - The project's root, absolute.
 * @returns A plugin for Vite's `plugins`.
 */
export function virtualStylesPlugin(root: string): Plugin {
  return {
    name: 'ssr-pages:virtual-styles',
    enforce: 'pre',
    resolveId: {
      filter: { id: DIRECT },
      handler: (source) => (isVirtual(source, root) ? source : undefined),
    },
    load: {
      filter: { id: DIRECT },
      async handler(id) {
        const { mode, pluginContainer } = this.environment as DevEnvironment
        return mode === 'dev' && isVirtual(id, root)
          ? pluginContainer.load(id.replace(DIRECT, ''))
          : undefined
      },
    },
  }
}

/**
 * Says whether a stylesheet is made by a plugin.
 *
 * @param url - Vite's URL of it, relative to the base.
 * @param root - The project's root, absolute.
 * @returns False for a file.
 */
export function isVirtual(url: string, root: string): boolean {
  const [file = url] = url.split('?')
  if (!file.startsWith('/')) return true
  if (file.startsWith('/@fs/') || /\.astro\.\d+\.css$/.test(file)) return false
  return !existsSync(join(root, file)) && !existsSync(file)
}
