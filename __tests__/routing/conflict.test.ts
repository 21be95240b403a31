import { describe, expect, test } from '@jest/globals'
import { checkConflicts } from '../../src/routing/conflict.ts'
import { toRouteFiles } from '../support/routes.ts'

describe('two files for one path are refused, and both are named', () => {
  test.each([
    ['a.astro', 'a/index.astro'],
    ['a.astro', 'a.ts'],
    ['index.astro', 'index.ts'],
    ['[x].astro', '[y].astro'],
    ['[x]/a.astro', '[y]/a.ts'],
    ['[...x].astro', '[...y].astro'],
    ['[x]-[y].astro', '[a]-[b].astro'],
    ['[...x].json.ts', '[...y].json.ts'],
    ['caf\u00e9.astro', 'cafe\u0301.astro'],
  ])('%s and %s', (a, b) => {
    const check = () => checkConflicts(toRouteFiles([a, 'other.astro', b]))
    expect(check).toThrow(expect.objectContaining({ code: 'SSR_PAGES_ROUTE_CONFLICT' }))
    expect(check).toThrow(`${a} and ${b}`)
  })
})

describe('files whose paths only overlap do not conflict', () => {
  test.each([
    ['foo.astro', 'foo/[...x].astro'],
    ['[x].astro', '[...x].astro'],
    ['[x].astro', 'a-[x].astro'],
    ['a-[x].astro', '[x]-a.astro'],
    ['a.astro', 'A.astro'],
    ['%61.astro', 'a.astro'],
    ['index.json.ts', 'index.astro'],
    ['[...x]/a.astro', '[...x].astro'],
  ])('%s and %s', (a, b) => {
    expect(() => checkConflicts(toRouteFiles([a, b]))).not.toThrow()
  })
})

describe('a prerendered file that lists its paths', () => {
  test.each([
    ['notes/[...page].astro', 'notes/[...slug].astro'],
    ['[id].astro', '[id].ts'],
    ['[a]-[b].astro', '[c]-[d].astro'],
  ])('lives beside another file of the same form: %s and %s', (built, live) => {
    const [first, second] = toRouteFiles([built, live])
    for (const prerendered of [[], undefined]) {
      const routes = [
        { ...first!, prerendered: [] },
        { ...second!, prerendered },
      ]
      expect(() => checkConflicts(routes)).not.toThrow()
      expect(() => checkConflicts(routes.toReversed())).not.toThrow()
    }
  })

  test('does not allow two other files for one path', () => {
    const [first, ...others] = toRouteFiles(['[a].astro', '[b].astro', '[c].astro'])
    const check = () => checkConflicts([{ ...first!, prerendered: [] }, ...others])
    expect(check).toThrow('[b].astro and [c].astro')
  })

  test('does not share a path without params', () => {
    const files = toRouteFiles(['a.astro', 'a/index.astro'])
    const check = () => checkConflicts(files.map((file) => ({ ...file, prerendered: [] })))
    expect(check).toThrow('a.astro and a/index.astro')
  })
})
