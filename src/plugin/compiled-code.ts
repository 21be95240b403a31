import type { Plugin } from 'vite'
import { dataToText, mayHaveData } from '../compiler/data-to-text.ts'
import { optimize } from '../compiler/optimize.ts'
import type { Node } from '../compiler/syntax-tree.ts'

/** Creates the Vite plugin that writes constant data of compiled components as text. */
export function dataPlugin(): Plugin {
  return {
    name: 'ssr-pages:data',
    enforce: 'pre',
    transform: {
      filter: { id: /\.astro$/, code: mayHaveData },
      handler(code) {
        let program: Node
        try {
          program = this.parse(code) as unknown as Node
        } catch {
          // The bundler or Vite's runner reports the syntax error.
          return undefined
        }
        return dataToText(code, program)
      },
    },
  }
}

/** Creates the Vite plugin that rewrites compiled components in builds, so that they concatenate strings. */
export function optimizePlugin(): Plugin {
  return {
    name: 'ssr-pages:optimize',
    enforce: 'pre',
    apply: 'build',
    transform: {
      filter: { id: /\.astro$/ },
      handler(code) {
        return optimize(code, this.parse(code) as unknown as Node)
      },
    },
  }
}
