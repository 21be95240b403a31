import { extname } from 'node:path'
import type { ViteDevServer } from 'vite'
import { FONTS_PLUGIN, type FontsApi } from '../../plugin/fonts-plugin.ts'
import { FONTS_FOLDER } from '../../shared/font-family.ts'

/** A font or the stylesheet of a family, which are not on the disk. */
export interface FontContent {
  readonly kind: 'font'
  readonly content: string | Uint8Array
  readonly type: string
}

/**
 * Creates the function that finds a file of the site's fonts by its path below the base.
 *
 * @returns A function that returns `undefined` for other files.
 */
export function createFindFont({
  config,
}: Pick<ViteDevServer, 'config'>): (path: string) => FontContent | undefined {
  const plugin = config.plugins.find(({ name }) => name === FONTS_PLUGIN)
  const api: FontsApi | undefined = plugin?.api
  return function findFont(path) {
    if (!path.startsWith(`/${FONTS_FOLDER}/`)) return undefined
    const content = api?.files().get(path.slice(1))
    if (content === undefined) return undefined
    return {
      kind: 'font',
      content,
      type:
        typeof content === 'string' ? 'text/css; charset=utf-8' : `font/${extname(path).slice(1)}`,
    }
  }
}
