import { expect, test } from '@jest/globals'
import { ssrPages } from '../src/index.ts'
import type { Options } from '../src/index.ts'
import { toSettings } from '../src/options.ts'

const invalid: [name: string, options: object, message: string][] = [
  [
    'a misspelt option is named, with those there are',
    { directory: 'x' },
    'no option "directory"; its options are dir,',
  ],
  ['an inherited name is no option', { toString: 1 }, 'no option "toString"'],
  ['a dir that is no path is refused', { dir: 1 }, '"dir" of ssrPages() must be a path; saw 1'],
  ['locals that are no function are refused', { locals: {} }, 'must be a function; saw {}'],
  ['a negative body limit is refused', { bodyLimit: -1 }, 'must be a number of bytes; saw -1'],
  ['an unknown notFound is refused', { notFound: 'x' }, `must be 'next' or 'render'; saw "x"`],
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
