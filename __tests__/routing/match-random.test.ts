import { expect, test } from '@jest/globals'
import { createRoutes, type RouteFile } from '../../src/loader/routes.ts'
import { createMatcher } from '../../src/routing/match.ts'
import type { Matcher, Route } from '../../src/shared/types.ts'
import { createRandom, pick } from '../support/random.ts'
import { toRouteFiles } from '../support/routes.ts'
import { type Matched, matchPlainly, toMatched } from './plain-match.ts'

// X and Y stand for the names of params, of which each pattern has its own.
const SEGMENTS = [
  'a|b|ab|a-b|ä|a b|.well-known|x.json|100%|index.html',
  'a-[X]|[X]-b|[X]-[Y]|a[X]b|[X]a|a[X]|[X].json|[X].[Y]|ä[X]|[X]a[Y]b',
  '[X]|[X]|[X]|[...X]|[...X]|[...X].json|[...X]b',
].flatMap((list) => list.split('|'))

const TEXTS = [
  'a|b|ab|a-b|a-a-b|aab|q|%C3%A4|a%20b|100%25|.well-known|x.json',
  'b.json|.json|a.b.json|%2F|%5C|a%2Fb|%41|%c3%a4|%C3|%|..|.|',
  'constructor|__proto__|a;b|a b|ä|\\|-|-b|a-',
].flatMap((list) => list.split('|'))

const MODES = ['ignore', 'always', 'never'] as const

test.each(Array.from({ length: 50 }, (_, seed) => seed))(
  'each path of random site %i gets the route that is tried first and matches',
  (seed) => {
    const random = createRandom(seed)
    const routes = randomRoutes(random, seed % 3 === 0 ? 80 : 15)
    const mode = pick(MODES, random)
    const matcher = createMatcher(routes, mode)
    for (let round = 0; round < 100; round++) {
      const path = randomPath(routes, random)
      const expected = matchPlainly(routes, mode, path)
      expect({ path, mode, matched: match(matcher, path) }).toEqual({
        path,
        mode,
        matched: expected,
      })
    }
  },
)

function match(matcher: Matcher, path: string): Matched {
  try {
    const found = matcher(path)
    return found && toMatched(found.route, found.params, found.prerendered)
  } catch (error) {
    expect(error).toMatchObject({ code: 'SSR_PAGES_TARGET_INVALID', status: 400 })
    return 'refused'
  }
}

function randomRoutes(random: () => number, count: number): Route[] {
  const files = new Map<string, RouteFile>()
  for (let made = 0; made < count; made++) {
    const length = 1 + Math.floor(random() * 4)
    const shape = Array.from({ length }, () => pick(SEGMENTS, random)).join('/')
    const names = createNames(random)
    const name = shape.replaceAll(/[XY]/g, () => names())
    const [file] = toRouteFiles([`${name}${pick(['.ts', '.astro'], random)}`])
    if (file === undefined) continue
    const isListed = random() < 0.25
    const kept = isListed ? { ...file, prerendered: listPaths(shape, random) } : file
    files.set(shape.replaceAll('Y', 'X') + (isListed && shape.includes('X') ? made : ''), kept)
  }
  return createRoutes([...files.values()], async () => ({}))
}

function createNames(random: () => number): () => string {
  const prefix = pick(['p', 'q'], random)
  let count = 0
  return () => `${prefix}${count++}`
}

// The files of a prerendered route.
function listPaths(shape: string, random: () => number): NonNullable<RouteFile['prerendered']> {
  return Array.from({ length: 6 }, () => {
    const filled = `/${shape}`.replaceAll(/\[[^[\]]*\]/g, () =>
      pick(['a', 'b', 'q', 'a/b'], random),
    )
    return { path: new URL(filled, 'http://host').pathname, file: filled, status: 200, headers: {} }
  })
}

// Mostly a path that some pattern nearly matches.
function randomPath(routes: readonly Route[], random: () => number): string {
  const { pattern } = pick(routes, random)
  const texts = pattern
    .slice(1)
    .split('/')
    .map((segment) => fillSegment(segment, random))
  const at = Math.floor(random() * texts.length)
  const change = random()
  if (change < 0.2) texts.splice(at, 1)
  else if (change < 0.4) texts.splice(at, 0, pick(TEXTS, random))
  else if (change < 0.6) texts[at] = pick(TEXTS, random)
  return `/${texts.join('/')}${pick(['', '', '', '/', '//', '.json'], random)}`
}

function fillSegment(segment: string, random: () => number): string {
  const filled = segment.replaceAll(/\[[^[\]]*\]/g, () => pick(TEXTS, random))
  return random() < 0.9 ? filled.replaceAll('ä', '%C3%A4').replaceAll(' ', '%20') : filled
}
