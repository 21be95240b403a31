import type { Plugin } from 'vite'
import { property } from '../shared/property.ts'

/**
 * Creates the Vite plugin that reports broken JSON with the name of its file, which the bundler's
 * own error lacks.
 */
export function jsonPlugin(): Plugin {
  return {
    name: 'ssr-pages:json',
    enforce: 'pre',
    transform: {
      filter: { id: /\.json$/ },
      handler(code, id) {
        try {
          JSON.parse(code.replace(/^\uFEFF/, ''))
        } catch (cause) {
          // The message quotes the source with its line breaks.
          const text = String(property(cause, 'message')).replaceAll(/\s+/g, ' ')
          throw Object.assign(new SyntaxError(text, { cause }), { loc: { file: id } })
        }
      },
    },
  }
}
