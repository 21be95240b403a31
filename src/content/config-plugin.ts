import { join } from 'node:path'
import type { Plugin, Rollup } from 'vite'
import type { BundledPackages } from '../project/bundled-packages.ts'
import { installCommands } from '../project/install-command.ts'

/** What the configuration of content imports by this name. Pages get another module. */
export const CONFIG_MODULE = 'astro:content'

const ID = '\0ssr-pages:loading'

/** Zod, which Node imports: its hundred files would take Vite a second. */
const ZOD = '\0ssr-pages:zod'

/** The functions of `astro:content` that need collections which are loaded. */
const LATER = [
  'getCollection',
  'getEntries',
  'getEntry',
  'getEntryBySlug',
  'getDataEntryById',
  'getLiveCollection',
  'getLiveEntry',
  'render',
] as const

/**
 * Creates the Vite plugin that gives the configuration its `astro:content`: what defines collections,
 * but nothing that reads them.
 *
 * @param packages - Learns which modules have been loaded.
 * @param name - The environment that runs the configuration. (default: content)
 */
export function configPlugin(packages: BundledPackages, name = 'content'): Plugin {
  return {
    name: 'ssr-pages:content-config',
    enforce: 'pre',
    applyToEnvironment: (environment) => environment.name === name,
    // Vite resolves the imports of a module after this hook.
    transform: (_code, id) => packages.addImporter(id),
    resolveId: {
      filter: { id: /^astro(?::content|\/zod)$/ },
      async handler(id) {
        if (id === CONFIG_MODULE) return ID
        return (await hasZod(this)) ? ZOD : undefined
      },
    },
    load: {
      filter: { id: new RegExp(`^(?:${ID}|${ZOD})$`) },
      async handler(id) {
        if (id === ZOD) return "export * from 'zod/v4'\nexport { default } from 'zod/v4'\n"
        const { add } = installCommands(this.environment.config.root)
        return (await hasZod(this)) ? WITH_ZOD : withoutZod(`${add} zod`)
      },
    },
  }
}

const SHARED = `import * as own from 'ssr-pages/content/loading'
export const { defineCollection, defineLiveCollection } = own
${LATER.map((name) => `export const ${name} = own.notLoaded('${name}')\n`).join('')}`

const WITH_ZOD = `${SHARED}import { z } from 'zod/v4'
export { z }
export const reference = own.createReference(z)
`

/** Whether the project has Zod. */
async function hasZod(context: Rollup.PluginContext): Promise<boolean> {
  const importer = join(context.environment.config.root, 'package.json')
  return (await context.resolve('zod/v4', importer).catch(() => null)) !== null
}

// Schemas of other libraries work without Zod.
function withoutZod(install: string): string {
  const command = JSON.stringify(install)
  return `${SHARED}export const z = own.needsZod('z', ${command})
export const reference = own.needsZod('reference()', ${command})
`
}
