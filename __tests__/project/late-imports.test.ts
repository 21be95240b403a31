import { describe, expect, test } from '@jest/globals'
import { createLateImports } from '../../src/project/late-imports.ts'

const line = (file: string): string => `@import "../${file}.css";`

const ofVite = (file: string): string =>
  `[vite:css][postcss] @import statements must precede all other statements\n1  |  p { margin: 0 }\n2  |  ${line(file)}\n   |  ^^^`

const ours = (sheet: string, file: string): string =>
  `${sheet}:2:9: @import rules must precede all rules aside from @charset\n  2 | ${line(file)}\n    |         ^`

/** Warnings in their order, and whether each is shown. */
const CASES: Readonly<Record<string, readonly [text: string, isShown: boolean][]>> = {
  'by Vite after our own warning': [
    [ours('a.css', 'x'), true],
    [ofVite('x'), false],
    [ofVite('x'), false],
  ],
  'by us after Vite': [
    [ofVite('x'), true],
    [ours('a.css', 'x'), false],
    [ofVite('x'), false],
  ],
  'in a second file with the same line': [
    [ofVite('x'), true],
    [ours('a.css', 'x'), false],
    [ours('b.css', 'x'), true],
  ],
  'in another line': [
    [ours('a.css', 'x'), true],
    [ofVite('y'), true],
  ],
}

describe('a warning about an @import after other rules is hidden, or shown twice,', () => {
  test.each(Object.entries(CASES))('%s', (_, warnings) => {
    const lateImports = createLateImports()
    const shown = warnings.map(([text]) => !lateImports.isRepeated(text))
    expect(shown).toEqual(warnings.map(([, isShown]) => isShown))
    lateImports.forget()
    expect(warnings.map(([text]) => !lateImports.isRepeated(text))).toEqual(shown)
  })
})
