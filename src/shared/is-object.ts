/**
 * Tells whether a value is an object with named fields.
 *
 * @param value - Anything.
 * @returns False for `null` and arrays.
 */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
