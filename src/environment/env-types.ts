import type { EnvField, EnvSchema } from '../shared/environment.ts'

/**
 * Declares the variables of a site, as Astro does.
 *
 * @returns Text for a declaration file; an empty text for a schema without variables.
 */
export function toEnvTypes(schema: EnvSchema): string {
  return (['client', 'server'] as const)
    .map((context) => toModule(schema, context))
    .filter((text) => text !== '')
    .join('\n')
}

function toModule(schema: EnvSchema, context: EnvField['context']): string {
  const lines = Object.entries(schema)
    .filter(([, field]) => field.context === context)
    .map(([name, field]) => `  export const ${name}: ${toType(field)}\n`)
  return lines.length === 0 ? '' : `declare module 'astro:env/${context}' {\n${lines.join('')}}\n`
}

function toType(field: EnvField): string {
  const type =
    field.type === 'enum' ? field.values.map((value) => toLiteral(value)).join(' | ') : field.type
  const mayBeMissing = field.optional === true && field.default === undefined
  return mayBeMissing ? `${type} | undefined` : type
}

function toLiteral(value: string): string {
  return `'${JSON.stringify(value)
    .slice(1, -1)
    .replaceAll(String.raw`\"`, '"')}'`
}
