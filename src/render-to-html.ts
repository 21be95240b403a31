import { SsrPagesError } from './errors.ts'
import { handle } from './core/handler.ts'
import type { Pages, RequestSource, RouteMatch } from './types.ts'

/** What a page is rendered with when no client asks for it. */
export interface RenderInit {
  /** The page's `Astro.props`. [none] */
  props?: Record<string, unknown>
  /** Becomes `Astro.locals`. [an empty object] */
  locals?: App.Locals
}

/** Pages whose styles can be read. */
export interface RenderPages extends Pages {
  /** Gives the text of a stylesheet, by its URL relative to the base. */
  readStyle(url: string): Promise<string>
}

/**
 * Renders a page to HTML that stands alone, for mails and tests: its styles are in it.
 *
 * @param pages - The pages.
 * @param path - Path of the page below the base, with a query if it needs one: `/mail/welcome`.
 * @param init - Props and locals. [none]
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
  const result = await handle(pages, match, toSource(url, prefix), {
    locals: init.locals ?? {},
    props: init.props ?? {},
    isStreaming: false,
    head,
  })
  if (result !== undefined && 'html' in result && typeof result.html === 'string') {
    return result.html
  }
  const what = `${match.route.file} answered with a Response where its HTML was wanted.`
  throw new SsrPagesError('PAGE_NOT_HTML', what, { file: match.route.file })
}

async function toStyleElements({ route }: RouteMatch, pages: RenderPages): Promise<string> {
  const styles = await Promise.all(route.assets.styles.map((url) => pages.readStyle(url)))
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
