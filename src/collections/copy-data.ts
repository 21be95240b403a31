/**
 * Copies the data of an entry, so that a page may change it: plain objects, arrays, Map and Set with all that
 * they contain. Objects of other kinds, such as imported images, are shared.
 *
 * @param value - What a schema returned, without an object that is in it twice.
 */
export function copyTree(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return copyItems(value.slice())
  const prototype: unknown = Object.getPrototypeOf(value)
  // The most frequent case: a spread copies all that is not an object itself.
  if (prototype === Object.prototype) return copyFields({ ...value })
  return prototype === null
    ? copyFields(Object.setPrototypeOf({ ...value }, null))
    : (copyLeaf(value) ?? copyGraph(value))
}

function copyItems(copy: unknown[]): unknown[] {
  for (let index = 0; index < copy.length; index++) {
    const item = copy[index]
    if (typeof item === 'object' && item !== null) copy[index] = copyTree(item)
  }
  return copy
}

function copyFields(copy: Record<string, unknown>): object {
  for (const key in copy) {
    const item = copy[key]
    if (typeof item === 'object' && item !== null) copy[key] = copyTree(item)
  }
  return copy
}

/**
 * Copies data in which an object may occur several times, or contain itself.
 *
 * @param copies - The copies so far, by what they were made of. (default: none)
 */
export function copyGraph(value: unknown, copies: Map<object, unknown> = new Map()): unknown {
  if (typeof value !== 'object' || value === null) return value
  const known = copies.get(value)
  if (known !== undefined) return known
  const copy = (item: unknown): unknown => copyGraph(item, copies)
  const add = <Copy extends object>(created: Copy): Copy => {
    copies.set(value, created)
    return created
  }
  if (Array.isArray(value)) {
    const list = add<unknown[]>(value.slice())
    for (const [index, item] of value.entries()) if (index in value) list[index] = copy(item)
    return list
  }
  if (value instanceof Map) {
    const map = add(new Map())
    for (const [key, item] of value) map.set(copy(key), copy(item))
    return map
  }
  if (value instanceof Set) {
    const set = add(new Set())
    for (const item of value) set.add(copy(item))
    return set
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return add(copyLeaf(value) ?? value)
  const object = add<Record<string, unknown>>(Object.setPrototypeOf({ ...value }, prototype))
  for (const key in object) object[key] = copy(object[key])
  return object
}

function copyLeaf(value: object): object | undefined {
  if (value instanceof Date) return new Date(value.getTime())
  if (value instanceof URL) return new URL(value)
  if (value instanceof RegExp) return new RegExp(value)
  const isBytes = ArrayBuffer.isView(value) || value instanceof ArrayBuffer
  return isBytes ? structuredClone(value) : undefined
}

/** Whether data contains an object twice, or itself. */
export function isGraph(value: unknown, seen: Set<object> = new Set()): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (seen.has(value)) return true
  seen.add(value)
  return partsOf(value).some((part) => isGraph(part, seen))
}

function partsOf(value: object): readonly unknown[] {
  if (value instanceof Map) return [...value].flat()
  if (value instanceof Set) return [...value]
  return Object.values(value)
}
