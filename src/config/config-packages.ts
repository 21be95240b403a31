import { readFileSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Rolldown } from 'vite'
import { describeAbsent } from '../shared/absent-features.ts'
import { absentModule, astroModules } from '../shared/astro-modules.ts'
import { sourceError } from '../compiler/source-error.ts'
import { property } from '../shared/property.ts'
import { describeAbsentExport } from '../diagnostics/absent-export.ts'
import { findImport } from '../diagnostics/find-place.ts'
import { installCommands } from '../project/install-command.ts'
import { ownModule } from '../project/own-package.ts'
import { relativeName } from '../project/public-name.ts'
import { createAstroUserCheck } from './astro-users.ts'

/** Id of the module that stands for Astro's modules of types. */
const TYPES = '\0ssr-pages:types'

/** Prefix of the id of a missing module, which a package may import only in some cases. */
const ABSENT = '\0ssr-pages:absent:'

/**
 * Creates the bundler's plugin for the packages that a configuration imports. They stay imports,
 * with absolute paths, because a module in a `data:` URL cannot resolve names. TypeScript of
 * packages is bundled, because Node does not run it. So are packages that import Astro's modules,
 * because Node would find an installed `astro`, or nothing.
 *
 * @param root - Absolute path of the project.
 */
export function configPackagesPlugin(root: string): Rolldown.Plugin {
  let usesAstro: ((file: string) => Promise<boolean>) | undefined
  return {
    name: 'ssr-pages:config-packages',
    async resolveId(id, importer, { kind }) {
      if (importer === undefined || /^[./#]|^node:/.test(id) || isAbsolute(id)) return undefined
      const isLate = kind === 'dynamic-import' || isOfPackage(importer)
      const absent = `${ABSENT}${id}\0${importer}`
      if (isLate && isAbsent({ id, importer })) return absent
      const module = toOwnModule({ id, importer, root })
      if (module === TYPES) return TYPES
      if (module?.startsWith('ssr-pages/')) return external(ownModule(module))
      const found = await this.resolve(module ?? id, importer, { kind, skipSelf: true })
      if (!found && isLate) return absent
      if (!found || absentModule(id)) throw unresolvedError({ id, importer, root })
      if (found.external || /\.(?:[cm]?tsx?|json)$/.test(found.id)) return found
      if (!isAbsolute(found.id)) return { id, external: true }
      if (kind === 'require-call') return { id: found.id, external: true }
      usesAstro ??= createAstroUserCheck(async (name, from) => (await this.resolve(name, from))?.id)
      return (await usesAstro(found.id)) ? found : external(found.id)
    },
    load(id) {
      if (id === TYPES) return 'export {}'
      if (!id.startsWith(ABSENT)) return undefined
      const [missing = '', importer = ''] = id.slice(ABSENT.length).split('\0')
      // CommonJS, because every name can be imported from it.
      return `module.exports = {}; throw Object.assign(new Error(), ${JSON.stringify({ missing, importer })})`
    },
  }
}

/**
 * Reads the error of a missing module that was imported after all.
 *
 * @param error - Anything that was thrown.
 * @returns An error with the place of the import; `undefined` for any other error.
 */
export function missingModuleError(error: unknown, root: string): Error | undefined {
  const id = property(error, 'missing')
  const importer = property(error, 'importer')
  const isMissing = typeof id === 'string' && typeof importer === 'string'
  return isMissing ? unresolvedError({ id, importer, root }) : undefined
}

interface Import {
  readonly id: string
  readonly importer: string
  readonly root: string
}

function external(file: string): { id: string; external: true } {
  return { id: pathToFileURL(file).href, external: true }
}

function isOfPackage(file: string): boolean {
  return file.includes('/node_modules/')
}

// A package may import what is missing in a module that only some of its functions load: it is an
// error when it runs.
function isAbsent({ id, importer }: Pick<Import, 'id' | 'importer'>): boolean {
  if (!astroModules.get(id)?.places.includes('config')) return absentModule(id) !== undefined
  return describeAbsentExport(id, readFileSync(importer, 'utf8')) !== undefined
}

// Astro's modules are those of this package, whether `astro` is installed or not.
function toOwnModule(found: Import): string | undefined {
  const module = astroModules.get(found.id)
  if (!module?.places.includes('config')) return undefined
  const absent = describeAbsentExport(found.id, readFileSync(found.importer, 'utf8'))
  if (absent !== undefined) throw importError(found, `'${found.id}': ${absent}`)
  return module.gives === 'types' ? TYPES : module.gives
}

function unresolvedError(found: Import): Error {
  const { id, root } = found
  // The module exists, but not what is imported from it.
  toOwnModule(found)
  if (astroModules.get(id)?.gives !== 'zod/v4') {
    return importError(found, describeAbsentModule(id) ?? `Could not resolve '${id}'`)
  }
  const { add } = installCommands(root)
  return importError(found, `'${id}': Zod does not come with this package`, `Run \`${add} zod\`.`)
}

function describeAbsentModule(id: string): string | undefined {
  const feature = absentModule(id)
  return feature && `The module '${id}' does not exist. ${describeAbsent(feature)}`
}

function importError({ id, importer, root }: Import, text: string, hint?: string): Error {
  const source = readFileSync(importer, 'utf8')
  const file = relativeName(root, importer)
  return sourceError('CONFIG_INVALID', { file, text, hint, source, ...findImport(source, id) })
}
