import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'
import { absentKind, type AbsentName, describeAbsent } from '../shared/absent-features.ts'
import { absentModule } from '../shared/astro-modules.ts'
import { type Import, importError } from './import-error.ts'
import { missingRenderer } from './missing-renderer.ts'

/**
 * Creates the Vite plugins that refuse imports of Astro's modules that do not exist here, and of
 * files that no plugin compiles. They accept whatever a plugin of the project resolves or compiles.
 */
export function absentModulesPlugins(): Plugin[] {
  const imports = new Map<string, Import>()
  let root = ''
  const first: Plugin = {
    name: 'ssr-pages:absent-modules',
    enforce: 'pre',
    configResolved: (config) => void (root = config.root),
    resolveId: {
      filter: { id: /^astro(?:$|[:/])|\.(?:mdx|vue|svelte)$/i },
      async handler(specifier, importer, options) {
        if (importer === undefined) return undefined
        // Vite also throws for unknown modules, with a less helpful message.
        const found = await this.resolve(specifier, importer, { ...options, skipSelf: true }).catch(
          () => null,
        )
        const feature = absentModule(specifier)
        if (feature !== undefined && (found === null || !isOfProject(found))) {
          throw refuse(feature, { specifier, importer }, root)
        }
        if (found) imports.set(found.id, { specifier, importer })
        return found ?? undefined
      },
    },
  }
  return [first, uncompiledPlugin(imports, () => root)]
}

// An alias or a plugin may resolve the module. An installed `astro` package does not count, because
// it does not know our pages.
function isOfProject({ id, external }: { id: string; external?: unknown }): boolean {
  return external !== true && !/[\\/]node_modules[\\/]astro[\\/]/.test(id)
}

// Runs after all other plugins: code that still equals the file was compiled by none of them.
function uncompiledPlugin(imports: ReadonlyMap<string, Import>, root: () => string): Plugin {
  return {
    name: 'ssr-pages:uncompiled',
    enforce: 'post',
    transform: {
      filter: { id: /\.(?:mdx|vue|svelte)$/i },
      handler(code, id) {
        const feature = absentKind(id)
        const found = imports.get(id) ?? { specifier: id, importer: id }
        if (feature === undefined || code !== readFileSync(id, 'utf8')) return
        throw feature === 'islands'
          ? missingRenderer(found, { component: id, root: root() })
          : refuse(feature, found, root())
      },
    },
  }
}

/**
 * Creates the error for an import of an absent feature.
 *
 * @param root - Absolute path of the project.
 * @returns An error at the place of the import.
 */
export function refuse(feature: AbsentName, found: Import, root: string): Error {
  return importError(root, found, describeAbsent(feature))
}
