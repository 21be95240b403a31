/** Prints the times of the matcher as JSON. Bundled and started by matching.mjs. */
import { createRoutes } from '../src/loader/routes.ts'
import { createMatcher } from '../src/routing/match.ts'
import { toPattern } from '../src/routing/parse.ts'
import { median } from './median.mjs'

const SIZES = [10, 1000, 10_000, 50_000]

/** By kind, the files of a site and the paths that are asked for; N is the number of a route. */
const KINDS = {
  'no param': ['section/topic-N.astro', '/section/topic-N'],
  'a param': ['section/topic-N/[id].astro', '/section/topic-N/42'],
  'a param, deep': ['a/b/c/d/e/f/g/h/topic-N/[id].astro', '/a/b/c/d/e/f/g/h/topic-N/42'],
  'a param between': ['[lang]/topic-N/[id].astro', '/en/topic-N/42'],
  'a param in front': ['[lang]/topic-N.astro', '/en/topic-N'],
  'two params in front': ['[a]/[b]/topic-N.astro', '/x/y/topic-N'],
  'text, then a param': ['topic-N-[id].astro', '/topic-N-42'],
  'a param, then text': ['[id]-topic-N.astro', '/42-topic-N'],
  'text between params': ['[a]-topic-N-[b].astro', '/x-topic-N-y'],
  'a file name': ['files/topic-N/[name].json.ts', '/files/topic-N/data.json'],
  'a hidden folder': ['.well-known/topic-N/[id].astro', '/.well-known/topic-N/42'],
  'an encoded name': ['日本/topic-N/[id].astro', '/%E6%97%A5%E6%9C%AC/topic-N/a%20b'],
  'a rest param': ['topic-N/[...path].astro', '/topic-N/a/b/c'],
  'a rest param in front': ['[...path]/topic-N.astro', '/a/b/c/topic-N'],
  'no route': ['section/topic-N/[id].astro', '/section/topic-N/42/more'],
  "a host's path": ['section/topic-N/[id].astro', '/api/users/N'],
}

/** Different paths that are asked for, and how often all of them are. */
const PATHS = 1000
const PASSES = 60

const rows = Object.entries(KINDS).flatMap(([kind, [file, path]]) =>
  SIZES.map((routes) => ({ routes, kind, us: timeOf(siteOf(file, routes), path, routes) })),
)
console.log(JSON.stringify(rows))

function siteOf(file, size) {
  const files = Array.from({ length: size }, (_, index) => file.replace('N', String(index)))
  const routes = files.map((name) => ({
    pattern: toPattern(name),
    file: name,
    kind: name.endsWith('.ts') ? /** @type {const} */ ('endpoint') : /** @type {const} */ ('page'),
    styles: [],
    scripts: {},
    hasHead: false,
  }))
  return createMatcher(createRoutes(routes, async () => ({})))
}

// The first passes compile expressions, and let V8 optimise the code.
function timeOf(matcher, path, size) {
  const paths = Array.from({ length: PATHS }, (_, index) =>
    // Not a rope of strings, which would be joined in the time measured.
    Buffer.from(path.replace('N', String((index * 7919) % size))).toString('latin1'),
  )
  const times = Array.from({ length: PASSES }, () => {
    const began = performance.now()
    for (const one of paths) matcher(one)
    return ((performance.now() - began) * 1000) / PATHS
  })
  return median(times.slice(PASSES / 3))
}
