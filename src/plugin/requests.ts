import type { Plugin } from 'vite'
import { keepRequests, mayKeepRequests } from '../compiler/keep-requests.ts'
import type { Node } from '../compiler/syntax-tree.ts'
import { isStyle } from './style-id.ts'

/**
 * Creates the plugin that marks the functions of server modules that keep their request to
 * themselves. It comes after the plugins that turn sources into JavaScript.
 */
export function requestsPlugin(): Plugin {
  return {
    name: 'ssr-pages:requests',
    transform: {
      filter: { code: mayKeepRequests },
      handler(code, id) {
        if (isStyle(id)) return undefined
        let program: Node
        try {
          program = this.parse(code) as unknown as Node
        } catch {
          // Not JavaScript, or the bundler reports the syntax error.
          return undefined
        }
        return keepRequests(code, program)
      },
    },
  }
}
