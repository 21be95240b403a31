import { expect, test } from '@jest/globals'
import { ssrPages } from '../../src/index.ts'
import type { Options } from '../../src/index.ts'
import { toSettings } from '../../src/node/options.ts'

const invalid: [name: string, options: object, message: string][] = [
  [
    'a misspelt option is named, with those there are',
    { directory: 'x' },
    'no option "directory"; its options are dir,',
  ],
  [
    'an option in another case is suggested',
    { bodylimit: 1 },
    '\nDid you mean "bodyLimit"? [SSR_PAGES_OPTION_INVALID]',
  ],
  [
    'an option of the session with a slip is suggested',
    { session: { drivr: 'memory' } },
    '\nDid you mean "session.driver"? [SSR_PAGES_OPTION_INVALID]',
  ],
  [
    'an option that is near to none is not guessed',
    { directory: 'x' },
    '\nCorrect the option where ssrPages() is called.',
  ],
  ['an inherited name is no option', { toString: 1 }, 'no option "toString"'],
  ['a dir that is no path is refused', { dir: 1 }, '"dir" of ssrPages() must be a path; saw 1'],
  ['locals that are no function are refused', { locals: {} }, 'must be a function; saw {}'],
  ['a negative body limit is refused', { bodyLimit: -1 }, 'must be a number of bytes; saw -1'],
  ['an unknown notFound is refused', { notFound: 'x' }, `must be 'next' or 'render'; saw "x"`],
  [
    'a driver of sessions that is not there is not shown, for it may hold a password',
    { session: 'reids://me:secret@host' },
    `"session.driver" of ssrPages() must be 'filesystem', 'memory', 'netlify-blobs', a redis:// URL, or a driver of unstorage.\n`,
  ],
  [
    'a driver that cannot write is refused',
    { session: { driver: { getItem() {} } } },
    '"session.driver" of ssrPages() must be',
  ],
  [
    'a session that is true is refused',
    { session: true },
    '"session" of ssrPages() must be false, a driver, or an object with driver, ttl, timeout and cookie; saw true',
  ],
  [
    'a misspelt option of the session is named, with those there are',
    { session: { maxAge: 1 } },
    'no option "session.maxAge"; its options are driver, ttl, timeout, cookie.',
  ],
  [
    'a session that lasts no time is refused',
    { session: { ttl: 0 } },
    '"session.ttl" of ssrPages() must be a whole number of seconds; saw 0',
  ],
  ...[0, -1, Number.NaN, Infinity, 1e9, '3'].map((timeout): (typeof invalid)[number] => [
    `a deadline of ${timeout} for sessions is refused`,
    { session: { timeout } },
    '"session.timeout" of ssrPages() must be a number of seconds above 0',
  ]),
  [
    'a cookie that could add attributes by its name is refused',
    { session: { cookie: 'id=1; Path' } },
    '"session.cookie" of ssrPages() must be the name of a cookie',
  ],
  [
    'a cookie of the session that pages of browsers could read is refused',
    { session: { cookie: { httpOnly: false } } },
    'no option "session.cookie.httpOnly"; its options are name, domain,',
  ],
  [
    'a misspelt sameSite is refused',
    { session: { cookie: { sameSite: 'Lax' } } },
    `must be 'lax', 'strict' or 'none'; saw "Lax"`,
  ],
  [
    'a folder that is not there is named by its whole path',
    { dir: 'nowhere' },
    `${process.cwd()}/nowhere`,
  ],
]

test.each(invalid)('%s', (_, options, message) => {
  expect(() => ssrPages(options as Options)).toThrow(message)
})

test('undefined stands for the default', () => {
  const options = { dir: undefined, assets: undefined, bodyLimit: undefined } as unknown as Options
  expect(toSettings(options)).toMatchObject({
    dir: 'dist/pages',
    assets: true,
    bodyLimit: 10485760,
  })
})
