import fc from 'fast-check'

/** Combines several arbitraries by weight. */
export function mix<T>(...parts: [weight: number, arbitrary: fc.Arbitrary<T>][]): fc.Arbitrary<T> {
  return fc.oneof(...parts.map(([weight, arbitrary]) => ({ weight, arbitrary })))
}

/** Text of these characters. */
export function textOf(
  characters: string,
  length: { minLength?: number; maxLength?: number } = {},
): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...characters.split('')), ...length })
}

/** Latin-1 text of characters in a range, without DEL below 0x80. */
export function textBetween(from: number, to: number, maxLength = 10): fc.Arbitrary<string> {
  const codes = fc.integer({ min: from, max: to }).filter((code) => code !== 0x7f || from === 0)
  return fc.string({ unit: codes.map((code) => String.fromCharCode(code)), maxLength })
}

/** Concatenates several arbitraries. */
export function join(...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.tuple(...parts).map((texts) => texts.join(''))
}
