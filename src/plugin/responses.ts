import type { Plugin } from 'vite'
import { keepResponses, mayCreateResponse } from '../compiler/keep-responses.ts'
import type { Node } from '../compiler/syntax-tree.ts'
import { isStyle } from './style-id.ts'

/**
 * Creates the plugin that rewrites the responses of server modules. It comes after the plugins that
 * turn sources into JavaScript.
 */
export function responsesPlugin(): Plugin {
  return {
    name: 'ssr-pages:responses',
    transform: {
      filter: { code: mayCreateResponse },
      handler(code, id) {
        if (isStyle(id)) return undefined
        let program: Node
        try {
          program = this.parse(code) as unknown as Node
        } catch {
          // Not JavaScript, or the bundler reports the syntax error.
          return undefined
        }
        return keepResponses(code, program)
      },
    },
  }
}
