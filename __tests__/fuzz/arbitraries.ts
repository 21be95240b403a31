import fc from 'fast-check'

/** Takes from several arbitraries, from each as often as its weight says. */
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

/** Latin-1 text of the characters from one code to another, without DEL, unless it is a byte as any. */
export function textBetween(from: number, to: number, maxLength = 10): fc.Arbitrary<string> {
  const codes = fc.integer({ min: from, max: to }).filter((code) => code !== 0x7f || from === 0)
  return fc.string({ unit: codes.map((code) => String.fromCharCode(code)), maxLength })
}

/** Puts the parts of a tuple together. */
export function join(...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.tuple(...parts).map((texts) => texts.join(''))
}
