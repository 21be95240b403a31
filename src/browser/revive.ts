/** A value of an island's props as the page prints it: its type, and what the type needs. */
type Printed = readonly [type: number, value?: unknown, flags?: string]

/** Restores a printed value by its type, which is the index. */
const TYPES: readonly ((value: never, flags?: string) => unknown)[] = [
  reviveObject,
  reviveArray,
  (source: string, flags) => new RegExp(source, flags),
  (date: string) => new Date(date),
  (entries: readonly Printed[]) => new Map(reviveArray(entries) as [unknown, unknown][]),
  (values: readonly Printed[]) => new Set(reviveArray(values)),
  (integer: string) => BigInt(integer),
  (url: string) => new URL(url),
  (bytes: readonly number[]) => new Uint8Array(bytes),
  (numbers: readonly number[]) => new Uint16Array(numbers),
  (numbers: readonly number[]) => new Uint32Array(numbers),
  (sign: number) => sign * Infinity,
]

/** Restores the props of an island from the value of its attribute `props`. */
export function reviveProps(json: string): Record<string, unknown> {
  return reviveFields(JSON.parse(json))
}

function reviveFields(fields: Readonly<Record<string, Printed>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, printed]) => [name, revive(printed)]),
  )
}

// Strings, numbers, booleans and null are printed as they are.
function reviveObject(value: string | number | boolean | null | undefined | object): unknown {
  return value && typeof value === 'object'
    ? reviveFields(value as Readonly<Record<string, Printed>>)
    : value
}

function reviveArray(values: readonly Printed[]): unknown[] {
  return values.map(revive)
}

function revive([type, value, flags]: Printed): unknown {
  return TYPES[type]?.(value as never, flags)
}
