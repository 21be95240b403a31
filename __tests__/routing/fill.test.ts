import { describe, expect, test } from '@jest/globals'
import { fillPattern } from '../../src/routing/fill.ts'
import { parsePattern } from '../../src/routing/parse.ts'
import type { Params } from '../../src/shared/types.ts'
import { matcherOf } from '../support/routes.ts'

const cases: [pattern: string, params: Params, path: string][] = [
  ['/', {}, '/'],
  ['/about', {}, '/about'],
  ['/über uns', {}, '/%C3%BCber%20uns'],
  ['/p/[id]', { id: '7' }, '/p/7'],
  ['/p/[id]', { id: 'a b#?%ü' }, '/p/a%20b%23%3F%25%C3%BC'],
  ['/p/[id]', { id: 'a/b' }, '/p/a%2Fb'],
  ['/p/[id]', { id: 'c++&d=e' }, '/p/c++&d=e'],
  ['/p/[id]', { id: 'e\u0301' }, '/p/%C3%A9'],
  ['/[lang]-[id].json', { lang: 'en', id: '1' }, '/en-1.json'],
  ['/d/[...all]', { all: 'a/b c' }, '/d/a/b%20c'],
  ['/d/[...all]', { all: undefined }, '/d'],
  ['/[...all]', {}, '/'],
  ['/[...all]/edit', {}, '/edit'],
  ['/[...all].json', { all: 'a/b' }, '/a/b.json'],
]

describe('a pattern is filled in', () => {
  test.each(cases)('%s with %j is %s', (pattern, params, path) => {
    expect(fillPattern(parsePattern(pattern, ''), params)).toBe(path)
  })
})

describe('a path matches the pattern it was filled into, with the same params', () => {
  const given = cases.filter(([, { id }]) => id?.normalize() === id)
  test.each(given)('%s with %j', (pattern, params, path) => {
    const match = matcherOf([`${pattern === '/' ? 'index' : pattern.slice(1)}.astro`])(path)
    expect({ ...match?.params }).toEqual(
      Object.fromEntries(match?.route.params.map((name) => [name, params[name]]) ?? []),
    )
    expect(match).toBeDefined()
  })
})
