import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import type { Plugin, ResolvedConfig } from 'vite'
import { fileValues } from '../environment/file-values.ts'
import {
  type EnvModules,
  toClientModule,
  toSecretsModule,
  toServerModule,
} from '../environment/env-modules.ts'
import { loadVite } from '../project/build-tools.ts'
import type { Config } from '../shared/config.ts'
import type { EnvSource } from '../shared/environment.ts'

/** Start of the ids of these modules: it is followed by `client` or `server`. */
export const ENV_MODULES = '\0ssr-pages:env/'

const SECRETS = `${ENV_MODULES}secrets`

const CLIENT = `${ENV_MODULES}client`
const SERVER = `${ENV_MODULES}server`

/**
 * Creates the Vite plugin that gives pages `astro:env/client` and `astro:env/server`. It comes after
 * the plugin that refuses imports.
 *
 * @param config - The project's configuration. (default: no variables)
 */
export function environmentPlugin({ env = {} }: Config = {}): Plugin {
  let vite: ResolvedConfig
  let source: Promise<EnvSource> | undefined
  const session = randomUUID()
  return {
    name: 'ssr-pages:environment',
    enforce: 'pre',
    configResolved: (resolved) => void (vite = resolved),
    resolveId: {
      filter: { id: new RegExp(`^${ENV_MODULES}`) },
      handler: (id) => id,
    },
    load: {
      filter: { id: new RegExp(`^${ENV_MODULES}`) },
      async handler(id) {
        const { config } = this.environment
        // Browsers may ask for modules by their ids.
        if (id !== CLIENT && config.consumer !== 'server') return undefined
        const isBuild = this.environment.mode === 'build'
        source ??= readSource(vite)
        const modules: EnvModules = {
          schema: env.schema ?? {},
          validateSecrets: env.validateSecrets ?? false,
          source: await source,
          key: isBuild ? undefined : session,
        }
        if (!isBuild) fileValues.set(session, modules.source)
        if (id === SERVER) return toServerModule(modules, SECRETS)
        // Code that reads no secret runs without them.
        if (id === SECRETS) return { code: toSecretsModule(modules), moduleSideEffects: false }
        return toClientModule(modules)
      },
    },
    closeBundle: () => void fileValues.delete(session),
  }
}

/** Whether a module is the one for `astro:env/server`, or that of its secrets. */
export function isServerEnv(id: string): boolean {
  return id === SERVER || id === SECRETS
}

async function readSource({ envDir, mode, root }: ResolvedConfig): Promise<EnvSource> {
  if (envDir === false) return process.env
  const { loadEnv } = await loadVite(root)
  return loadEnv(mode, resolve(root, envDir), '')
}
