/** Names can come from a client, so only this many are kept. */
const MOST = 1000

/**
 * Remembers what is computed from a name.
 *
 * @param compute - Always returns the same for the same name, and never `undefined`.
 * @returns A function that returns the same, and computes it once for each of the first names.
 */
export function remember<Result>(compute: (name: string) => Result): (name: string) => Result {
  const results = new Map<string, Result>()
  return (name) => {
    const known = results.get(name)
    if (known !== undefined) return known
    const result = compute(name)
    if (results.size < MOST) results.set(name, result)
    return result
  }
}
