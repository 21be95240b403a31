import { withAbsoluteImages } from './absolute-images.ts'
import { toPrefix } from '../shared/pathname.ts'
import { SsrPagesError } from '../shared/errors.ts'
import { findView, viewUnknown } from './find-view.ts'
import { handle } from './handler.ts'
import { assertLocals } from './locals.ts'
import { resolveMatch } from './resolve-match.ts'
import { createFetchSource } from './fetch-source.ts'
import { readPrerendered } from './prerendered-html.ts'
import { toHtml } from './to-html.ts'
import { toViewMatch } from './view.ts'
import { type StyledPages, withStyles } from './styled-pages.ts'
import type { Pages, RouteMatch } from '../shared/types.ts'

/** How a page is rendered without a client. */
export interface RenderInit {
  /** The page's `Astro.props`. (default: none) */
  props?: Record<string, unknown>
  /** Becomes `Astro.locals`. (default: an empty object) */
  locals?: App.Locals
  /**
   * The nonce of a content security policy, for the page's scripts and styles. (default: the local
   * with the name in the option `cspNonce`)
   */
  nonce?: string
  /**
   * The request that the HTML is for: its headers, cookies and body, and its URL for a view. (default:
   * a GET of the page, or of `/` for a view, at the site's own URL)
   */
  request?: Request
  /**
   * Whether styles are printed as `<style>` elements, as mails need them, or linked like in a page
   * that is sent. With `'inline'`, paths of images become URLs of `site`. (default: `'inline'`)
   */
  styles?: 'inline' | 'link'
}

/** Pages whose browser files can be read. */
export interface RenderPages extends Pages {
  /** Reads a browser file as text, by its path relative to their folder. */
  readFile(path: string): Promise<string>
}

/**
 * Renders a page to self-contained HTML, for emails and tests: its styles are inlined,
 * and the URLs of its images are absolute if the configuration names `site`. Page
 * middleware and rewrites apply as they do for a client.
 *
 * @param pages - The pages.
 * @param name - A view, `mail/welcome`, or the path of a page relative to the base, with a query if
 *   it needs one: `/mail/welcome`.
 * @param init - Props, locals and a nonce; a prerendered page got its props at build.
 *   (default: none)
 * @param cspNonce - The name of the local that contains the nonce. (default: `'cspNonce'`)
 * @returns The whole page.
 * @throws {unknown} whatever the page throws
 * @throws {SsrPagesError} VIEW_UNKNOWN, PAGE_UNKNOWN, PAGE_NOT_HTML, LOCALS_INVALID, NONCE_INVALID, RESPONSE_USED
 */
export async function renderToHtml(
  pages: RenderPages,
  name: string,
  init: RenderInit = {},
  cspNonce: string = 'cspNonce',
): Promise<string> {
  const html = await renderPage(pages, name, init, cspNonce)
  // Without `site`, nothing says where the images are: the host of a request is what a client wrote.
  if (pages.site === undefined || init.styles === 'link') return html
  return withAbsoluteImages(html, new URL(pages.site).origin)
}

async function renderPage(
  pages: RenderPages,
  name: string,
  init: RenderInit,
  cspNonce: string,
): Promise<string> {
  const { locals = {}, props = {}, request, styles = 'inline' } = init
  assertLocals(locals)
  const styled = styles === 'link' ? asTheyAre(pages) : withStyles(pages)
  const isView = !name.startsWith('/')
  const base = toPrefix(pages.base)
  // Joined as text: relative to an origin, `//x` would be the address of another host.
  const { origin } = new URL(request?.url ?? pages.site ?? 'http://localhost')
  const url = new URL(origin + (isView ? '/' : name))
  const match = isView ? matchView(styled, name) : styled.pages.matcher(url.pathname)
  if (match === undefined) {
    throw pageUnknown(pages, name, url.pathname)
  }
  // A function, because page middleware may create the nonce.
  const readNonce = (): unknown => init.nonce ?? Reflect.get(locals, cspNonce)
  if (match.prerendered) {
    return readPrerendered(match, match.prerendered, pages, { nonce: readNonce(), styles })
  }
  const own = new URL(url.origin + base + url.pathname + url.search)
  const source = createFetchSource(isView && request ? new URL(request.url) : own, base, request)
  const outcome = isView ? undefined : resolveMatch(styled.pages, match, source, false)
  if (outcome?.kind === 'redirect') return toHtml(outcome.result, match.route)
  const result = await handle(styled.pages, match, source, {
    locals,
    props,
    // The caller decides for which requests it renders.
    checkOrigin: false,
    isStreaming: false,
    ...(styled.toHead && { head: styled.toHead }),
    get nonce() {
      return readNonce()
    },
  })
  return toHtml(result, match.route)
}

// The path of a page begins with a slash, and the name of a view does not.
function pageUnknown({ views }: Pages, path: string, pathname: string): SsrPagesError {
  const view = path.slice(1)
  const isView = findView(views, view) !== undefined
  const meant = isView ? ` There is a view of that name: pages.render('${view}')` : ''
  return new SsrPagesError('PAGE_UNKNOWN', `There is no page at ${pathname}.${meant}`, { path })
}

// Pages that link their styles.
function asTheyAre(pages: Pages): StyledPages {
  return { pages, toStyled: (view) => view, toHead: undefined }
}

function matchView({ pages: { views }, toStyled }: StyledPages, name: string): RouteMatch {
  const view = findView(views, name)
  if (view === undefined) throw viewUnknown(views, name)
  return toViewMatch({ name, route: toStyled(view), params: {}, pattern: undefined })
}
