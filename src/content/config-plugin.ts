import { join } from 'node:path'
import type { Plugin } from 'vite'
import type { BundledPackages } from '../project/bundled-packages.ts'
import { installCommands } from '../project/install-command.ts'

/** What the configuration of content imports by this name. Pages get another module. */
export const CONFIG_MODULE = 'astro:content'

const ID = '\0ssr-pages:loading'

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
      filter: { id: /^astro:content$/ },
      handler: () => ID,
    },
    load: {
      filter: { id: new RegExp(`^${ID}$`) },
      async handler() {
        const { root } = this.environment.config
        const zod = await this.resolve('zod/v4', join(root, 'package.json')).catch(() => null)
        const { add } = installCommands(root)
        return zod ? withZod(zod.id) : withoutZod(`${add} zod`)
      },
    },
  }
}

const SHARED = `import * as own from 'ssr-pages/content/loading'
export const { defineCollection, defineLiveCollection } = own
${LATER.map((name) => `export const ${name} = own.notLoaded('${name}')\n`).join('')}`

function withZod(id: string): string {
  return `${SHARED}import { z } from ${JSON.stringify(id)}
export { z }
export const reference = own.createReference(z)
`
}

// Schemas of other libraries work without Zod.
function withoutZod(install: string): string {
  const command = JSON.stringify(install)
  return `${SHARED}export const z = own.needsZod('z', ${command})
export const reference = own.needsZod('reference()', ${command})
`
}
