import { property } from '../shared/property.ts'
import type { Collection, EntrySchema } from './loader-types.ts'

/** The parts of Zod that write JSON schemas. */
interface JsonZod {
  string(): unknown
  array(item: unknown): unknown
  union(options: readonly unknown[]): unknown
  object(shape: object): { catchall(field: unknown): unknown }
  toJSONSchema(schema: unknown, options: object): object
}

/**
 * Writes the schema of a collection for editors, which complete and check data files by it.
 *
 * @param schema - The schema of the collection, or of its loader.
 * @param zod - Zod as the project has it.
 * @returns JSON; `undefined` for schemas of other libraries, and for those that JSON cannot express.
 */
export function toJsonSchema(
  { loader }: Pick<Collection, 'loader'>,
  schema: Collection['schema'],
  zod: unknown,
): string | undefined {
  const z = zod as JsonZod
  try {
    const isFunction = typeof schema === 'function' && !('~standard' in schema)
    const entry = isFunction ? callSchema(schema, z) : schema
    if (property(entry, '_zod') === undefined) return undefined
    const isList = typeof loader === 'object' && loader.name === 'file-loader'
    const whole = isList ? z.union([z.array(entry), z.object({}).catchall(entry)]) : entry
    const json = z.toJSONSchema(whole, {
      unrepresentable: 'any',
      // Editors see what is written, not what the schema makes of it.
      io: 'input',
      override: (context: { zodSchema: object; jsonSchema: Record<string, unknown> }) => {
        const definition = property(property(context.zodSchema, '_zod'), 'def')
        if (property(definition, 'type') !== 'date') return
        context.jsonSchema['type'] = 'string'
        context.jsonSchema['format'] = 'date-time'
      },
    })
    return `${JSON.stringify(allowSchemaKey(json), null, 2)}\n`
  } catch {
    return undefined
  }
}

function callSchema(
  schema: Extract<Collection['schema'], (...args: never[]) => unknown>,
  z: JsonZod,
): EntrySchema {
  return schema({ image: () => z.string() })
}

// Data files name their schema by this key.
function allowSchemaKey(json: object): object {
  if (property(json, 'type') !== 'object') return json
  const properties = property(json, 'properties')
  return { ...json, properties: { $schema: { type: 'string' }, ...Object(properties) } }
}
