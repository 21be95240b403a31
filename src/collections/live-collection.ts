import type { Schema } from '../forms/standard-schema.ts'

/** How an answer that contains an entry may be cached. */
export interface CacheHint {
  tags?: string[]
  lastModified?: Date
}

/** An entry as the loader of a live collection returns it. */
export interface LiveEntry {
  readonly id: string
  readonly data: unknown
  readonly rendered?: { readonly html: string }
  cacheHint?: CacheHint
}

/** What a loader returns instead of throwing. */
interface LiveFailure {
  readonly error: Error
}

/** Loads the entries of a live collection anew for each request. */
export interface LiveLoader {
  readonly name?: string
  loadCollection(context: {
    readonly collection: string
    readonly filter?: unknown
  }): Promise<{ readonly entries: readonly LiveEntry[]; cacheHint?: CacheHint } | LiveFailure>
  loadEntry(context: {
    readonly collection: string
    readonly filter: unknown
  }): Promise<LiveEntry | LiveFailure | undefined>
}

/** A collection of `src/live.config`. */
export interface LiveCollection {
  readonly type?: 'live'
  readonly loader: LiveLoader
  /** Zod, or any schema that implements Standard Schema. (default: data is not checked) */
  readonly schema?: Schema
}
