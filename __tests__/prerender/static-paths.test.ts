import { describe, expect, test } from '@jest/globals'
import { html } from '../../src/index.ts'
import type { PageModule } from '../../src/shared/types.ts'
import { type Modules, prerenderModules } from './modules.ts'

const page = (astro: { params: object; props: object }) =>
  html`${JSON.stringify(astro.params)} ${JSON.stringify(astro.props)}`

/** A page with this list of paths. */
function listing(paths: unknown): PageModule {
  return { default: page, getStaticPaths: () => paths }
}

describe('the paths that a page lists become files', () => {
  test.each<[string, string, unknown[], Record<string, string>]>([
    [
      'with params and props',
      '[id].astro',
      [{ params: { id: 'a' }, props: { x: 1 } }],
      { 'a/index.html': '{"id":"a"} {"x":1}' },
    ],
    [
      'where a number becomes a string',
      '[id].astro',
      [{ params: { id: 7 } }, { params: { id: 0 } }],
      { '7/index.html': '{"id":"7"} {}', '0/index.html': '{"id":"0"} {}' },
    ],
    [
      'where a rest param has several segments, or none',
      'd/[...all].astro',
      [{ params: { all: 'a/b' } }, { params: { all: undefined } }],
      { 'd/a/b/index.html': '{"all":"a/b"} {}', 'd/index.html': '{} {}' },
    ],
    [
      'where an empty rest param is none',
      '[...all].astro',
      [{ params: { all: '' } }],
      { 'index.html': '{} {}' },
    ],
    [
      'where a rest param is left out',
      '[...all].astro',
      [{ params: {} }],
      { 'index.html': '{} {}' },
    ],
    [
      'whose names are those a reader would give them',
      '[id].astro',
      [{ params: { id: 'ü #1?' } }, { params: { id: 'c++' } }, { params: { id: '100%' } }],
      {
        'ü #1?/index.html': '{"id":"ü #1?"} {}',
        'c++/index.html': '{"id":"c++"} {}',
        '100%/index.html': '{"id":"100%"} {}',
      },
    ],
    [
      'with several params in a segment',
      '[lang]-[id].astro',
      [{ params: { lang: 'en', id: 1 } }],
      { 'en-1/index.html': '{"lang":"en","id":"1"} {}' },
    ],
    [
      'without what the route has no param for',
      '[id].astro',
      [{ params: { id: 'a', more: 'b' } }],
      { 'a/index.html': '{"id":"a"} {}' },
    ],
    [
      'where slashes around a rest param are those of the path',
      'd/[...all].astro',
      [{ params: { all: '/a/b/' } }, { params: { all: 'c/' } }, { params: { all: '/' } }],
      {
        'd/a/b/index.html': '{"all":"a/b"} {}',
        'd/c/index.html': '{"all":"c"} {}',
        'd/index.html': '{} {}',
      },
    ],
    [
      'with the params that the path says when it runs',
      '[a]-[b].astro',
      [{ params: { a: 'x-y', b: 'z' } }],
      { 'x-y-z/index.html': '{"a":"x","b":"y-z"} {}' },
    ],
    ['of which there may be none', '[id].astro', [], {}],
  ])('%s', async (_name, file, paths, expected) => {
    const { files } = await prerenderModules({ [file]: listing(paths) })
    expect(Object.fromEntries(files)).toEqual(
      Object.fromEntries(
        Object.entries(expected).map(([name, text]) => [name, `<!DOCTYPE html>${toText(text)}`]),
      ),
    )
  })

  test('when the list is a promise', async () => {
    const { files } = await prerenderModules({
      '[id].astro': { default: page, getStaticPaths: async () => [{ params: { id: 'a' } }] },
    })
    expect([...files.keys()]).toEqual(['a/index.html'])
  })

  test('and getStaticPaths() is called once, with paginate() and the pattern', async () => {
    const calls: unknown[] = []
    await prerenderModules({
      'b/[page].astro': {
        default: page,
        getStaticPaths(options: { paginate: (data: unknown[], by: object) => unknown }) {
          calls.push(options)
          return options.paginate([1, 2, 3], { pageSize: 1 })
        },
      },
    })
    expect(calls).toEqual([{ paginate: expect.any(Function), routePattern: '/b/[page]' }])
  })

  test('and an API route gets its props', async () => {
    const { files } = await prerenderModules({
      '[id].json.ts': {
        GET: ({ params, props }: { params: object; props: object }) =>
          Response.json({ params, props }),
        getStaticPaths: () => [{ params: { id: 1 }, props: { x: 2 } }],
      },
    })
    expect([...files]).toEqual([['1.json', '{"params":{"id":"1"},"props":{"x":2}}']])
  })
})

const ID = 'src/pages/[id].astro: getStaticPaths()'
const LIST = 'src/pages/[...all].astro: getStaticPaths()'
const HINT = 'Correct getStaticPaths() in that file. [SSR_PAGES_STATIC_PATHS_INVALID]'

describe('a list of paths is refused with the reason', () => {
  test.each<[string, Modules, string]>([
    [
      'when it is no list',
      { '[id].astro': listing({ a: 1 }) },
      `${ID} must return an array; it returned { a: 1 }.\n${HINT}`,
    ],
    [
      'when it is nothing',
      { '[id].astro': listing(undefined) },
      `${ID} must return an array; it returned undefined.\n${HINT}`,
    ],
    [
      'when there is none',
      { '[id].astro': { default: page } },
      'src/pages/[id].astro is prerendered, but exports no getStaticPaths() that lists its paths.\n' +
        'Export getStaticPaths() from it, or `export const prerender = false`. [SSR_PAGES_STATIC_PATHS_MISSING]',
    ],
    [
      'when it is no function',
      { '[id].astro': { default: page, getStaticPaths: [] } },
      'src/pages/[id].astro is prerendered, but exports no getStaticPaths() that lists its paths.',
    ],
    [
      'when making it fails',
      {
        '[id].astro': {
          default: page,
          getStaticPaths() {
            throw new Error('no database')
          },
        },
      },
      'src/pages/[id].astro: getStaticPaths() failed: no database\nCorrect the page, or',
    ],
    [
      'when making it fails late',
      { '[id].astro': listing(Promise.reject(new Error('no database'))) },
      'src/pages/[id].astro: getStaticPaths() failed: no database\nCorrect the page, or',
    ],
    [
      'when it holds lists',
      { '[id].astro': listing([[{ params: { id: 'a' } }]]) },
      `${ID}[0] must be { params }; saw [ [Object] ] (did you mean flatMap() instead of map()?).`,
    ],
    [
      'when an entry has no params',
      { '[id].astro': listing([{ params: { id: 'a' } }, { id: 'b' }]) },
      `${ID}[1].params must be an object; saw undefined.\n${HINT}`,
    ],
    [
      'when an entry is a string',
      { '[id].astro': listing(['a']) },
      `${ID}[0] must be { params }; saw 'a'.\n${HINT}`,
    ],
    [
      'when props are no object',
      { '[id].astro': listing([{ params: { id: 'a' }, props: 'x' }]) },
      `${ID}[0].props must be an object; saw 'x'.\n${HINT}`,
    ],
    [
      'when a param is missing',
      { '[id].astro': listing([{ params: { ID: 'a' } }]) },
      `${ID}[0].params has no 'id'.\n${HINT}`,
    ],
    ...[true, null, {}, NaN, Infinity].map((id): [string, Modules, string] => [
      `when a param is ${String(id)}`,
      { '[id].astro': listing([{ params: { id } }]) },
      `${ID}[0].params.id must be a string or a number; saw ${typeof id === 'object' && id ? '{}' : String(id)}.`,
    ]),
    [
      'when a param is empty',
      { '[id].astro': listing([{ params: { id: '' } }]) },
      `${ID}[0].params.id is '', which cannot be part of a path.`,
    ],
    [
      'when a param has a slash in it',
      { '[id].astro': listing([{ params: { id: 'a/b' } }]) },
      `${ID}[0].params.id is 'a/b', which has a slash in it.`,
    ],
    [
      'when a param has a backslash in it',
      { '[id].astro': listing([{ params: { id: 'a\\b' } }]) },
      `${ID}[0].params.id is 'a\\\\b', which cannot be part of a path.`,
    ],
    [
      'when a param is half a character',
      { '[id].astro': listing([{ params: { id: '\ud800' } }]) },
      'cannot be part of a path',
    ],
    ...['a//b'].map((all): [string, Modules, string] => [
      `when a rest param is ${all}`,
      { '[...all].astro': listing([{ params: { all } }]) },
      `${LIST}[0].params.all is '${all}', which cannot be part of a path.`,
    ]),
    ...['..', '.'].map((id): [string, Modules, string] => [
      `when a param is ${id}`,
      { 'd/[id].astro': listing([{ params: { id } }]) },
      `src/pages/d/[id].astro: getStaticPaths() lists /d/${id}, which no request can ask for.`,
    ]),
    [
      'when a rest param leads outside',
      { '[...all].astro': listing([{ params: { all: 'a/../../b' } }]) },
      `${LIST} lists /a/../../b, which no request can ask for.`,
    ],
  ])('%s', async (_name, modules, expected) => {
    await expect(prerenderModules(modules)).rejects.toThrow(expected)
  })
})

describe('a path that another route answers causes a warning, and the build goes on', () => {
  const props = (x: number) => ({ props: { x } })
  test.each<[string, Modules, string, string, string]>([
    [
      'when a path is in a list twice, and the last entry wins',
      {
        '[id].astro': listing([
          { params: { id: 'x' } },
          { params: { id: 1 }, ...props(1) },
          { params: { id: '1' }, ...props(2) },
        ]),
      },
      `${ID}[2] replaces [1], which has the same path /1`,
      '1/index.html',
      '{"id":"1"} {"x":2}',
    ],
    [
      'when two spellings are the same path',
      { '[id].astro': listing([{ params: { id: 'é' } }, { params: { id: 'e\u0301' } }]) },
      `${ID}[1] replaces [0], which has the same path /%C3%A9`,
      'é/index.html',
      '{"id":"é"} {}',
    ],
    [
      'when a page answers one of its paths',
      { '[id].astro': listing([{ params: { id: 'live' } }]), 'live.live.astro': {} },
      `${ID} lists /live, which src/pages/live.live.astro answers`,
      'live/index.html',
      '',
    ],
    [
      'when a prerendered page answers one of its paths',
      {
        '[id].astro': listing([{ params: { id: 'a' } }]),
        'a.astro': { default: () => html`own` },
      },
      `${ID} lists /a, which src/pages/a.astro answers`,
      'a/index.html',
      'own',
    ],
    [
      'when a route with params would answer one of its paths',
      { '[...all].astro': listing([{ params: { all: 'a' } }]), 'live.[id].astro': {} },
      `${LIST} lists /a, which src/pages/live.[id].astro answers`,
      'a/index.html',
      '',
    ],
    [
      'when a file of the same form lists it, too',
      {
        '[a].astro': listing([{ params: { a: 'x' } }]),
        '[b].astro': listing([{ params: { b: 'x' } }, { params: { b: 'y' } }]),
      },
      `src/pages/[b].astro: getStaticPaths() lists /x, which src/pages/[a].astro answers`,
      'x/index.html',
      '{"a":"x"} {}',
    ],
  ])('%s', async (_name, modules, warning, file, expected) => {
    const { files, log } = await prerenderModules(modules)
    expect(log).toContain(warning)
    const text = files.get(file)
    expect(text).toBe(expected === '' ? undefined : `<!DOCTYPE html>${toText(expected)}`)
  })
})

test('a path that an earlier prerendered route does not list can be used', async () => {
  const { files } = await prerenderModules({
    '[id].astro': listing([{ params: { id: 'a' } }]),
    '[...all].astro': listing([{ params: { all: 'b' } }, { params: { all: 'a/b' } }]),
  })
  expect([...files.keys()]).toEqual(['a/index.html', 'b/index.html', 'a/b/index.html'])
})

function toText(json: string): string {
  return json.replaceAll('"', '&quot;')
}
