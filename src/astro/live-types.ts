import type { CacheHint } from '../collections/live-collection.ts'

export type { CacheHint }

/** An entry of a live collection. */
export interface LiveDataEntry<Data extends Record<string, unknown> = Record<string, unknown>> {
  /** Unique in its collection. */
  id: string
  data: Data
  /** HTML, for `render()`. */
  rendered?: { html: string }
  cacheHint?: CacheHint
}

/** The entries that a live loader has found. */
export interface LiveDataCollection<
  Data extends Record<string, unknown> = Record<string, unknown>,
> {
  entries: LiveDataEntry<Data>[]
  cacheHint?: CacheHint
}

/** What `getLiveCollection()` gives: entries or an error. */
export interface LiveDataCollectionResult<
  Data extends Record<string, unknown> = Record<string, unknown>,
  Failure extends Error = Error,
> {
  entries?: LiveDataEntry<Data>[]
  error?: Failure
  cacheHint?: CacheHint
}

/** What `getLiveEntry()` gives: an entry or an error. */
export interface LiveDataEntryResult<
  Data extends Record<string, unknown> = Record<string, unknown>,
  Failure extends Error = Error,
> {
  entry?: LiveDataEntry<Data>
  error?: Failure
  cacheHint?: CacheHint
}

/** Asks a database or a service for the entries of a live collection. */
export interface LiveLoader<
  Data extends Record<string, unknown> = Record<string, unknown>,
  EntryFilter = never,
  CollectionFilter = never,
  Failure extends Error = Error,
> {
  name: string
  loadEntry(context: {
    collection: string
    filter: [EntryFilter] extends [never] ? { id: string } : EntryFilter
  }): Promise<LiveDataEntry<Data> | undefined | { error: Failure }>
  loadCollection(context: {
    collection: string
    filter?: CollectionFilter
  }): Promise<LiveDataCollection<Data> | { error: Failure }>
}
