import type { Plugin } from 'vite'
import { property } from '../diagnostics/failure.ts'

/**
 * Creates the Vite plugin that refuses broken JSON with the name of its file, which the bundler's
 * own error does not have.
 *
 * @returns A plugin for Vite's `plugins`.
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
          // The text quotes the source, line breaks and all.
          const text = String(property(cause, 'message')).replaceAll(/\s+/g, ' ')
          throw Object.assign(new SyntaxError(text, { cause }), { loc: { file: id } })
        }
      },
    },
  }
}
