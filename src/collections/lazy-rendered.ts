import type { RenderedEntry } from '../shared/content.ts'

/**
 * Creates the HTML of an entry with its metadata, which are parsed when one of them is read. All requests
 * share the object, and cannot assign to its fields.
 *
 * @param read - Parses it, or returns what it has parsed just before.
 */
export function createLazyRendered(read: () => RenderedEntry): RenderedEntry {
  // Not frozen: to freeze the objects of 5,000 entries took 35 ms.
  return {
    get html() {
      return read().html
    },
    get metadata() {
      return read().metadata ?? {}
    },
  }
}

/** Makes a value and all that it contains unchangeable. */
export function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const part of Object.values(value)) deepFreeze(part)
  return value
}
