import { SsrPagesError } from './errors.ts'
import { handle } from './core/handler.ts'
import { toHeadHTML } from './render/head.ts'
import type { Pages, PrerenderedFile, RequestSource, RouteMatch } from './types.ts'

/** What a page is rendered with when no client asks for it. */
export interface RenderInit {
  /** The page's `Astro.props`. [none] */
  props?: Record<string, unknown>
  /** Becomes `Astro.locals`. [an empty object] */
  locals?: App.Locals
}

/** Pages whose browser files can be read. */
export interface RenderPages extends Pages {
  /** Gives the text of a browser file, by its path below the folder of them. */
  readFile(path: string): Promise<string>
}

/**
 * Renders a page to HTML that stands alone, for mails and tests: its styles are in it.
 *
 * @param pages - The pages.
 * @param path - Path of the page below the base, with a query if it needs one: `/mail/welcome`.
 * @param init - Props and locals; a prerendered page has got its own at build. [none]
 * @returns The whole page.
 * @throws Whatever the page throws, and SsrPagesError PAGE_UNKNOWN, PAGE_NOT_HTML.
 */
export async function renderToHTML(
  pages: RenderPages,
  path: string,
  init: RenderInit = {},
): Promise<string> {
  const url = new URL(path, pages.site ?? 'http://localhost')
  const match = pages.matcher(url.pathname)
  const prefix = pages.base.slice(0, -1)
  if (match === undefined) {
    throw new SsrPagesError('PAGE_UNKNOWN', `There is no page at ${url.pathname}.`, { path })
  }
  const head = await toStyleElements(match, pages)
  if (match.prerendered) return readPage(match, match.prerendered, head, pages)
  const result = await handle(pages, match, toSource(url, prefix), {
    locals: init.locals ?? {},
    props: init.props ?? {},
    isStreaming: false,
    head,
  })
  if (result !== undefined && 'html' in result && typeof result.html === 'string') {
    return result.html
  }
  throw notHTML(match)
}

// The links to the styles stand in the file as they were printed.
async function readPage(
  match: RouteMatch,
  { file, status, headers }: PrerenderedFile,
  head: string,
  pages: RenderPages,
): Promise<string> {
  if (status !== 200 || !headers['content-type']?.startsWith('text/html')) throw notHTML(match)
  const links = toHeadHTML(match.route.assets, pages.base.slice(0, -1))
  return (await pages.readFile(file)).replace(links, () => head)
}

function notHTML({ route: { file } }: RouteMatch): SsrPagesError {
  const what = `${file} answered with a Response where its HTML was wanted.`
  return new SsrPagesError('PAGE_NOT_HTML', what, { file })
}

async function toStyleElements({ route }: RouteMatch, pages: RenderPages): Promise<string> {
  const styles = await Promise.all(route.assets.styles.map((url) => pages.readFile(url)))
  // Inside of a style element `</style` would be its end; `<\/` is the same to CSS.
  return styles.map((css) => `<style>${css.replaceAll('</', String.raw`<\/`)}</style>`).join('')
}

function toSource({ origin, pathname, search }: URL, base: string): RequestSource {
  const url = new URL(origin + base + pathname + search)
  return {
    method: 'GET',
    base,
    request: new Request(url),
    url,
    clientAddress: '',
    node: undefined,
    header: () => undefined,
    onAbort() {},
  }
}
