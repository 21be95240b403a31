import fc from 'fast-check'
import { runs } from '../support/runs.ts'

/** Text that is special in HTML, JavaScript, CSS, URLs or HTTP, or in JavaScript objects. */
const TOKENS = [
  `<>&"'\`/=!-?;:,%\\{}[]()#@ \t\n\r\0`.split(''),
  ['\r\n', '\u0001', '\u007f', '\u0085', '\u00a0', '\u2028', '\u2029', '\ufeff', '\uffff'],
  ['\ud800', '\udfff', '😀', 'é', 'x', 'X'],
  ['</script>', '<script>alert(1)</script>', '<!--', '!--', '-->', '--!>', '<!', '<?', ']]>'],
  ['<![CDATA[', '</p>', '</title>', '</textarea>', '</style>', '<img src=x onerror=alert(1)>'],
  ['" onclick="alert(1)', "' onclick='alert(1)", '><b>', '/>', '&lt;', '&amp', '&#0;', '&#60;'],
  ['${', '${alert(1)}', '`+alert(1)+`', '*/', '//', '\\u003c', '\\"', 'javascript:alert(1)'],
  ['\0\0', '}</style>', ';color:red', 'url(//x)', '\r\nset-cookie: a=b', '; Path=/', '%0d%0a', '%'],
  ['__proto__', 'constructor', 'toString', 'valueOf', 'hasOwnProperty', 'then', '~render'],
].flat()

const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...TOKENS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 0xffff }).map((n) => String.fromCharCode(n)) },
)
const long = fc
  .constantFrom(...TOKENS)
  .map((token) => token.repeat(Math.ceil(20_000 / token.length)))

/** Any text, mostly such as would do harm if it were printed without care. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 40, arbitrary: fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')) },
  { weight: 1, arbitrary: long },
)

/** Checks a property for the empty text, for each dangerous text alone, and for random ones. */
export function forAnyText(check: (text: string) => void | Promise<void>): Promise<void> {
  return fc.assert(
    fc.asyncProperty(hostileText, async (text) => check(text)),
    {
      ...runs(200),
      examples: ['', ...TOKENS].map((token) => [token]),
    },
  )
}
