import type { Plugin } from 'vite'
import { isLinkedStyle } from './style-id.ts'

/** Texts of styles that plugins make of components, by the ids of their modules. */
export type StyleTexts = Map<string, string>

/**
 * Creates the plugin that keeps the texts of styles that have a query. A plugin may know such a
 * style only while it compiles the component, which the bundle of styles does not contain.
 */
export function keepStylesPlugin(texts: StyleTexts): Plugin {
  return {
    name: 'ssr-pages:keep-styles',
    enforce: 'pre',
    transform: {
      filter: { id: /\?/ },
      handler(code, id) {
        if (isLinkedStyle(id)) texts.set(id, code)
      },
    },
  }
}

/** Creates the plugins of the bundle that contains only styles, without their components. */
export function keptStylesPlugins(texts: StyleTexts): Plugin[] {
  return [
    {
      name: 'ssr-pages:kept-styles',
      enforce: 'pre',
      load: { filter: { id: /\?/ }, handler: (id) => texts.get(id) },
    },
    {
      name: 'ssr-pages:unscoped-styles',
      enforce: 'post',
      transform(code, id) {
        const { cssScopeTo, ...vite } = this.getModuleInfo(id)?.meta.vite ?? {}
        // Vite drops a style that belongs to a component if the bundle does not contain that.
        return cssScopeTo && { code, map: null, meta: { vite } }
      },
    },
  ]
}
