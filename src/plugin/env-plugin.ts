import type { Plugin, ResolvedConfig } from 'vite'
import { readEnvAtRunTime } from './run-time-env.ts'
import { isStyle } from './style-id.ts'

/** Names of `import.meta.env` that Vite replaces although they are not in its `config.env`. */
const BUILT_IN = new Set(['SSR', 'SITE', 'LEGACY'])

/** Creates the Vite plugin that lets server code read the environment when it runs. */
export function envPlugin(): Plugin {
  let config: ResolvedConfig
  return {
    name: 'ssr-pages:env',
    configResolved(resolved) {
      config = resolved
    },
    transform: {
      filter: { code: 'import.meta.env' },
      handler(code, id) {
        // Styles are not JavaScript at this point.
        if (this.environment.config.consumer !== 'server' || isStyle(id)) return undefined
        const isInlined = (name: string): boolean => isInlinedName(name, config)
        return { code: readEnvAtRunTime(code, this.parse(code), isInlined), map: null }
      },
    },
  }
}

function isInlinedName(name: string, { env, envPrefix = 'VITE_' }: ResolvedConfig): boolean {
  const prefixes = Array.isArray(envPrefix) ? envPrefix : [envPrefix]
  return name in env || BUILT_IN.has(name) || prefixes.some((prefix) => name.startsWith(prefix))
}
