import { guard, isRenderable } from './renderable.ts'

/**
 * Abandons values that will not be printed, so that no promise in them ends the process as an
 * unhandled rejection. Each value is visited once, even if it occurs often in lists and templates.
 *
 * @param values - The values of a list or template.
 * @param from - The index of the first one to abandon.
 */
export function abandon(values: readonly unknown[], from: number): void {
  const seen = new Set<unknown>()
  const open = values.slice(from)
  while (open.length > 0) {
    const value = open.pop()
    const parts = partsOf(value)
    if (parts === undefined) guard(value)
    else if (parts.length > 0 && !seen.has(value)) {
      seen.add(value)
      for (const part of parts) open.push(part)
    }
  }
}

function partsOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value
  return isRenderable(value) ? (value['~parts']?.() ?? []) : undefined
}
