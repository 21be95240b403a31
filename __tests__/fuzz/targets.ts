import fc from 'fast-check'
import { join, mix, textBetween, textOf } from './arbitraries.ts'

const SEGMENTS = [
  [
    'admin',
    'ADMIN',
    '%61dmin',
    '%2561dmin',
    'admin%2F',
    'admin%2fx',
    'admin%5C',
    'admin;x',
    'admin.',
  ],
  ['docs', 'DOCS', 'products', 'products%2F', 'api', 'echo', 'ok', 'ok%20', '404', '_seen.mjs'],
  ['', '.', '..', '%2e', '%2E', '%2e%2e', '.%2E', '%252e%252e', '...', '..;', '~', '%7E', '%7e'],
  ['\\', '%5C', '%5c..%5C', '..\\', 'a\\admin', '%2F', '%2f', '%252F', '@', ':', '@evil.test', '*'],
  ['%', '%2', '%zz', '%u0061', '%C3%A9', '%c3%a9', '%E0%A4%A', '%FF', '%00', '%0D%0A', '%ED%A0%80'],
  ['|', '^', '`', '{x}', '"', "'", '<b>', '!$&()+,;=', '[x]', 'x.html', 'index', 'admin%00'],
  ['__proto__', 'constructor', 'x'.repeat(3000), '%41'.repeat(1000)],
].flat()

const printable = textBetween(0x21, 0x7e, 6)

const segment = mix([6, fc.constantFrom(...SEGMENTS)], [1, printable])

const path = mix(
  [3, fc.array(segment, { maxLength: 5 }).map((all) => `/${all.join('/')}`)],
  [1, fc.constantFrom('/', '/admin', '/admin/', '/docs/admin', '/products/7', '/ok')],
  [1, segment.map((one) => `//${one}/admin`)],
)

const query = mix(
  [4, fc.constantFrom('', '?', '?a=1&a=2', '#', '#?x', '?x#y', '?/admin', '??')],
  [1, printable.map((text) => `?${text}`)],
)

const origin = join(path, query)

const HOSTS = [
  ['a', 'shop.test', 'shop.test.', 'SHOP.test:80', 'a:8080', '127.0.0.1:1', '[::1]', '[::1]:80'],
  [
    'a:',
    ':80',
    'a:99999',
    'a:b',
    '[::1',
    '::1',
    '[]',
    '[x]',
    '[1:2]',
    'a..b',
    '.',
    'xn--',
    'xn--a',
  ],
  [
    'u@a',
    'u:p@a',
    'a;b@c',
    '@',
    'a,b',
    'a%41',
    'a%2F',
    'a%00',
    '%61',
    "a'",
    'a;',
    'a!',
    'a$b',
    '(a)',
  ],
  ['0x7f.1', '1.2.3', '999.9.9.9', '1'.repeat(64), 'x.'.repeat(130), 'a_b', '-a-', '*', '~', 'a=&'],
].flat()

/** What may be a host in an absolute target, as far as Node accepts it. */
const authority = mix(
  [3, fc.constantFrom(...HOSTS)],
  [2, textOf(`a1.-_~!$&'()*+,;=:@%[]`, { minLength: 1, maxLength: 6 }).filter(hasNoAtAt)],
)

/** What may be in a Host header. */
export const host: fc.Arbitrary<string> = mix(
  [4, authority],
  [2, fc.constantFrom('', 'a/admin?', 'a:80/admin', 'a#', 'a\\b', 'a b', '/admin', '\t')],
  [1, textBetween(0x20, 0xff)],
)

const absolute = join(
  fc.constantFrom('http://', 'https://', 'HTTP://'),
  authority,
  mix([4, origin], [1, query.filter((text) => !text.startsWith('#'))]),
)

/** A target that Node accepts. */
export const target: fc.Arbitrary<string> = mix([4, origin], [3, absolute])

const ODD = ['*', 'a:80', 'admin', '', '?', '#', '\\admin', 'http://', 'http:///admin', 'http://#']

/** A target that even Node may refuse. */
export const anyTarget: fc.Arbitrary<string> = mix(
  [4, target],
  [1, join(fc.constantFrom('http:', 'file://', 'x://', 'http:/', 'ws://', 'http://@@'), origin)],
  [1, fc.constantFrom(...ODD, '/ admin', '/\xe9', '/\t')],
)

function hasNoAtAt(text: string): boolean {
  return !text.includes('@@')
}
