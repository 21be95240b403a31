import type { Collection, EntrySchema, Loader } from './loader-types.ts'
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
  return (await createSchema(loader))?.schema
}

/** What loaders have created: they may ask a server for it. */
const created = new WeakMap<Loader, ReturnType<NonNullable<Loader['createSchema']>>>()

/** Calls `createSchema()` of a loader once. */
export async function createSchema(
  loader: Loader,
): Promise<{ readonly schema: EntrySchema; readonly types: string } | undefined> {
  if (loader.createSchema === undefined) return undefined
  const result = created.get(loader) ?? loader.createSchema()
  created.set(loader, result)
  return result
}
