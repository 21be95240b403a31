/**
 * Finds the name that was probably meant by one that does not exist: one that differs in case, or by a
 * slip or two of the keyboard.
 *
 * @param name - What was written.
 * @param names - What there is.
 * @returns The nearest name; `undefined` when none is near.
 */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  const written = name.toLowerCase()
  // Short names are near to everything.
  const limit = Math.min(2, Math.floor(written.length / 3))
  let nearest: { readonly name: string; readonly slips: number } | undefined
  for (const candidate of names) {
    if (Math.abs(candidate.length - name.length) > limit) continue
    const slips = countSlips(written, candidate.toLowerCase())
    if (slips <= limit && slips < (nearest?.slips ?? Infinity)) nearest = { name: candidate, slips }
  }
  return nearest?.name
}

/** A longer text is no name: comparing takes the product of both lengths. */
const MAX_LENGTH = 200

// Letters that are missing, too many, wrong, or exchanged with the next one: the distance of
// Damerau-Levenshtein, where no text is changed twice.
function countSlips(from: string, to: string): number {
  if (from.length > MAX_LENGTH) return Infinity
  let before: number[] = []
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let at = 1; at <= from.length; at += 1) {
    const next = [at]
    for (let index = 1; index <= to.length; index += 1) {
      const isSame = from[at - 1] === to[index - 1]
      const isSwapped = from[at - 1] === to[index - 2] && from[at - 2] === to[index - 1]
      next.push(
        Math.min(
          (row[index] ?? 0) + 1,
          (next[index - 1] ?? 0) + 1,
          (row[index - 1] ?? 0) + (isSame ? 0 : 1),
          isSwapped ? (before[index - 2] ?? 0) + 1 : Infinity,
        ),
      )
    }
    before = row
    row = next
  }
  return row[to.length] ?? Infinity
}
