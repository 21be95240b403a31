/** What a value of `reference()` becomes: where an entry is. */
export interface EntryReference {
  readonly collection: string
  readonly id: string
}

/** The parts of Zod that references are made of. The project has Zod; this package has not. */
export interface ReferenceSchemas<Schema> {
  string(): Schema & { transform(change: (value: string) => unknown): Schema }
  number(): Schema & { transform(change: (value: number) => unknown): Schema }
  object(shape: Readonly<Record<string, Schema>>): Schema
  union(options: readonly Schema[]): { transform(change: Change): Schema }
}

type Lookup = string | { readonly id?: string; readonly slug?: string; readonly collection: string }

/** The parts of the context of a transform that are used here. */
interface ChangeContext {
  addIssue(issue: { readonly code: 'custom'; readonly message: string }): void
}

type Change = (lookup: Lookup, context: ChangeContext) => unknown

/**
 * Creates the function `reference()` of `astro:content`.
 *
 * @param z - Zod, as the project has it.
 * @returns A function that makes the schema of a field that names an entry of a collection.
 */
export function createReference<Schema>(
  z: ReferenceSchemas<Schema>,
): (collection: string) => Schema {
  return function reference(collection) {
    return z
      .union([
        z.number().transform(String),
        z.string(),
        z.object({ id: z.string(), collection: z.string() }),
        z.object({ slug: z.string(), collection: z.string() }),
      ])
      .transform((lookup, context) => {
        if (typeof lookup !== 'object') return { id: lookup, collection } satisfies EntryReference
        if (lookup.collection === collection) return lookup
        context.addIssue({
          code: 'custom',
          message: `expected an entry of '${collection}', saw one of '${lookup.collection}'`,
        })
        return undefined
      })
  }
}
