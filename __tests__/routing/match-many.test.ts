import { describe, expect, jest, test } from '@jest/globals'
import { expectLinear } from '../support/growth.ts'
import { matcherOf } from '../support/routes.ts'

/** Sites with very many routes of one kind, and a path that one of them answers. */
const CROWDS: Readonly<Record<string, readonly [file: string, path: string]>> = {
  'pages without params': ['section/N.astro', '/section/N'],
  'folders with a param': ['section/N/[id].astro', '/section/N/x'],
  'a param between texts': ['[lang]/N/[id].astro', '/en/N/x'],
  'a param in front': ['[a]/N.astro', '/x/N'],
  'two params in front': ['[a]/[b]/N.astro', '/x/y/N'],
  'one long beginning': ['a/b/c/d/e/f/g/N/[id].astro', '/a/b/c/d/e/f/g/N/x'],
  'a text before a param': ['N-[id].astro', '/N-x'],
  'a text after a param': ['[id]-N.astro', '/x-N'],
  'a text before and after': ['a-[id]-N.astro', '/a-x-N'],
  'a text between params': ['[a]-N-[b].astro', '/x-N-y'],
  'a text between params, after a rest param': ['[...path]/[a]-N-[b].astro', '/p/q/x-N-y'],
  'the longer of two texts between params': ['[a]-[b]-N-[c].astro', '/x-y-N-z'],
  'API routes with file names': ['N/[id].json.ts', '/N/x.json'],
  'hidden folders that are public': ['.well-known/N/[id].astro', '/.well-known/N/x'],
  'names that a path encodes': ['ä/N/[id].astro', '/%C3%A4/N/a%20b'],
  'rest params': ['N/[...slug].astro', '/N/x/y/z'],
  'a rest param in front': ['[...path]/N.astro', '/x/y/N'],
  'a rest param in front, and a param': ['[...path]/[id]/N.astro', '/x/y/z/N'],
  'a rest param with an extension': ['[...path].N.ts', '/x/y.N'],
}

const MANY = 2000

/** Two expressions tell whether a path is canonical, and one is that of the route. */
const MOST = 3

describe('a path is compared with few routes, however many a site has', () => {
  test.each(Object.entries(CROWDS))('%s', (_, [file, path]) => {
    const files = Array.from({ length: MANY }, (_, index) => file.replace('N', `t${index}`))
    const matcher = matcherOf(files)
    for (const index of [0, 7, MANY - 1]) {
      expect(matcher(path.replace('N', `t${index}`))?.route.file).toBe(files[index])
    }
    const hit = path.replace('N', 't1234')
    for (const asked of [hit, `${hit}-`, `${hit}/-`, `/-${hit}`, path]) {
      expect({ asked, few: countExpressions(() => matcher(asked)) <= MOST }).toEqual({
        asked,
        few: true,
      })
    }
  })
})

// Expressions are compiled by the first call.
function countExpressions(match: () => unknown): number {
  match()
  const exec = jest.spyOn(RegExp.prototype, 'exec')
  match()
  const { length } = exec.mock.calls
  exec.mockRestore()
  return length
}

describe('a site starts in time in proportion to the number of its routes', () => {
  const kinds = Object.entries(CROWDS).filter((_, index) => index % 4 === 0)
  test.each(kinds)('%s', async (what, [file]) => {
    await expectLinear(what, (times) =>
      matcherOf(Array.from({ length: times * MANY }, (_, index) => file.replace('N', `t${index}`)))(
        '/x',
      ),
    )
  })
})

describe('a long path takes time in proportion to its length, whatever the site has', () => {
  const sites = Object.entries(CROWDS).map(([what, [file]]) => {
    const files = Array.from({ length: MANY }, (_, index) => file.replace('N', `t${index}`))
    return { what, matcher: matcherOf(files) }
  })
  test.each(['/x', '/en', '/a/b/c', '-t1', '-t1-', '.t1', '%20', '/t1', '//', '/%2F'])(
    '%s',
    async (text) => {
      for (const { what, matcher } of sites) {
        await expectLinear(what, (times) => {
          const path = `/${text.repeat((times * 16_000) / text.length)}`
          for (let round = 0; round < 20; round++) matcher(path)
        })
      }
    },
  )
})
