import { expect, test } from '@jest/globals'
import { toResolvedRoute } from '../../src/integrations/resolved-route.ts'
import { parsePattern } from '../../src/routing/parse.ts'
import type { TrailingSlash } from '../../src/shared/types.ts'

type Params = Readonly<Record<string, unknown>>

/** A pattern, `trailingSlash`, params; and what Astro 7.3.5 makes of them. */
type Row = [string, TrailingSlash, Params, expression: string, path: string, names: string[]]

const rows: Row[] = [
  ['/', 'ignore', {}, String.raw`/^\/$/`, '/', []],
  ['/', 'always', {}, String.raw`/^\/$/`, '/', []],
  ['/about', 'ignore', {}, String.raw`/^\/about\/?$/`, '/about', []],
  ['/about', 'always', {}, String.raw`/^\/about\/$/`, '/about/', []],
  ['/about', 'never', {}, String.raw`/^\/about$/`, '/about', []],
  [
    '/blog/[slug]',
    'always',
    { slug: 'a b' },
    String.raw`/^\/blog\/([^/]+?)\/$/`,
    '/blog/a b/',
    ['slug'],
  ],
  [
    '/blog/[slug]',
    'ignore',
    { slug: 'a?b#c' },
    String.raw`/^\/blog\/([^/]+?)\/?$/`,
    '/blog/a%3Fb%23c',
    ['slug'],
  ],
  ['/[...path]', 'ignore', {}, String.raw`/^(?:\/(.*?))?\/?$/`, '/', ['...path']],
  ['/[...path]', 'ignore', { path: 'a/b' }, String.raw`/^(?:\/(.*?))?\/?$/`, '/a/b', ['...path']],
  [
    '/docs/[...path]',
    'always',
    { path: 'x/y' },
    String.raw`/^\/docs(?:\/(.*?))?\/$/`,
    '/docs/x/y/',
    ['...path'],
  ],
  ['/docs/[...path]', 'never', {}, String.raw`/^\/docs(?:\/(.*?))?$/`, '/docs', ['...path']],
  [
    '/[lang]-[region]/x.y',
    'ignore',
    { lang: 'de', region: 'at' },
    String.raw`/^\/([^/]+?)-([^/]+?)\/x\.y\/?$/`,
    '/de-at/x.y',
    ['lang', 'region'],
  ],
  [
    '/a+b (c)/[n]',
    'ignore',
    { n: 3 },
    String.raw`/^\/a\+b \(c\)\/([^/]+?)\/?$/`,
    '/a+b (c)/3',
    ['n'],
  ],
]

test.each(rows)('the route %s with trailingSlash %s and %j is described as in Astro', (...row) => {
  const [pattern, trailingSlash, params, expression, path, names] = row
  const route = toResolvedRoute({
    pattern,
    segments: parsePattern(pattern, 'x.astro'),
    entrypoint: 'x.astro',
    type: 'page',
    isPrerendered: false,
    origin: 'project',
    trailingSlash,
  })
  expect(String(route.patternRegex)).toBe(expression)
  expect(route.generate(params)).toBe(path)
  expect(route.params).toEqual(names)
})

test('a path without its param is an error that names the param', () => {
  const route = toResolvedRoute({
    pattern: '/[id]',
    segments: parsePattern('/[id]', 'x.astro'),
    entrypoint: 'x.astro',
    type: 'page',
    isPrerendered: false,
    origin: 'project',
    trailingSlash: 'ignore',
  })
  expect(() => route.generate({})).toThrow('Missing parameter: id')
})
