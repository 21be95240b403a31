import { isAbsolute } from 'node:path'
import type { InlineConfig, RunnableDevEnvironment } from 'vite'
import type { Vite } from '../project/build-tools.ts'
import { nameImports } from '../diagnostics/name-imports.ts'
import { BundledPackages } from '../project/bundled-packages.ts'
import { provideOwnModules } from '../project/own-modules.ts'
import { configPlugin, CONFIG_MODULE } from './config-plugin.ts'

/** Name of the environment of Vite that runs the configuration of content, and its loaders. */
export const CONTENT_ENVIRONMENT = 'content'

/** Runs the modules of the configuration. They stay usable: loaders may import others later. */
export interface ConfigModules {
  /** Imports a file with all that it imports. */
  import(file: string): Promise<object>
  /** Returns what the project's own `astro:content` exports. */
  own(): Promise<object>
  /** Restores the names of imports in the message of an error, which Vite replaces. */
  nameImports(error: unknown): void
  /** Absolute paths of the modules that have run, without packages. */
  files(): readonly string[]
  /** Forgets all modules: the next import runs them again. */
  clear(): void
  close(): Promise<void>
}

/**
 * Creates an environment of Vite without a server, for a build.
 *
 * @param config - The configuration of the project, with all plugins.
 */
export async function openConfigModules(
  vite: Vite,
  config: InlineConfig,
  mode: 'development' | 'production',
): Promise<ConfigModules> {
  const packages = new BundledPackages(String(config.root))
  const own: InlineConfig = {
    plugins: [configPlugin(packages)],
    environments: { [CONTENT_ENVIRONMENT]: CONTENT_ENVIRONMENT_OPTIONS },
  }
  // Our plugin comes first: for pages, `astro:content` is another module.
  const resolved = await vite.resolveConfig(vite.mergeConfig(own, config), 'serve', mode, mode)
  const environment = vite.createRunnableDevEnvironment(CONTENT_ENVIRONMENT, resolved, {
    runnerOptions: { hmr: false },
    hot: false,
  })
  await environment.init()
  return toConfigModules(environment, packages)
}

/** The options of the environment, for servers that create it themselves. */
export const CONTENT_ENVIRONMENT_OPTIONS: NonNullable<InlineConfig['environments']>[string] = {
  consumer: 'server',
  dev: { moduleRunnerTransform: true },
  resolve: { external: ['ssr-pages', 'zod'] },
}

/**
 * Turns an environment of Vite, which has the plugin of `config-plugin.ts`, into what runs the
 * configuration.
 *
 * @param packages - The packages that Vite loads, because Node cannot.
 */
export function toConfigModules(
  environment: RunnableDevEnvironment,
  packages: BundledPackages,
): ConfigModules {
  const { resolve } = environment.config
  // Vite would copy the expression if it were part of the configuration.
  if (resolve.noExternal !== true) {
    resolve.noExternal = [...[resolve.noExternal].flat(), packages]
  }
  provideOwnModules(environment)
  const { runner, moduleGraph } = environment
  return {
    import: (file) => runner.import(file),
    own: () => runner.import(CONFIG_MODULE),
    nameImports: (error) => nameImports(error, environment),
    files: () =>
      [...moduleGraph.idToModuleMap.values()].flatMap(({ file }) =>
        file !== null && isAbsolute(file) ? [file] : [],
      ),
    clear() {
      moduleGraph.invalidateAll()
      runner.clearCache()
    },
    close: () => environment.close(),
  }
}
