/**
 * Defines a field whose value is found when it is first read. A copy that is made with a spread has the
 * value.
 *
 * @param object - Gets the field.
 * @param read - Called once.
 */
export function defineLazily(object: object, name: string, read: () => unknown): void {
  const set = (value: unknown): void => {
    Object.defineProperty(object, name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    })
  }
  const get = (): unknown => {
    const value = read()
    set(value)
    return value
  }
  Object.defineProperty(object, name, { get, set, enumerable: true, configurable: true })
}
