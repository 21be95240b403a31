import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { SsrPagesError, errorNames } from '../src/errors.ts'

test('every error code has a section in docs/errors.md, and no other', () => {
  const docs = readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8')
  const documented = [...docs.matchAll(/^### SSR_PAGES_(\w+)$/gm)].map(([, name]) => name)
  expect(documented.toSorted()).toEqual([...errorNames].toSorted())
})

test('an error says what happened, what to do, and its code', () => {
  const error = new SsrPagesError('DIR_MISSING', 'There is no folder at /x.', { dir: '/x' })
  expect(error.message).toBe(
    'There is no folder at /x.\nRun `npx ssr-pages build`, or correct the `dir` option. [SSR_PAGES_DIR_MISSING]',
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
