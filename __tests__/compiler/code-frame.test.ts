import { expect, test } from '@jest/globals'
import { codeFrame } from '../../src/compiler/code-frame.ts'

const cases = [
  ['a plain line', 'one\ntwo = ;\nthree', 2, 7, '  2 | two = ;\n    |       ^'],
  ['tabs', '\t\tx = ;', 1, 7, '  1 | \t\tx = ;\n    | \t\t    ^'],
  ['Windows line ends', 'a\r\nb', 2, 1, '  2 | b\n    | ^'],
  ['line numbers of two digits', `${'\n'.repeat(11)}x`, 12, 1, '  12 | x\n     | ^'],
  ['a place after the end', 'a', 9, 1, ''],
] as const

test.each(cases)('the caret is under the column: %s', (_name, source, line, column, frame) => {
  expect(codeFrame(source, line, column)).toBe(frame)
})
