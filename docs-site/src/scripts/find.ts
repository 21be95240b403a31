/** A part of a page in which the words were found. */
export interface Hit {
  readonly url: string
  readonly title: string
  /** The page of the part; empty if it is the whole page. */
  readonly page: string
  /** HTML of Pagefind: escaped text with `<mark>`. */
  readonly excerpt: string
}

/** What is used of Pagefind, whose files are made after the build. */
interface Pagefind {
  options(options: object): Promise<void>
  debouncedSearch(
    text: string,
    options: object,
    ms: number,
  ): Promise<{ results: readonly Result[] } | null>
}

interface Result {
  data(): Promise<Found>
}

interface Found {
  readonly url: string
  readonly excerpt: string
  readonly meta: { readonly title?: string }
  readonly sub_results: readonly { url: string; title: string; excerpt: string }[]
}

const PAGES = 8
const PARTS_OF_A_PAGE = 3

let loading: Promise<Pagefind> | undefined

/**
 * Searches all pages. The index is loaded in small pieces, beginning with the first search.
 *
 * @returns The best hits first; `undefined` if a later search has begun.
 */
export async function find(text: string): Promise<readonly Hit[] | undefined> {
  loading ??= load()
  const pagefind = await loading
  const search = await pagefind.debouncedSearch(text, {}, 0)
  if (search === null) return undefined
  const pages = await Promise.all(search.results.slice(0, PAGES).map((result) => result.data()))
  return pages.flatMap(toHits)
}

async function load(): Promise<Pagefind> {
  const file = '/pagefind/pagefind.js'
  return import(/* @vite-ignore */ file)
}

function toHits({ url, meta, excerpt, sub_results: parts }: Found): readonly Hit[] {
  const page = meta.title ?? url
  if (parts.length === 0) return [{ url, title: page, page: '', excerpt }]
  return parts.slice(0, PARTS_OF_A_PAGE).map((part) => ({
    url: part.url,
    title: part.title,
    page: part.title === page ? '' : page,
    excerpt: part.excerpt,
  }))
}
