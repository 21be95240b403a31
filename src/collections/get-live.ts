import { checkCacheHint, mergeCacheHints } from './cache-hint.ts'
import type { CacheHint, LiveCollection, LiveEntry } from './live-collection.ts'
import {
  LiveCollectionCacheHintError,
  LiveCollectionError,
  LiveCollectionValidationError,
  LiveEntryNotFoundError,
  describeFilter,
} from './live-errors.ts'
import type { LiveCollections } from './sources.ts'

/** Entries, or why there are none. */
export type LiveCollectionResult =
  | { readonly entries: readonly LiveEntry[]; readonly cacheHint?: CacheHint | undefined }
  | { readonly error: Error }

/** An entry, or why there is none. */
export type LiveEntryResult =
  | { readonly entry: LiveEntry; readonly cacheHint?: CacheHint | undefined }
  | { readonly error: Error }

/**
 * Asks the loader of a live collection for entries. Failures are returned, not thrown.
 *
 * @param live - The live collections.
 * @param name - The name of one.
 * @param filter - What the loader is to look for; what it may be is the loader's decision.
 */
export async function loadLiveCollection(
  live: LiveCollections,
  name: string,
  filter?: unknown,
): Promise<LiveCollectionResult> {
  const collection = live.get(name)
  if (collection === undefined) return { error: notLive(name, 'Use getCollection() instead') }
  try {
    const loaded = await collection.loader.loadCollection({ filter, collection: name })
    if ('error' in loaded) return { error: loaded.error }
    const entries: LiveEntry[] = []
    const checked = loaded.entries.map((entry) => checkEntry(entry, collection, name))
    for (const result of await Promise.all(checked)) {
      if ('error' in result) return { error: result.error }
      entries.push(result.entry)
    }
    const failure = checkCacheHint(loaded.cacheHint)
    if (failure) return { error: new LiveCollectionCacheHintError(name, undefined, failure) }
    return { entries, cacheHint: mergeCacheHints(loaded.cacheHint, entries) }
  } catch (cause) {
    const reason = cause instanceof Error ? `: ${cause.message}` : ''
    const what = `Unexpected error loading collection ${name}${reason}`
    return { error: new LiveCollectionError(name, what, cause) }
  }
}

/**
 * Asks the loader of a live collection for one entry. Failures are returned, not thrown.
 *
 * @param live - The live collections.
 * @param name - The name of one.
 * @param lookup - The id, or what the loader is to look for.
 */
export async function loadLiveEntry(
  live: LiveCollections,
  name: string,
  lookup: unknown,
): Promise<LiveEntryResult> {
  const collection = live.get(name)
  if (collection === undefined) return { error: notLive(name, 'Use getEntry() instead') }
  try {
    const filter = typeof lookup === 'string' ? { id: lookup } : lookup
    const loaded = await collection.loader.loadEntry({ filter, collection: name })
    if (!loaded) return { error: new LiveEntryNotFoundError(name, lookup) }
    if ('error' in loaded) return { error: loaded.error }
    const result = await checkEntry(loaded, collection, name)
    if ('error' in result) return { error: result.error }
    return { entry: result.entry, cacheHint: result.entry.cacheHint }
  } catch (cause) {
    const what = `Unexpected error loading entry ${name} → ${describeFilter(lookup)}`
    return { error: new LiveCollectionError(name, what, cause) }
  }
}

function notLive(name: string, advice: string): LiveCollectionError {
  const what = `Collection ${JSON.stringify(name)} is not a live collection. ${advice}, or define it in src/live.config.`
  return new LiveCollectionError(name, what)
}

async function checkEntry(
  entry: LiveEntry,
  { schema }: LiveCollection,
  name: string,
): Promise<LiveEntryResult> {
  let checked = entry
  if (schema !== undefined) {
    try {
      const result = await schema['~standard'].validate(entry.data)
      if (result.issues) return { error: new LiveCollectionValidationError(name, entry.id, result) }
      checked = { ...entry, data: result.value }
    } catch (cause) {
      const what = `Unexpected error parsing entry ${entry.id} in collection ${name}`
      return { error: new LiveCollectionError(name, what, cause) }
    }
  }
  const failure = checkCacheHint(entry.cacheHint)
  if (failure) return { error: new LiveCollectionCacheHintError(name, entry.id, failure) }
  return { entry: checked }
}
