import { isObject } from '../shared/is-object.ts'
import type { CacheHint, LiveEntry } from './live-collection.ts'
import type { SchemaFailure } from './live-errors.ts'

/**
 * Checks the hint for caches that a loader has returned.
 *
 * @returns What is wrong; `undefined` for a valid hint, and for none.
 */
export function checkCacheHint(hint: unknown): SchemaFailure | undefined {
  if (!hint) return undefined
  if (!isObject(hint)) return { issues: [{ path: [], message: 'expected an object' }] }
  const { tags = [], lastModified } = hint
  const issues: { path: string[]; message: string }[] = []
  if (!Array.isArray(tags) || !tags.every((tag) => typeof tag === 'string')) {
    issues.push({ path: ['tags'], message: 'expected an array of strings' })
  }
  if (lastModified !== undefined && !isDate(lastModified)) {
    issues.push({ path: ['lastModified'], message: 'expected a valid Date' })
  }
  return issues.length > 0 ? { issues } : undefined
}

/**
 * Joins the hint of a collection with those of its entries: all tags, and the latest change.
 *
 * @returns `undefined` if nobody has given a hint.
 */
export function mergeCacheHints(
  own: CacheHint | undefined,
  entries: readonly LiveEntry[],
): CacheHint | undefined {
  const hints = [own, ...entries.map(({ cacheHint }) => cacheHint)].filter((hint) => !!hint)
  const tags = new Set(hints.flatMap((hint) => hint.tags ?? []))
  let latest: Date | undefined
  for (const { lastModified } of hints) {
    if (lastModified && !(latest && latest >= lastModified)) latest = lastModified
  }
  if (tags.size === 0 && latest === undefined) return own
  return {
    ...((tags.size > 0 || own?.tags) && { tags: [...tags] }),
    ...(latest && { lastModified: latest }),
  }
}

function isDate(value: unknown): boolean {
  return value instanceof Date && !Number.isNaN(value.getTime())
}
