import { describe, expect, test } from '@jest/globals'
import { type Page, type PaginateOptions, createPaginate } from '../../src/prerender/paginate.ts'
import type { StaticPath } from '../../src/prerender/path-source.ts'
import { createPages } from '../../src/loader/pages.ts'
import type { Manifest } from '../../src/shared/types.ts'

const LIST = ['a', 'b', 'c', 'd', 'e']

describe('paginate() cuts a list', () => {
  test('into pages with their numbers and their neighbours', () => {
    const pages = paginate('/blog/[page]', LIST, { pageSize: 2 })
    expect(pages).toEqual([
      {
        params: { page: '1' },
        props: {
          page: {
            data: ['a', 'b'],
            start: 0,
            end: 1,
            size: 2,
            total: 5,
            currentPage: 1,
            lastPage: 3,
            url: {
              current: '/blog/1',
              next: '/blog/2',
              prev: undefined,
              first: undefined,
              last: '/blog/3',
            },
          },
        },
      },
      {
        params: { page: '2' },
        props: {
          page: {
            data: ['c', 'd'],
            start: 2,
            end: 3,
            size: 2,
            total: 5,
            currentPage: 2,
            lastPage: 3,
            url: {
              current: '/blog/2',
              next: '/blog/3',
              prev: '/blog/1',
              first: '/blog/1',
              last: '/blog/3',
            },
          },
        },
      },
      {
        params: { page: '3' },
        props: {
          page: {
            data: ['e'],
            start: 4,
            end: 4,
            size: 2,
            total: 5,
            currentPage: 3,
            lastPage: 3,
            url: {
              current: '/blog/3',
              next: undefined,
              prev: '/blog/2',
              first: '/blog/1',
              last: undefined,
            },
          },
        },
      },
    ])
  })

  const urls: [
    string,
    string,
    PaginateOptions,
    Partial<Manifest>,
    readonly (string | undefined)[][],
  ][] = [
    [
      'with no number for the first page of a rest param',
      '/blog/[...page]',
      { pageSize: 3 },
      {},
      [
        ['/blog', undefined, '/blog/2', undefined, '/blog/2'],
        ['/blog/2', '/blog', undefined, '/blog', undefined],
      ],
    ],
    [
      'below the base of the site',
      '/[...page]',
      { pageSize: 3 },
      { base: '/docs/' },
      [
        ['/docs/', undefined, '/docs/2', undefined, '/docs/2'],
        ['/docs/2', '/docs/', undefined, '/docs/', undefined],
      ],
    ],
    [
      'with the slash at the end that the site wants',
      '/[...page]',
      { pageSize: 3 },
      { trailingSlash: 'always' },
      [
        ['/', undefined, '/2/', undefined, '/2/'],
        ['/2/', '/', undefined, '/', undefined],
      ],
    ],
    [
      'with other params, spelled as a URL',
      '/[tag]/[page]',
      { pageSize: 10, params: { tag: 'c# ü' } },
      {},
      [['/c%23%20%C3%BC/1', undefined, undefined, undefined, undefined]],
    ],
    [
      'with a number for another param',
      '/[year]/[page]',
      { params: { year: 2026 } },
      {},
      [['/2026/1', undefined, undefined, undefined, undefined]],
    ],
    [
      'into one page when its size is infinite',
      '/[page]',
      { pageSize: Infinity },
      {},
      [['/1', undefined, undefined, undefined, undefined]],
    ],
  ]
  test.each(urls)('%s', (_name, pattern, options, site, expected) => {
    const found = paginate(pattern, LIST, options, site).map((path) => {
      const { url } = pageOf(path)
      return [url.current, url.prev, url.next, url.first, url.last]
    })
    expect(found).toEqual(expected)
  })

  test('into ten items per page by default', () => {
    const sizes = paginate('/[page]', Array(21).fill(0)).map((path) => {
      return pageOf(path).data.length
    })
    expect(sizes).toEqual([10, 10, 1])
  })

  test('into one empty page when it is empty', () => {
    const [page, ...more] = paginate('/[page]', [])
    expect(more).toEqual([])
    expect(page?.props?.['page']).toMatchObject({
      data: [],
      start: 0,
      end: -1,
      total: 0,
      lastPage: 1,
    })
  })

  test('and passes props on', () => {
    const [page] = paginate('/[page]', LIST, { props: { tag: 'x', page: 'mine' } })
    expect(page?.props).toMatchObject({ tag: 'x', page: { total: 5 } })
  })
})

describe('paginate() refuses', () => {
  test.each<[string, string, unknown, PaginateOptions, string]>([
    [
      'a route without page param',
      '/[p]',
      LIST,
      {},
      'needs a param [page] or [...page] in the file name',
    ],
    ['what is no list', '/[page]', { a: 1 }, {}, 'needs an array; saw { a: 1 }'],
    ['pages of nothing', '/[page]', LIST, { pageSize: 0 }, 'needs a pageSize of 1 or more; saw 0'],
    ['half a page', '/[page]', LIST, { pageSize: 2.5 }, 'needs a pageSize of 1 or more; saw 2.5'],
    ['no size', '/[page]', LIST, { pageSize: NaN }, 'needs a pageSize of 1 or more; saw NaN'],
  ])('%s', (_name, pattern, data, options, expected) => {
    expect(() => paginate(pattern, data as string[], options)).toThrow(
      `src/x.astro: paginate() ${expected}.\nCorrect getStaticPaths() in that file.`,
    )
  })
})

function paginate(
  pattern: string,
  data: readonly unknown[],
  options?: PaginateOptions,
  site: Partial<Manifest> = {},
): StaticPath[] {
  const file = { pattern, file: 'x.mjs', styles: [], scripts: {}, hasHead: false }
  const pages = createPages({ ...site, routes: [file] }, async () => ({}))
  const [route] = pages.routes
  if (!route) throw new Error('no route')
  return createPaginate({ route, file: 'src/x.astro', pages })(data, options)
}

function pageOf({ props = {} }: StaticPath): Page {
  return props['page'] as Page
}
