import type { FontType } from '../shared/font-family.ts'

/** The words for `format()` in `@font-face`, by the types of files. */
const FORMATS: Readonly<Record<FontType, string>> = {
  woff2: 'woff2',
  woff: 'woff',
  otf: 'opentype',
  ttf: 'truetype',
  eot: 'embedded-opentype',
}

/** The types of font files. */
export const FONT_TYPES: readonly string[] = Object.keys(FORMATS)

/** Returns the word for `format()`. */
export function formatOf(type: FontType): string {
  return FORMATS[type]
}

/** Whether a word is the type of a font file. */
export function isFontType(word: string): word is FontType {
  return Object.hasOwn(FORMATS, word)
}

/**
 * Recognizes the type of a font file by its first bytes.
 *
 * @returns `undefined` for another kind of file. Files of the type `eot` begin with their size.
 */
export function recognizeType(content: Uint8Array): FontType | undefined {
  const [a = 0, b = 0, c = 0, d = 0] = content
  const start = String.fromCodePoint(a, b, c, d)
  if (start === 'wOF2') return 'woff2'
  if (start === 'wOFF') return 'woff'
  if (start === 'OTTO') return 'otf'
  if (start === '\0\u0001\0\0' || start === 'true' || start === 'ttcf') return 'ttf'
  // https://www.w3.org/submissions/EOT/#FileFormat: "LP" at offset 34.
  return content[34] === 0x4c && content[35] === 0x50 ? 'eot' : undefined
}
