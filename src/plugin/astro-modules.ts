import { isAbsolute, join } from 'node:path'
import type { Plugin, ResolvedConfig } from 'vite'
import { PREFETCH } from '../shared/browser-modules.ts'
import { type AstroModule, astroModules } from '../shared/astro-modules.ts'
import type { Config } from '../shared/config.ts'
import { describeAbsentExport } from '../diagnostics/absent-export.ts'
import { installCommands } from '../project/install-command.ts'
import { OWN_MODULES, ownModule } from '../project/own-package.ts'
import { describeUnknownVariable } from '../diagnostics/unknown-variable.ts'
import { describeChain, importersIn } from './import-chain.ts'
import { configModule } from './config-module.ts'
import { ENV_MODULES } from './environment-plugin.ts'
import { type Import, importError, readSource } from './import-error.ts'

/** Prefix of the ids of modules without a file. */
const GENERATED = '\0ssr-pages:module:'

/**
 * Creates the Vite plugin that resolves Astro's modules to those of this package. An installed
 * `astro` is never loaded: it does not know our pages.
 *
 * @param config - The project's configuration, for `astro:config/*`. (default: none)
 */
export function astroModulesPlugin(config: Config = {}): Plugin {
  let vite: ResolvedConfig
  return {
    name: 'ssr-pages:astro-modules',
    enforce: 'pre',
    configResolved: (resolved) => void (vite = resolved),
    resolveId: {
      filter: { id: /^astro(?:$|[:/])/ },
      async handler(specifier, importer, options) {
        const module = astroModules.get(specifier)
        if (module === undefined || importer === undefined) return undefined
        const resolve = (id: string, from: string) =>
          this.resolve(id, from, { ...options, skipSelf: true }).catch(() => null)
        const found = await resolve(specifier, importer)
        if (found && isInProject(found.id, vite.root)) return found
        const isServer = this.environment.config.consumer === 'server'
        const chain = () => describeChain(vite.root, importer, importersIn(this))
        check({ specifier, importer }, { module, isServer, root: vite.root, config, chain })
        if (specifier === 'astro:prefetch' && !isServer) return this.resolve(PREFETCH, importer)
        if (module.gives === 'zod/v4')
          return resolveZod({ specifier, importer }, vite.root, resolve)
        if (module.gives === 'env') return ENV_MODULES + specifier.slice('astro:env/'.length)
        if (module.gives.endsWith('.astro')) return join(OWN_MODULES, module.gives)
        if (!isOneEntry(module)) return GENERATED + specifier
        if (!isServer) return ownModule(module.gives)
        // Vite's runner looks at the name in the source, which is Astro's.
        const isRunner = this.environment.mode === 'dev'
        return isRunner ? GENERATED + specifier : { id: module.gives, external: true }
      },
    },
    load: {
      filter: { id: new RegExp(`^${GENERATED}`) },
      handler(id) {
        const specifier = id.slice(GENERATED.length)
        const { gives = '', components = [] } = astroModules.get(specifier) ?? {}
        if (gives === 'types') return 'export {}'
        if (gives === 'generated') return configModule(specifier, config, vite)
        // `export *` does not contain the default.
        if (gives.startsWith('ssr-pages/assets/services/'))
          return `export { default } from '${gives}'`
        return [`export * from '${gives}'`, ...components.map(exportComponent)].join('\n')
      },
    },
  }
}

function isOneEntry({ gives, components = [] }: AstroModule): boolean {
  return gives.startsWith('ssr-pages/') && components.length === 0
}

function exportComponent(name: string): string {
  const file = JSON.stringify(join(OWN_MODULES, `${name}.astro`))
  return `export { default as ${name} } from ${file}`
}

// The project may have a folder of this name, by `paths` of tsconfig.json.
function isInProject(id: string, root: string): boolean {
  return isAbsolute(id) && id.startsWith(join(root, '/')) && !/[\\/]node_modules[\\/]/.test(id)
}

interface Checked {
  readonly module: AstroModule
  readonly isServer: boolean
  readonly root: string
  readonly config: Config
  /** Describes how the importing module came to be imported. */
  readonly chain: () => string | undefined
}

function check(found: Import, { module, isServer, root, config, chain }: Checked): void {
  if (!module.places.includes(isServer ? 'server' : 'browser')) {
    const where = 'This module is for code on the server; code for browsers cannot import it'
    const way = chain()
    const text = way === undefined ? where : `${where}. ${way}`
    throw importError(root, found, text, 'Move what needs it into the frontmatter of a component.')
  }
  const source = readSource(found.importer)
  const absent = describeAbsentExport(found.specifier, source)
  if (absent !== undefined) throw importError(root, found, absent)
  if (found.specifier === 'astro:prefetch' && !config.prefetch) {
    const what = 'The option `prefetch` is not set, which switches this module on'
    throw importError(root, found, what, 'Set `prefetch: true` in the configuration.')
  }
  const unknown = describeUnknownVariable(found.specifier, source, config.env?.schema ?? {})
  if (unknown !== undefined) throw importError(root, found, ...unknown)
}

type Resolve<Found> = (id: string, importer: string) => Promise<Found | null>

// Zod is not part of this package: the project has it, or the importing package.
async function resolveZod<Found>(found: Import, root: string, resolve: Resolve<Found>) {
  const zod =
    (await resolve('zod/v4', join(root, 'package.json'))) ??
    (await resolve('zod/v4', found.importer))
  if (zod) return zod
  const { add } = installCommands(root)
  throw importError(root, found, 'Zod does not come with this package', `Run \`${add} zod\`.`)
}
