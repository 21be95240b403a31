import { describe, expect, test } from '@jest/globals'
import { isRouteFile, paramNames, parsePattern, toPattern } from '../../src/routing/parse.ts'

describe('a file name determines the path that it answers', () => {
  test.each([
    ['index.astro', '/'],
    ['about.astro', '/about'],
    ['about.mjs', '/about'],
    ['blog/index.mjs', '/blog'],
    ['index/index.astro', '/index'],
    ['reindex.astro', '/reindex'],
    ['products/[id].astro', '/products/[id]'],
    ['[lang]/index.astro', '/[lang]'],
    ['blog/[...slug].mjs', '/blog/[...slug]'],
    ['[...path].ts', '/[...path]'],
    ['feed.xml.ts', '/feed.xml'],
    ['index.json.ts', '/index.json'],
    ['v1.2/notes.astro', '/v1.2/notes'],
    ['[lang]-[region]/feed.xml.ts', '/[lang]-[region]/feed.xml'],
    ['.well-known/security.txt.ts', '/.well-known/security.txt'],
  ])('%s -> %s', (file, pattern) => {
    expect(toPattern(file)).toBe(pattern)
  })
})

describe('private files are not routes', () => {
  test.each([
    ['about.astro', true],
    ['a_b/c.d.astro', true],
    ['[_id].astro', true],
    ['.well-known/security.txt.ts', true],
    ['_layout.astro', false],
    ['blog/_card.astro', false],
    ['_chunks/a.mjs', false],
    ['.env.js', false],
    ['.git/hooks.js', false],
    ['blog/.draft.astro', false],
    ['.well-known/_key.ts', false],
    ['.well-knownx/a.ts', false],
  ])('%s: %s', (file, expected) => {
    expect(isRouteFile(file)).toBe(expected)
  })
})

describe('params are listed in order, a rest param without its dots', () => {
  test.each([
    ['/', []],
    ['/about', []],
    ['/[lang]-[region]/[...path]/[id].json', ['lang', 'region', 'path', 'id']],
    ['/[constructor]/[$a_1]/[straße]', ['constructor', '$a_1', 'straße']],
    ['/[...all].json', ['all']],
  ])('%s -> %j', (pattern, names) => {
    expect(paramNames(parsePattern(pattern, 'file'))).toEqual(names)
  })
})

describe('a name that cannot be a route is refused', () => {
  test.each([
    ['[id.astro', 'partner'],
    ['id].astro', 'partner'],
    ['a]b[c.astro', 'partner'],
    ['[[id]].astro', 'partner'],
    ['[[x]', 'partner'],
    ['[].astro', "''"],
    ['[...].astro', "''"],
    ['[a b].astro', "'a b'"],
    ['[404].astro', "'404'"],
    ['[user-id].astro', "'user-id'"],
    ['[id?].astro', "'id?'"],
    ['[..a].astro', "'..a'"],
    ['[__proto__].astro', "'__proto__'"],
    ['[...__proto__].astro', "'__proto__'"],
    ['[a][b].astro', 'touch'],
    ['[a][...b].astro', 'touch'],
    ['[...a][b].astro', 'touch'],
    ['x-[...a].astro', 'rest'],
    ['[...a]-[b].astro', 'rest'],
    ['[a]-[...b].astro', 'rest'],
    ['[a]/x/[a].astro', "'a' appears twice"],
    ['[a].[a].astro', "'a' appears twice"],
    ['[...a]/[a].astro', "'a' appears twice"],
    ['a//b.astro', 'empty'],
    [`${'abcdefghi'.replaceAll(/./g, '[...$&]/')}x.astro`, 'more than 8 rest params'],
  ])('%s because of %s', (file, why) => {
    const parse = () => parsePattern(toPattern(file), file)
    expect(parse).toThrow(expect.objectContaining({ code: 'SSR_PAGES_ROUTE_NAME_INVALID' }))
    expect(parse).toThrow(why)
    expect(parse).toThrow(file)
  })
})
