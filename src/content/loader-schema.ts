import type { Collection, EntrySchema } from './loader-types.ts'
import { isSchema } from './validate.ts'

/** Returns the schema that a loader brings itself, if it has one. */
export async function loaderSchema(
  { name, loader }: Pick<Collection, 'name' | 'loader'>,
  warn: (message: string) => void,
): Promise<EntrySchema | undefined> {
  if (typeof loader === 'function') return undefined
  const { schema } = loader
  if (schema !== undefined) {
    if (isSchema(schema)) return schema
    warn(
      `the loader '${loader.name}' of the collection '${name}' has a \`schema\` that is a function: it is not used, as in Astro 7; \`createSchema()\` takes its place`,
    )
  }
  const created = await loader.createSchema?.()
  return created?.schema
}
