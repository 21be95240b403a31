import type { EnvSchema } from '../shared/environment.ts'
import { listNames } from '../shared/list-names.ts'
import { nearestName } from '../shared/nearest-name.ts'
import { readImports } from './source-names.ts'

const CLIENT = 'astro:env/client'
const SERVER = 'astro:env/server'

/**
 * Finds a name that a source imports from `astro:env/client` or `astro:env/server`, and that the
 * schema does not have there.
 *
 * @param source - Text of the importing file.
 * @returns A sentence that names it, and advice; `undefined` if all names exist.
 */
export function describeUnknownVariable(
  specifier: string,
  source: string,
  schema: EnvSchema,
): readonly [text: string, hint: string] | undefined {
  if (specifier !== CLIENT && specifier !== SERVER) return undefined
  const names = namesOf(specifier, schema)
  const unknown = readImports(source)
    .filter((one) => one.specifier === specifier)
    .flatMap(({ bindings }) => [...bindings.keys()])
    // `type` is that of `import { type Name }`.
    .find((name) => name !== '*' && name !== 'type' && !names.includes(name))
  if (unknown === undefined) return undefined
  return [`it does not export ${unknown}`, advise(unknown, specifier, schema)]
}

function advise(name: string, specifier: string, schema: EnvSchema): string {
  const names = namesOf(specifier, schema)
  if (name === 'default') return `Import a name in braces; it exports ${listNames(names)}.`
  const other = specifier === CLIENT ? SERVER : CLIENT
  if (namesOf(other, schema).includes(name)) return `Import it from '${other}'.`
  const near = nearestName(name, names)
  if (near !== undefined) return `Did you mean ${near}?`
  return `Add it to \`env.schema\` in the configuration, which has ${listNames(Object.keys(schema))}.`
}

function namesOf(specifier: string, schema: EnvSchema): readonly string[] {
  const context = specifier === CLIENT ? 'client' : 'server'
  const names = Object.keys(schema).filter((name) => schema[name]?.context === context)
  return specifier === CLIENT ? names : [...names, 'getSecret']
}
