import { type Group, type Page, groups } from '../navigation.ts'
import { allPages } from './pages.ts'

interface ShownPage extends Page {
  readonly isCurrent: boolean
}

interface ShownGroup extends Group {
  readonly pages: readonly ShownPage[]
}

/** The navigation beside one page. The decisions are listed only while one of them is read. */
export async function menuFor(pathname: string): Promise<readonly ShownGroup[]> {
  const shown = await groupsAt(pathname)
  return shown.map(({ title, pages }) => ({
    title,
    pages: pages.map((page) => ({ ...page, isCurrent: page.path === withoutSlash(pathname) })),
  }))
}

/** The pages before and after one, in the order of the navigation. */
export async function neighboursOf(
  pathname: string,
): Promise<{ previous?: Page | undefined; next?: Page | undefined }> {
  const pages = (await groupsAt(pathname)).flatMap((group) => group.pages)
  const index = pages.findIndex(({ path }) => path === withoutSlash(pathname))
  return index < 0 ? {} : { previous: pages[index - 1], next: pages[index + 1] }
}

/** The decisions of the project, in their order. */
export async function decisions(): Promise<readonly Page[]> {
  return (await allPages()).filter(({ path }) => path.startsWith('/decisions/'))
}

async function groupsAt(pathname: string): Promise<readonly Group[]> {
  const existing = await allPages()
  const paths = new Set([
    '/',
    '/start',
    '/errors',
    '/decisions',
    ...existing.map(({ path }) => path),
  ])
  const named = groups.map(({ title, pages }) => ({
    title,
    pages: pages.filter(({ path }) => paths.has(path)),
  }))
  const namedPaths = new Set(named.flatMap(({ pages }) => pages.map(({ path }) => path)))
  const others = existing.filter(({ path }) => !namedPaths.has(path))
  const isDecision = ({ path }: Page): boolean => path.startsWith('/decisions/')
  const more = [
    {
      title: 'Decisions',
      pages: pathname.startsWith('/decisions') ? others.filter(isDecision) : [],
    },
    { title: 'More', pages: others.filter((page) => !isDecision(page)) },
  ]
  return [...named, ...more.filter(({ pages }) => pages.length > 0)]
}

function withoutSlash(pathname: string): string {
  return pathname === '/' ? '/' : pathname.replace(/\/$/, '')
}
