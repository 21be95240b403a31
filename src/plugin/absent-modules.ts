import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'
import {
  absentKind,
  absentModule,
  type AbsentName,
  describeAbsent,
} from '../shared/absent-features.ts'
import { withoutMark } from '../compiler/byte-order-mark.ts'
import { type Place, placeAt } from '../compiler/place.ts'
import { sourceError } from '../compiler/source-error.ts'
import { parsePart } from '../compiler/astro-part.ts'
import { findComputedImport, findImport } from '../diagnostics/find-place.ts'
import { toPublicName } from '../project/public-name.ts'

/**
 * An import of a feature of Astro that this package does not have. A plugin of the project may
 * support it.
 */
interface Import {
  readonly specifier: string
  readonly importer: string
  /** Offset of the code that uses the import. (default: the offset of the import) */
  readonly at?: number
}

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
      filter: { id: /^astro(?:$|[:/])|\.(?:md|mdx|markdown|mdown|mkdn|mkd|mdwn|vue|svelte)$/i },
      async handler(specifier, importer, options) {
        if (importer === undefined) return undefined
        // Vite also throws for unknown modules, with a less helpful message.
        const found = await this.resolve(specifier, importer, { ...options, skipSelf: true }).catch(
          () => null,
        )
        const feature = absentModule(specifier)
        const isKnown = found !== null && (feature === 'zod' || isOfProject(found))
        if (feature !== undefined && !isKnown) {
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
// it does not know our pages, except for its Zod, which works anywhere.
function isOfProject({ id, external }: { id: string; external?: unknown }): boolean {
  return external !== true && !/[\\/]node_modules[\\/]astro[\\/]/.test(id)
}

// Runs after all other plugins: code that still equals the file was compiled by none of them.
function uncompiledPlugin(imports: ReadonlyMap<string, Import>, root: () => string): Plugin {
  return {
    name: 'ssr-pages:uncompiled',
    enforce: 'post',
    transform: {
      filter: { id: /\.(?:md|mdx|markdown|mdown|mkdn|mkd|mdwn|vue|svelte)$/i },
      handler(code, id) {
        const feature = absentKind(id)
        const found = imports.get(id) ?? { specifier: id, importer: id }
        if (feature !== undefined && code === readFileSync(id, 'utf8')) {
          throw refuse(feature, found, root())
        }
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
  const { specifier, importer, at } = found
  const path = parsePart(importer)?.file ?? importer.replace(/[?\0].*$/s, '')
  const source = withoutMark(readFileSync(path, 'utf8'))
  return sourceError('FEATURE_ABSENT', {
    file: toPublicName(root, path).slice(1),
    text: `'${specifier}': ${describeAbsent(feature)}`,
    source,
    ...(at === undefined ? placeOf(specifier, source) : placeAt(source, at)),
  })
}

function placeOf(specifier: string, source: string): Partial<Place> {
  return findImport(source, specifier) ?? findComputedImport(source, specifier) ?? {}
}
