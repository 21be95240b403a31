import { expect, test } from '@jest/globals'
import { createPaint } from '../../src/diagnostics/paint.ts'

/** Whether a terminal or a file gets colours, by the rules of Node's own `hasColors()`. */
const cases: [string, boolean, Readonly<Record<string, string>>, boolean][] = [
  ['a terminal', true, {}, true],
  ['a file', false, {}, false],
  ['a terminal with NO_COLOR', true, { NO_COLOR: '1' }, false],
  ['a terminal with an empty NO_COLOR', true, { NO_COLOR: '' }, true],
  ['a terminal with NODE_DISABLE_COLORS', true, { NODE_DISABLE_COLORS: '1' }, false],
  ['a terminal without colours', true, { TERM: 'dumb' }, false],
  ['a CI log with FORCE_COLOR', false, { FORCE_COLOR: '1' }, true],
  ['a CI log with an empty FORCE_COLOR', false, { FORCE_COLOR: '' }, true],
  ['a CI log with FORCE_COLOR and NO_COLOR', false, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
  ['a terminal with FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, false],
]

test.each(cases)('%s has colours or not, by the environment', (_name, isTTY, env, hasColours) => {
  const text = createPaint({ isTTY }, env)('red', 'error')
  expect(text).toBe(hasColours ? '\u001B[31merror\u001B[39m' : 'error')
})
