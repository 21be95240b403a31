import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isOneValue } from '../../src/render/css-value.ts'
import { runs } from '../support/runs.ts'
import { hostileText } from './hostile-text.ts'

/** The same rule as a grammar: everything that is not one of these tokens is refused. */
const TOKEN = new RegExp(
  [
    String.raw`"[^"\\\n\r\f]*(?:\\[^\n\r\f][^"\\\n\r\f]*)*"`,
    String.raw`'[^'\\\n\r\f]*(?:\\[^\n\r\f][^'\\\n\r\f]*)*'`,
    String.raw`url\((?:[^"'()\\]*\)|(?=\s*["']))`,
    String.raw`[;()[\]{}]`,
    String.raw`[^;()[\]{}"'\\u/]+`,
    String.raw`u(?!rl\()`,
    String.raw`/(?!\*)`,
  ].join('|'),
  'iy',
)
const CLOSING = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
])

function isOneByGrammar(text: string): boolean {
  const open: string[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.length) {
    const token = TOKEN.exec(text)?.[0]
    if (token === undefined || (token === ';' && open.length === 0)) return false
    const closing = CLOSING.get(token.at(-1) ?? '')
    if (closing !== undefined) open.push(closing)
    else if (/^[)\]}]$/.test(token) && open.pop() !== token) return false
  }
  return open.length === 0
}

const PIECES = [
  ['"', "'", '\\', 'url(', 'URL(', 'url', 'u', '(', ')', '[', ']', '{', '}', ';', '/', '*'],
  [' ', '\n', '\f', 'x', '\u2028', '&', '"a;b"', '(1)', '\ud800'],
].flat()
const piece = fc.constantFrom(...PIECES)

describe('a text', () => {
  test('is a value although it does not follow the grammar of one, or the reverse', () =>
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
          hostileText,
        ),
        (text) => expect(isOneValue(text)).toBe(isOneByGrammar(text)),
      ),
      runs(2000),
    ))

  test.each([
    '1px',
    'rgb(1, 2, 3)',
    'calc(100% - (2px * 3))',
    '1 / 2',
    'url(/a.png)',
    'URL( "a;b" )',
    'url(data:image/png;base64,x)',
    `'it' "x\\""`,
    '[a] minmax(0, 1fr) [b]',
    '{ a: b; c: d }',
  ])('that is one value is refused: %s', (text) => {
    expect(isOneValue(text)).toBe(true)
  })

  test.each([
    'a;b',
    '(a',
    'a)',
    '(a]',
    '"a',
    '"a\n"',
    "'a\\",
    'a\\b',
    '/* a */',
    'url(a b',
    'url(a"b)',
    'url(a(b))',
    'url("a"',
  ])('that is not one value is taken for one: %j', (text) => {
    expect(isOneValue(text)).toBe(false)
  })
})
