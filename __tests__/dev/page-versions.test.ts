import { expect, test } from '@jest/globals'
import { PageVersions } from '../../src/dev/vite/page-versions.ts'

test('a page is up to date when only another page has changed since it was loaded', () => {
  const versions = new PageVersions()
  const loaded = versions.current
  expect(versions.note(new Set(['about.md']))).toEqual(new Set(['about.md']))
  expect(versions.isStale(loaded, 'index.astro')).toBe(false)
  expect(versions.isStale(loaded, 'about.md')).toBe(true)
  expect(versions.isStale(versions.current, 'about.md')).toBe(false)
})

test('every page is stale after a change that concerns all', () => {
  const versions = new PageVersions()
  const loaded = versions.current
  expect(versions.note(undefined)).toBeUndefined()
  expect(versions.isStale(loaded, 'index.astro')).toBe(true)
  versions.note(new Set(['about.md']))
  expect(versions.isStale(loaded, 'index.astro')).toBe(true)
})

test('a page without a source of its own is stale after any change', () => {
  const versions = new PageVersions()
  const loaded = versions.current
  expect(versions.isStale(loaded, undefined)).toBe(false)
  versions.note(new Set(['about.md']))
  expect(versions.isStale(loaded, undefined)).toBe(true)
})

test.each([
  ['of another process', '1-0'],
  ['of a later change', 'later'],
  ['that is empty', ''],
  ['without a count', 'none'],
  ['that is not a number', 'x-y'],
])('a version %s is stale', (_what, version) => {
  const versions = new PageVersions()
  const [started = ''] = versions.current.split('-')
  const asked = { later: `${started}-1`, none: started }[version] ?? version
  expect(versions.isStale(asked, 'index.astro')).toBe(true)
})

test('all pages reload for a page whose HTML scripts add to other pages', () => {
  const versions = new PageVersions()
  versions.share('rows.md')
  expect(versions.note(new Set(['about.md']))).toEqual(new Set(['about.md']))
  expect(versions.note(new Set(['rows.md']))).toBeUndefined()
  versions.share()
  expect(versions.note(new Set(['about.md']))).toBeUndefined()
})
