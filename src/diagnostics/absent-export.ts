import { describeAbsent } from '../shared/absent-features.ts'
import { astroModules } from '../shared/astro-modules.ts'
import { readImports } from './source-names.ts'

/**
 * Finds a name that a source imports from one of Astro's modules, and that ours does not export.
 *
 * @param specifier - The module: `astro:components`.
 * @param source - Text of the importing file.
 * @returns A sentence that names it, with advice; `undefined` if all names exist.
 */
export function describeAbsentExport(specifier: string, source: string): string | undefined {
  const lacks = astroModules.get(specifier)?.lacks ?? {}
  const imports = readImports(source).filter((one) => one.specifier === specifier)
  const names = imports.flatMap(({ bindings }) => [...bindings.keys()])
  const name = names.find((one) => Object.hasOwn(lacks, one))
  const feature = name === undefined ? undefined : lacks[name]
  return feature && `${name}: ${describeAbsent(feature)}`
}
