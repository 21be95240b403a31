import type { Plugin } from 'vite'
import { keepRequests, mayKeepRequests } from '../compiler/keep-requests.ts'
import { keepResponses, mayCreateResponse } from '../compiler/keep-responses.ts'
import type { OptimizedCode } from '../compiler/optimize.ts'
import type { Node } from '../compiler/syntax-tree.ts'
import { isStyle } from './style-id.ts'

/**
 * Creates the plugins that mark what keeps its request to itself, and rewrite how responses are
 * created. They come after the plugins that turn sources into JavaScript.
 */
export function serverModulePlugins(): Plugin[] {
  return [
    modulePlugin('requests', mayKeepRequests, keepRequests),
    modulePlugin('responses', mayCreateResponse, keepResponses),
  ]
}

function modulePlugin(
  name: string,
  filter: RegExp,
  rewrite: (code: string, program: Node) => OptimizedCode | undefined,
): Plugin {
  return {
    name: `ssr-pages:${name}`,
    transform: {
      filter: { code: filter },
      handler(code, id) {
        if (isStyle(id)) return undefined
        let program: Node
        try {
          program = this.parse(code) as unknown as Node
        } catch {
          // Not JavaScript, or the bundler reports the syntax error.
          return undefined
        }
        return rewrite(code, program)
      },
    },
  }
}
