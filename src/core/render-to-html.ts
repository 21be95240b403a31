import { toPrefix } from '../shared/pathname.ts'
import { SsrPagesError } from '../shared/errors.ts'
import { findView, viewUnknown } from './find-view.ts'
import { handle } from './handler.ts'
import { assertLocals } from './locals.ts'
import { resolveMatch } from './resolve-match.ts'
import { isHtml, notHtml, toHtml } from './to-html.ts'
import { toHeadHtml } from '../render/head.ts'
import { nonceAttribute } from '../render/nonce.ts'
import { toViewMatch } from './view.ts'
import { type StyledPages, toStyleElements, withStyles } from './styled-pages.ts'
import type { RequestSource } from '../shared/request-source.ts'
import type { Pages, PrerenderedFile, RouteMatch } from '../shared/types.ts'

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
}

/** Pages whose browser files can be read. */
export interface RenderPages extends Pages {
  /** Reads a browser file as text, by its path relative to their folder. */
  readFile(path: string): Promise<string>
}

/**
 * Renders a page to self-contained HTML, for emails and tests: its styles are inlined. Page
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
  const { locals = {}, props = {} } = init
  assertLocals(locals)
  const styled = withStyles(pages)
  const isView = !name.startsWith('/')
  const url = new URL(isView ? '/' : name, pages.site ?? 'http://localhost')
  const match = isView ? matchView(styled, name) : styled.pages.matcher(url.pathname)
  if (match === undefined) {
    throw new SsrPagesError('PAGE_UNKNOWN', `There is no page at ${url.pathname}.`, { path: name })
  }
  // A function, because page middleware may create the nonce.
  const readNonce = (): unknown => init.nonce ?? Reflect.get(locals, cspNonce)
  if (match.prerendered) return readPage(match, match.prerendered, readNonce(), pages)
  const source = toSource(url, toPrefix(pages.base))
  const outcome = isView ? undefined : resolveMatch(styled.pages, match, source, true)
  if (outcome?.kind === 'redirect') return toHtml(outcome.result, match.route)
  const result = await handle(styled.pages, match, source, {
    locals,
    props,
    isStreaming: false,
    head: styled.toHead,
    get nonce() {
      return readNonce()
    },
  })
  return toHtml(result, match.route)
}

function matchView({ pages: { views }, toStyled }: StyledPages, name: string): RouteMatch {
  const view = findView(views, name)
  if (view === undefined) throw viewUnknown(views, name)
  return toViewMatch({ name, route: toStyled(view), params: {}, pattern: undefined })
}

// The file contains the links to the styles exactly as they are printed here.
async function readPage(
  match: RouteMatch,
  { file, status, headers }: PrerenderedFile,
  nonce: unknown,
  pages: RenderPages,
): Promise<string> {
  if (status !== 200 || !isHtml(headers['content-type'])) {
    throw notHtml(match.route, `a file of status ${status} and type ${headers['content-type']}`)
  }
  const { assets } = match.route
  const styles = await Promise.all(assets.styles.map((url) => pages.readFile(url)))
  const links = toHeadHtml({ ...assets, injected: [] }, toPrefix(pages.base))
  const head = toStyleElements(styles, nonceAttribute(nonce))
  return (await pages.readFile(file)).replace(links, () => head)
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
