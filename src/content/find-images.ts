import { isPlain } from '../shared/is-plain.ts'

/** Marks the path of an image in data, in front of it. Loaders written for Astro use it, too. */
export const IMAGE_MARK = '__ASTRO_IMAGE_'

/** Data without marks, and where its images are. */
export interface FoundImages {
  readonly data: unknown
  readonly paths: readonly (readonly (string | number)[])[]
  /** As they are written, in the same order. */
  readonly sources: readonly string[]
}

/**
 * Finds the images that `image()` of a schema has marked, and removes their marks.
 *
 * @returns The same data if it has no images; else a copy of what contains them.
 */
export function findImages(data: unknown): FoundImages {
  const paths: (readonly (string | number)[])[] = []
  const sources: string[] = []
  const above = new Set<object>()
  // Aliases of YAML make one object appear in many places.
  const without = new Set<object>()
  function visit(value: unknown, path: readonly (string | number)[]): unknown {
    if (typeof value === 'string') return visitText(value, path)
    if (typeof value !== 'object' || value === null || !isPlain(value)) return value
    if (above.has(value) || without.has(value)) return value
    above.add(value)
    const changed = Array.isArray(value) ? visitList(value, path) : visitFields(value, path)
    above.delete(value)
    if (changed === value) without.add(value)
    return changed
  }
  function visitText(text: string, path: readonly (string | number)[]): string {
    if (!text.startsWith(IMAGE_MARK)) return text
    const source = text.slice(IMAGE_MARK.length)
    if (/^(?:[a-z][a-z\d+.-]*:|\/)/i.test(source)) return source
    paths.push(path)
    sources.push(source)
    return source
  }
  function visitList(list: readonly unknown[], path: readonly (string | number)[]): unknown {
    const items = list.map((item, index) => visit(item, [...path, index]))
    return items.every((item, index) => item === list[index]) ? list : items
  }
  function visitFields(value: object, path: readonly (string | number)[]): unknown {
    const fields = Object.entries(value).map(
      ([key, field]) => [key, visit(field, [...path, key]), field] as const,
    )
    if (fields.every(([, now, before]) => now === before)) return value
    return Object.fromEntries(fields.map(([key, now]) => [key, now]))
  }
  return { data: visit(data, []), paths, sources }
}
