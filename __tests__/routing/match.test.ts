import { afterAll, describe, expect, test } from '@jest/globals'
import { listFiles, makeFolder, removeFolders } from '../loader/folder.ts'
import { matcherOf } from '../support/routes.ts'

type Expected = readonly [file: string, params?: Record<string, string | undefined>]

interface Site {
  /** The names of empty files in a folder. */
  readonly files: readonly string[]
  /** What answers each path; `null` for nothing, `refused` for a 400. */
  readonly paths: Readonly<Record<string, Expected | null | 'refused'>>
}

const SITES: Readonly<Record<string, Site>> = {
  'static pages': {
    files: ['index.astro', 'about.astro', 'blog/index.astro', 'feed.xml.ts'],
    paths: {
      '/': ['index.astro'],
      '/about': ['about.astro'],
      '/about/': ['about.astro'],
      '/blog': ['blog/index.astro'],
      '/blog/': ['blog/index.astro'],
      '/feed.xml': ['feed.xml.ts'],
      '/feed_xml': null,
      '/About': null,
      '/about//': null,
      '//': null,
      '/index': null,
      '/blog/index': null,
      '': null,
      '*': null,
    },
  },
  'names with characters that mean something elsewhere': {
    files: [
      'a b.astro',
      '100%.astro',
      'c#.astro',
      'what?.astro',
      '日本.astro',
      '(x)*.astro',
      ':id.astro',
    ],
    paths: {
      '/a%20b': ['a b.astro'],
      '/100%25': ['100%.astro'],
      '/100%': null,
      '/c%23': ['c#.astro'],
      '/what%3F': ['what?.astro'],
      '/%E6%97%A5%E6%9C%AC': ['日本.astro'],
      '/%e6%97%a5%e6%9c%ac': null,
      '/日本': null,
      '/(x)*': ['(x)*.astro'],
      '/:id': [':id.astro'],
      '/xx': null,
    },
  },
  'a param is one segment, decoded once': {
    files: ['p/[id].astro', 'p/[id]/edit.astro'],
    paths: {
      '/p/7/edit': ['p/[id]/edit.astro', { id: '7' }],
      '/p/7/Edit': null,
      '/p/7': ['p/[id].astro', { id: '7' }],
      '/p/7/': ['p/[id].astro', { id: '7' }],
      '/p/a%20b': ['p/[id].astro', { id: 'a b' }],
      '/p/a%2Fb': ['p/[id].astro', { id: 'a/b' }],
      '/p/%252F': ['p/[id].astro', { id: '%2F' }],
      '/p/%2561': ['p/[id].astro', { id: '%61' }],
      '/p/%E4%BD%A0': ['p/[id].astro', { id: '你' }],
      '/p/a+b': ['p/[id].astro', { id: 'a+b' }],
      '/p/a%2Bb': ['p/[id].astro', { id: 'a+b' }],
      '/p/a@b:c;d=e,f!$&': ['p/[id].astro', { id: 'a@b:c;d=e,f!$&' }],
      '/p/...': ['p/[id].astro', { id: '...' }],
      '/p': null,
      '/p/': null,
      '/p/7/8': null,
      '/P/7': null,
    },
  },
  'a broken encoding in a param is the mistake of the client': {
    files: ['p/[id].astro', 'r/[...all].astro'],
    paths: {
      '/p/%': 'refused',
      '/p/%2': 'refused',
      '/p/%zz': 'refused',
      '/p/%E0%A4%A': 'refused',
      '/p/%C0%AF': 'refused',
      '/p/%FF': 'refused',
      '/r/a/%C3/b': 'refused',
      '/r/%ED%A0%80': 'refused',
      '/q/%': null,
      '/p/7/%zz': null,
    },
  },
  'several params share a segment': {
    files: [
      '[lang]-[region]/feed.xml.ts',
      'f/[a].[b].astro',
      'game-[title]/index.astro',
      'd/[file].json.ts',
      'v/[a]v[b].astro',
    ],
    paths: {
      '/de-AT/feed.xml': ['[lang]-[region]/feed.xml.ts', { lang: 'de', region: 'AT' }],
      '/a-b-c/feed.xml': ['[lang]-[region]/feed.xml.ts', { lang: 'a', region: 'b-c' }],
      '/de/feed.xml': null,
      '/-AT/feed.xml': null,
      '/f/x.y': ['f/[a].[b].astro', { a: 'x', b: 'y' }],
      '/f/x.y.z': ['f/[a].[b].astro', { a: 'x', b: 'y.z' }],
      '/f/x.': null,
      '/game-go': ['game-[title]/index.astro', { title: 'go' }],
      '/game-': null,
      '/d/a.json': ['d/[file].json.ts', { file: 'a' }],
      '/d/a.json.json': ['d/[file].json.ts', { file: 'a.json' }],
      '/d/.json': null,
      '/v/1v2': ['v/[a]v[b].astro', { a: '1', b: '2' }],
    },
  },
  'a rest param takes zero or more segments': {
    files: ['blog/[...slug].astro', 'a/[...x]/b.astro', 'data/[...path].json.ts'],
    paths: {
      '/blog': ['blog/[...slug].astro', { slug: undefined }],
      '/blog/': ['blog/[...slug].astro', { slug: undefined }],
      '/blog/a': ['blog/[...slug].astro', { slug: 'a' }],
      '/blog/a/b/': ['blog/[...slug].astro', { slug: 'a/b' }],
      '/blog/a%20b/%C3%A9': ['blog/[...slug].astro', { slug: 'a b/é' }],
      '/blog/%252F/x': ['blog/[...slug].astro', { slug: '%2F/x' }],
      '/blogs': null,
      '/a/b': ['a/[...x]/b.astro', { x: undefined }],
      '/a/b/b': ['a/[...x]/b.astro', { x: 'b' }],
      '/a/1/2/b': ['a/[...x]/b.astro', { x: '1/2' }],
      '/a/1': null,
      '/data/x.json': ['data/[...path].json.ts', { path: 'x' }],
      '/data/x/y.json': ['data/[...path].json.ts', { path: 'x/y' }],
      '/data': null,
      '/data/.json': null,
    },
  },
  'a rest page at the root answers all the rest': {
    files: ['[...path].astro', 'about.astro', 'p/[id].astro'],
    paths: {
      '/': ['[...path].astro', { path: undefined }],
      '/x/y': ['[...path].astro', { path: 'x/y' }],
      '/about': ['about.astro'],
      '/about/x': ['[...path].astro', { path: 'about/x' }],
      '/p/1': ['p/[id].astro', { id: '1' }],
      '/p': ['[...path].astro', { path: 'p' }],
      '': null,
      '*': null,
      'http://host/x': null,
    },
  },
  'two rest params': {
    files: ['[...a]/x/[...b].astro'],
    paths: {
      '/x': ['[...a]/x/[...b].astro', { a: undefined, b: undefined }],
      '/1/x': ['[...a]/x/[...b].astro', { a: '1', b: undefined }],
      '/x/2': ['[...a]/x/[...b].astro', { a: undefined, b: '2' }],
      '/1/2/x/3/4': ['[...a]/x/[...b].astro', { a: '1/2', b: '3/4' }],
      '/1/2': null,
    },
  },
  'the next route answers when the first cannot decode': {
    files: ['[a]2[b].astro', '[slug].astro'],
    paths: {
      '/x2y': ['[a]2[b].astro', { a: 'x', b: 'y' }],
      '/x%20y': ['[slug].astro', { slug: 'x y' }],
    },
  },
  'params may be called like members of every object': {
    files: ['c/[constructor]/[toString].astro', 'h/[...hasOwnProperty].astro'],
    paths: {
      '/c/1/2': ['c/[constructor]/[toString].astro', { constructor: '1', toString: '2' }],
      '/h': ['h/[...hasOwnProperty].astro', { hasOwnProperty: undefined }],
    },
  },
}

const CASES = Object.entries(SITES).flatMap(([name, { files, paths }]) => {
  const folder = makeFolder(Object.fromEntries(files.map((file) => [file, ''])))
  const matcher = matcherOf(listFiles(folder))
  return Object.entries(paths).map(([path, expected]) => ({ name, matcher, path, expected }))
})

afterAll(removeFolders)

test.each(CASES)('$name: $path', ({ matcher, path, expected }) => {
  if (expected === 'refused') {
    const refusal = { code: 'SSR_PAGES_TARGET_INVALID', status: 400 }
    expect(() => matcher(path)).toThrow(expect.objectContaining(refusal))
    return
  }
  const match = matcher(path)
  if (!expected) {
    expect(match).toBeUndefined()
    return
  }
  const [file, params = {}] = expected
  expect(match?.route.file).toBe(file)
  expect(Object.entries(match?.params ?? {})).toEqual(Object.entries(params))
})

describe('params have the values of the path and nothing else', () => {
  test.each([
    ['/about', 'constructor'],
    ['/p/1', 'constructor'],
    ['/p/1', '__proto__'],
  ])('%s has no param %s', (path, name) => {
    const params = matcherOf(['about.astro', 'p/[id].astro'])(path)?.params
    expect(params).toBeDefined()
    expect(params?.[name]).toBeUndefined()
  })

  test('a page that changes the params of a static route does not affect the next request', () => {
    const matcher = matcherOf(['about.astro'])
    expect(() => Object.assign(matcher('/about')?.params ?? {}, { a: '1' })).toThrow(TypeError)
    expect(matcher('/about')?.params['a']).toBeUndefined()
  })
})
