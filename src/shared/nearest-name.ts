/**
 * Finds the name that was probably meant by an unknown one: it may differ in case, or by one or two
 * typing errors.
 *
 * @param name - The unknown name.
 * @param names - The known names.
 * @returns The nearest name; `undefined` if none is near.
 */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  const written = name.toLowerCase()
  // A short name is near to too many others.
  const limit = Math.min(2, Math.floor(written.length / 3))
  let nearest: { readonly name: string; readonly slips: number } | undefined
  for (const candidate of names) {
    if (Math.abs(candidate.length - name.length) > limit) continue
    const slips = countSlips(written, candidate.toLowerCase(), limit)
    if (slips <= limit && slips < (nearest?.slips ?? Infinity)) nearest = { name: candidate, slips }
  }
  return nearest?.name
}

/** Longer strings are not names. */
const MAX_LENGTH = 200

// Counts letters that are missing, superfluous, wrong, or swapped with the next one: the restricted
// Damerau-Levenshtein distance. Letters further apart than the limit need no comparison: the names
// of a whole site take a short time, too.
function countSlips(from: string, to: string, limit: number): number {
  if (from.length > MAX_LENGTH) return Infinity
  let before: number[] = []
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let at = 1; at <= from.length; at += 1) {
    const next = [at]
    const last = Math.min(to.length, at + limit)
    let least = at
    for (let index = Math.max(1, at - limit); index <= last; index += 1) {
      const isSame = from[at - 1] === to[index - 1]
      const isSwapped = from[at - 1] === to[index - 2] && from[at - 2] === to[index - 1]
      const slips = Math.min(
        (row[index] ?? Infinity) + 1,
        (next[index - 1] ?? Infinity) + 1,
        (row[index - 1] ?? Infinity) + (isSame ? 0 : 1),
        isSwapped ? (before[index - 2] ?? Infinity) + 1 : Infinity,
      )
      next[index] = slips
      least = Math.min(least, slips)
    }
    if (least > limit) return Infinity
    before = row
    row = next
  }
  return row[to.length] ?? Infinity
}
