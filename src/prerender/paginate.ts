import { inspect } from 'node:util'
import { SsrPagesError } from '../shared/errors.ts'
import { fillPattern } from '../routing/fill.ts'
import { parsePattern } from '../routing/parse.ts'
import type { PathSource, StaticPath } from './path-source.ts'
import { toUrlPath } from './url-path.ts'

/** One page of a list: `Astro.props.page`. */
export interface Page<T = unknown> {
  /** The items on this page. */
  readonly data: readonly T[]
  /** Index of the page's first item in the whole list. */
  readonly start: number
  /** Index of the page's last item in the whole list; -1 if the list is empty. */
  readonly end: number
  /** The number of items per page. */
  readonly size: number
  /** The number of items in the whole list. */
  readonly total: number
  /** The number of this page, counted from 1. */
  readonly currentPage: number
  readonly lastPage: number
  /**
   * Paths that include the base; `undefined` if there is no such page, or it is the current one.
   */
  readonly url: {
    readonly current: string
    readonly next: string | undefined
    readonly prev: string | undefined
    readonly first: string | undefined
    readonly last: string | undefined
  }
}

/** How a list is divided into pages. */
export interface PaginateOptions {
  /** The number of items per page. (default: `10`) */
  readonly pageSize?: number
  /** The route's params other than `page`. (default: none) */
  readonly params?: StaticPath['params']
  /** Props of every page in addition to `page`. (default: none) */
  readonly props?: Readonly<Record<string, unknown>>
}

/** Divides a list into pages, each with its path and `props.page`. */
export type Paginate = (data: readonly unknown[], options?: PaginateOptions) => StaticPath[]

/**
 * Creates the `paginate()` of a route. The route needs a param `[page]`, or `[...page]`, which is
 * empty on the first page.
 *
 * @param source - The route.
 * @returns The function; it throws STATIC_PATHS_INVALID.
 * @see https://docs.astro.build/en/reference/routing-reference/#paginate
 */
export function createPaginate(source: PathSource): Paginate {
  const { route, file, pages } = source
  const segments = parsePattern(route.pattern, route.file)
  const param = segments.flat().find((part) => part.type !== 'text' && part.name === 'page')

  return function paginate(data, { pageSize = 10, params = {}, props = {} } = {}) {
    if (param === undefined)
      throw invalid(file, 'needs a param [page] or [...page] in the file name')
    if (!Array.isArray(data)) throw invalid(file, `needs an array; saw ${inspect(data, FLAT)}`)
    if (!isSize(pageSize)) throw invalid(file, `needs a pageSize of 1 or more; saw ${pageSize}`)

    const lastPage = Math.max(1, Math.ceil(data.length / pageSize))
    return Array.from({ length: lastPage }, (_, index) => {
      const page = { ...slicePage(data, pageSize, index + 1), lastPage, url: toUrls(index + 1) }
      return { params: toParams(index + 1), props: { ...props, page } }
    })

    function toUrls(current: number): Page['url'] {
      return {
        current: toUrl(current),
        next: current < lastPage ? toUrl(current + 1) : undefined,
        prev: current > 1 ? toUrl(current - 1) : undefined,
        first: current > 1 ? toUrl(1) : undefined,
        last: current < lastPage ? toUrl(lastPage) : undefined,
      }
    }
    function toUrl(page: number): string {
      const texts = Object.entries(toParams(page)).map(([name, value]) => {
        return [name, value === undefined ? undefined : String(value)]
      })
      return toUrlPath(pages, route, fillPattern(segments, Object.fromEntries(texts)))
    }
    function toParams(page: number): StaticPath['params'] {
      const isUnnamed = page === 1 && param?.type === 'rest'
      return { ...params, page: isUnnamed ? undefined : String(page) }
    }
  }
}

function isSize(size: number): boolean {
  return size >= 1 && (Number.isInteger(size) || size === Infinity)
}

const FLAT = { depth: 0, breakLength: Infinity }

function slicePage(
  data: readonly unknown[],
  size: number,
  currentPage: number,
): Omit<Page, 'lastPage' | 'url'> {
  const start = currentPage === 1 ? 0 : (currentPage - 1) * size
  const end = Math.min(start + size, data.length)
  const total = data.length
  return { data: data.slice(start, end), start, end: end - 1, size, total, currentPage }
}

function invalid(file: string, why: string): SsrPagesError {
  return new SsrPagesError('STATIC_PATHS_INVALID', `${file}: paginate() ${why}.`, { file })
}
