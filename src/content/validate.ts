import type { SchemaIssue } from '../forms/standard-schema.ts'
import type { EntrySchema } from './loader-types.ts'

/** What a schema says of data. */
export type Validated =
  | { readonly data: unknown; readonly issues?: undefined }
  | { readonly issues: readonly FoundIssue[] }

/** One thing that is wrong. */
export interface FoundIssue {
  readonly message: string
  readonly path: readonly (string | number)[]
}

/** Validates data by a schema of any library. */
export async function validate(schema: EntrySchema, data: unknown): Promise<Validated> {
  if ('~standard' in schema) {
    const result = await schema['~standard'].validate(data)
    if (result.issues === undefined) return { data: result.value }
    return { issues: result.issues.map(toIssue) }
  }
  const result = await schema.safeParseAsync(data)
  return result.error ? { issues: result.error.issues.map(toIssue) } : { data: result.data }
}

/** Tells whether a value is a schema that {@link validate} knows. */
export function isSchema(value: unknown): value is EntrySchema {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false
  return '~standard' in value || ('safeParseAsync' in value && 'parse' in value)
}

function toIssue({ message, path = [] }: SchemaIssue): FoundIssue {
  const keys = path.map((part) => (typeof part === 'object' ? part.key : part))
  return {
    message,
    path: keys.map((key) => (typeof key === 'number' ? key : String(key))),
  }
}
