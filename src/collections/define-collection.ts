/**
 * Defines a collection of `src/content.config.ts`. What it holds is checked when the configuration
 * is loaded, where its name is known.
 *
 * @param collection - Its loader and its schema.
 * @returns The same object.
 */
export function defineCollection<Collection>(collection: Collection): Collection {
  return collection
}

/**
 * Defines a collection of `src/live.config.ts`, which is asked anew for each request.
 *
 * @param collection - Its loader and its schema.
 * @returns The same object, which tells what it is.
 */
export function defineLiveCollection<Collection extends object>(
  collection: Collection,
): Collection & { readonly type: 'live' } {
  return Object.assign(collection, { type: 'live' as const })
}
