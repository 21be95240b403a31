import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { expect, test } from '@jest/globals'
import { SsrPagesError, errorNames, reasonOf } from '../../src/shared/errors.ts'

test('every error code has a section in docs/errors.md, and no other', () => {
  const docs = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8')
  const documented = [...docs.matchAll(/^### SSR_PAGES_(\w+)$/gm)].map(([, name]) => name)
  expect(documented.toSorted()).toEqual([...errorNames].toSorted())
})

test('an error says what happened, what to do, and its code', () => {
  const error = new SsrPagesError('DIR_MISSING', 'There is no folder at /x.', { dir: '/x' })
  expect(error.message).toBe(
    'There is no folder at /x.\nRun `npx ssr-pages build`, correct the `dir` option, or set `dev: true` in tests and development. [SSR_PAGES_DIR_MISSING]',
  )
  expect(error).toMatchObject({
    code: 'SSR_PAGES_DIR_MISSING',
    status: 500,
    details: { dir: '/x' },
  })
})

test('an error keeps what caused it', () => {
  const cause = new Error('below')
  expect(new SsrPagesError('MODULE_FAILED', 'x', { cause }).cause).toBe(cause)
})

test('an error can have its own hint instead of the one of its code', () => {
  const error = new SsrPagesError('BUILD_FAILED', 'x', {}, 'Free some space.')
  expect(error).toMatchObject({
    hint: 'Free some space.',
    message: 'x\nFree some space. [SSR_PAGES_BUILD_FAILED]',
  })
})

test('an error that a server logs is printed once, and its cause once', () => {
  const cause = new RangeError('below')
  const printed = inspect(new SsrPagesError('MODULE_FAILED', 'above', { file: 'a.mjs', cause }))
  for (const text of ['above', 'below', 'Correct that module', 'SSR_PAGES_MODULE_FAILED']) {
    expect(printed.split(text)).toHaveLength(2)
  }
})

const reasons: [string, unknown, string][] = [
  ['an error', new Error('no disk'), 'no disk'],
  ['a string', 'no disk', 'no disk'],
  ['nothing', undefined, 'undefined'],
  ['an error without a message', new RangeError(), 'RangeError'],
  ['an object without a message', Object.create(null), 'an object was thrown'],
  ['an error that says its cause', new Error('a: b', { cause: new Error('b') }), 'a: b'],
  ['an error with a cause', new Error('a', { cause: new Error('b') }), 'a: b'],
  [
    'several errors of one kind',
    new AggregateError([new Error('refused'), new Error('refused')]),
    'refused',
  ],
  ['many errors', new AggregateError('abcde'.split('').map((text) => new Error(text))), 'a; b; c'],
  [
    'an error of ours, without its hint',
    new SsrPagesError('DIR_MISSING', 'There is no folder'),
    'There is no folder',
  ],
]

test.each(reasons)('the reason of %s is a string', (_name, error, expected) => {
  expect(reasonOf(error)).toBe(expected)
})
