import { describe, expect, test } from '@jest/globals'
import { createRoutes } from '../../src/loader/routes.ts'
import { createMatcher } from '../../src/routing/match.ts'
import { sortRoutes } from '../../src/routing/sort.ts'
import { createRandom, pick, shuffle } from '../support/random.ts'
import { matcherOf, toRouteFiles } from '../support/routes.ts'

// Lists of files in match order.
const ORDERS: Record<string, readonly string[]> = {
  'static before partly dynamic before dynamic before rest': [
    'about.astro',
    'a-[x].astro',
    '[x].astro',
    '[...x].astro',
  ],
  'an earlier segment decides before a later one': [
    'a/[...x].astro',
    '[x]/b.astro',
    '[x]/[y].astro',
  ],
  'the longer pattern first': ['[a]/[b]/[c].astro', '[a]/[b].astro', '[a].astro'],
  'a folder before the rest page in it': [
    'foo/bar.astro',
    'foo/[x].astro',
    'foo/index.astro',
    'foo/[...x].astro',
  ],
  'a rest with something after it before the bare rest': ['[...x]/edit.astro', '[...x].astro'],
  'more literal text first': ['product-[x].astro', 'pro-[x].astro', '[x]-[y].astro', '[x].astro'],
  'a rest with an extension before the bare rest': ['[x].astro', '[...x].json.ts', '[...y].astro'],
  'an endpoint before a page': ['x-[a].ts', '[z]-x.astro'],
  'upper case before lower case, in every locale': ['B.astro', 'a.astro', 'ä.astro'],
  'numbers by their digits': ['10.astro', '9.astro'],
}

describe('routes have a fixed order', () => {
  test.each(Object.entries(ORDERS))('%s', (_, files) => {
    const random = createRandom(7)
    for (let round = 0; round < 20; round++) {
      const sorted = sortRoutes(toRouteFiles(shuffle(files, random)))
      expect(sorted.map(({ file }) => file)).toEqual(files)
    }
  })
})

const TEXTS = ['a', 'b', 'a-b', 'index.json', '%41', 'ä']
const SHAPES = ['a', 'b', 'a-b', 'a-[X]', '[X]-b', '[X]-[Y]', '[X]', '[...X]', '[...X].json', 'ä']

describe('the order in which files are read does not change which route answers', () => {
  test.each(Array.from({ length: 40 }, (_, seed) => seed))('site %i', (seed) => {
    const random = createRandom(seed)
    const files = randomSite(random)
    const routes = createRoutes(toRouteFiles(files), async () => ({}))
    const matchers = [1, 2, 3].map(() => matcherOf(shuffle(files, random)))
    const alone = routes.map((route) => createMatcher([route]))
    for (let round = 0; round < 50; round++) {
      const path = randomPath(random)
      const first = alone.map((match) => match(path)).find((match) => match)
      const expected = first && { file: first.route.file, params: first.params }
      for (const matcher of matchers) {
        const match = matcher(path)
        const found = match && { file: match.route.file, params: match.params }
        expect({ path, found }).toEqual({ path, found: expected })
      }
    }
  })
})

describe('a path made from a pattern is answered by its route, or by one that precedes it', () => {
  test.each(Array.from({ length: 40 }, (_, seed) => seed))('site %i', (seed) => {
    const random = createRandom(seed)
    const routes = createRoutes(toRouteFiles(randomSite(random)), async () => ({}))
    const matcher = createMatcher(routes)
    for (const [order, { pattern }] of routes.entries()) {
      const path = fillIn(pattern, random)
      const found = routes.findIndex(({ file }) => file === matcher(path)?.route.file)
      expect({ path, isAnswered: found !== -1 && found <= order }).toEqual({
        path,
        isAnswered: true,
      })
    }
  })
})

// A rest param that has its own segment may be empty.
function fillIn(pattern: string, random: () => number): string {
  const filled = pattern
    .replaceAll(/\/\[\.\.\.\w+\](?=\/|$)/g, () => pick(['', '/q', '/q/r'], random))
    .replaceAll(/\[\.\.\.\w+\]/g, () => pick(['q', 'q/r'], random))
    .replaceAll(/\[\w+\]/g, () => pick(['q', 'b', 'ä', 'x.y'], random))
  return new URL(filled || '/', 'http://host').pathname
}

function randomSite(random: () => number): string[] {
  const byShape = new Map<string, string>()
  for (let count = 0; count < 25; count++) {
    const segments = Array.from({ length: 1 + Math.floor(random() * 3) }, () =>
      pick(SHAPES, random),
    )
    const shape = segments.join('/')
    let param = 0
    const pattern = shape.replace(/[XY]/g, () => `p${param++}`)
    byShape.set(shape.replaceAll('Y', 'X'), `${pattern}${pick(['.ts', '.astro'], random)}`)
  }
  return [...byShape.values()]
}

function randomPath(random: () => number): string {
  const length = Math.floor(random() * 4)
  const path = Array.from({ length }, () => encodeURIComponent(pick(TEXTS, random))).join('/')
  return `/${path}${pick(['', '', '/', '.json'], random)}`
}
