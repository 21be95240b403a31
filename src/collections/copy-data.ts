/**
 * Copies the data of an entry: plain objects, arrays, Map and Set deeply, and what a program could change
 * in place. Objects of other kinds, such as imported images, are shared.
 *
 * @param value - What a schema returned. It may contain itself.
 * @param copies - The copies so far, by what they were made of. (default: none)
 */
export function copyData(value: unknown, copies?: Map<object, unknown>): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return copyArray(value, copies)
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === Object.prototype || prototype === null) return copyObject(value, copies)
  if (value instanceof Date) return new Date(value)
  if (value instanceof URL) return new URL(value)
  if (value instanceof RegExp) return new RegExp(value)
  if (value instanceof Map || value instanceof Set) return copyCollection(value, copies)
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return structuredClone(value)
  return value
}

function copyArray(value: readonly unknown[], copies: Map<object, unknown> | undefined): unknown {
  const known = copies?.get(value)
  if (known !== undefined) return known
  const copy = value.slice()
  let found = copies
  for (let index = 0; index < copy.length; index++) {
    const item = copy[index]
    if (typeof item !== 'object' || item === null) continue
    found ??= new Map()
    found.set(value, copy)
    copy[index] = copyData(item, found)
  }
  return copy
}

// Most objects are flat: a spread copies these, and nothing else has to be created.
function copyObject(value: object, copies: Map<object, unknown> | undefined): unknown {
  const known = copies?.get(value)
  if (known !== undefined) return known
  const copy: Record<string, unknown> = { ...value }
  if (Object.getPrototypeOf(value) === null) Object.setPrototypeOf(copy, null)
  let found = copies
  for (const key in copy) {
    const item = copy[key]
    if (typeof item !== 'object' || item === null) continue
    found ??= new Map()
    found.set(value, copy)
    copy[key] = copyData(item, found)
  }
  return copy
}

function copyCollection(
  value: Map<unknown, unknown> | Set<unknown>,
  copies: Map<object, unknown> = new Map(),
): unknown {
  const known = copies.get(value)
  if (known !== undefined) return known
  if (value instanceof Set) {
    const copy = new Set<unknown>()
    copies.set(value, copy)
    for (const item of value) copy.add(copyData(item, copies))
    return copy
  }
  const copy = new Map<unknown, unknown>()
  copies.set(value, copy)
  for (const [key, item] of value) copy.set(copyData(key, copies), copyData(item, copies))
  return copy
}
