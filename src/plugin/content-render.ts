import { pathToFileURL } from 'node:url'
import type { Plugin } from 'vite'
import { importMarkedImages } from '../shared/asset-marks.ts'
import { isObject } from '../shared/is-object.ts'

/** Compiles an entry to a module, as Astro calls it. */
type RenderModule = (entry: {
  readonly viteId: string
  readonly contents: string
  readonly fileUrl: URL
}) => Promise<{ readonly code: string }>

/**
 * Creates the Vite plugin that compiles entries by the types of entries that integrations have added, if any
 * of these does.
 *
 * @param types - The arguments of `addContentEntryType()`.
 */
export function contentRenderPlugins(types: readonly unknown[]): Plugin[] {
  const byExtension = new Map(types.flatMap(readType))
  if (byExtension.size === 0) return []
  const plugin: Plugin = {
    name: 'ssr-pages:content-render',
    async transform(contents, id) {
      const [file = ''] = id.split('?', 1)
      const renderModule = byExtension.get(/\.[^./\\]+$/.exec(file)?.[0] ?? '')
      if (renderModule === undefined || id !== file) return undefined
      const { code } = await renderModule.call(this, {
        viteId: id,
        contents,
        fileUrl: pathToFileURL(file),
      })
      return { code: importMarkedImages(code), map: null }
    },
  }
  return [plugin]
}

function readType(type: unknown): (readonly [extension: string, render: RenderModule])[] {
  if (!isObject(type) || typeof type['getRenderModule'] !== 'function') return []
  const extensions = Array.isArray(type['extensions']) ? type['extensions'] : []
  const render = type['getRenderModule'] as RenderModule
  return extensions.map((extension) => [String(extension), render] as const)
}
