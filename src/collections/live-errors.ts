import type { SchemaIssue } from '../forms/standard-schema.ts'

/** What the schema of an entry found wrong: an error of Zod, or the issues of another library. */
export interface SchemaFailure {
  readonly issues: readonly SchemaIssue[]
}

/**
 * A live collection could not be loaded. `getLiveCollection()` and `getLiveEntry()` return it. Its
 * message is for the log, not for visitors.
 *
 * @see https://docs.astro.build/en/guides/content-collections/#error-handling
 */
export class LiveCollectionError extends Error {
  readonly collection: string

  /**
   * @param collection - The name of the collection.
   * @param message - What happened.
   * @param cause - What the loader has thrown. (default: none)
   */
  constructor(collection: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'LiveCollectionError'
    this.collection = collection
  }

  /** Whether a value is such an error, or one of its kinds. */
  static is(error: unknown): error is LiveCollectionError {
    return error instanceof LiveCollectionError
  }
}

/** The loader returned no entry. */
export class LiveEntryNotFoundError extends LiveCollectionError {
  /** @param filter - The id, or what the loader was asked for. */
  constructor(collection: string, filter: unknown) {
    super(collection, `Entry ${collection} → ${describeFilter(filter)} was not found.`)
    this.name = 'LiveEntryNotFoundError'
  }

  static override is(error: unknown): error is LiveEntryNotFoundError {
    return isNamed(error, 'LiveEntryNotFoundError')
  }
}

/** An entry does not match the schema of its collection. */
export class LiveCollectionValidationError extends LiveCollectionError {
  /**
   * @param id - The id of the entry.
   * @param failure - What the schema found.
   */
  constructor(collection: string, id: string, failure: SchemaFailure) {
    const what = `**${collection} → ${id}** data does not match the collection schema.\n`
    super(collection, [what, ...listIssues(failure), ''].join('\n'), failure)
    this.name = 'LiveCollectionValidationError'
  }

  static override is(error: unknown): error is LiveCollectionValidationError {
    return isNamed(error, 'LiveCollectionValidationError')
  }
}

/** A loader returned something else than a hint for caches. */
export class LiveCollectionCacheHintError extends LiveCollectionError {
  /**
   * @param id - The id of the entry with the hint; `undefined` for that of the collection.
   * @param failure - What is wrong.
   */
  constructor(collection: string, id: string | undefined, failure: SchemaFailure) {
    const where = id === undefined ? collection : `${collection} → ${id}`
    const what = `**${where}** returned an invalid cache hint.\n`
    super(collection, [what, ...listIssues(failure), ''].join('\n'), failure)
    this.name = 'LiveCollectionCacheHintError'
  }

  static override is(error: unknown): error is LiveCollectionCacheHintError {
    return isNamed(error, 'LiveCollectionCacheHintError')
  }
}

/** Prints what a loader was asked for. */
export function describeFilter(filter: unknown): string {
  if (typeof filter === 'string') return filter
  try {
    return JSON.stringify(filter) ?? String(filter)
  } catch {
    return '[not JSON]'
  }
}

function listIssues({ issues }: SchemaFailure): string[] {
  return issues.map(({ path = [], message }) => {
    const keys = path.map((part) => String(typeof part === 'object' ? part.key : part))
    return `  **${keys.join('.')}**: ${message}`
  })
}

// By name, as Astro does: the error may be of another copy of this package.
function isNamed(error: unknown, name: string): boolean {
  return typeof error === 'object' && error !== null && Reflect.get(error, 'name') === name
}
