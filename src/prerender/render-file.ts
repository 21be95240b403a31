import { SsrPagesError } from '../errors.ts'
import { handle } from '../core/handler.ts'
import type { PageResult, Pages, RequestSource, Route } from '../types.ts'
import { toRedirectPage } from './redirect-page.ts'
import type { PagePath } from './static-paths.ts'
import { toUrlPath } from './url-path.ts'

/** A page that was rendered. */
export interface RenderedFile {
  readonly content: string | Uint8Array
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Whether the page sets cookies, which a file cannot. */
  readonly hasCookies: boolean
}

/**
 * Renders a page or API route for nobody in particular: a GET request without headers.
 *
 * @param pages - The site's pages.
 * @param route - The route.
 * @param page - Its path, params and props.
 * @returns What a file and its server are to answer.
 * @throws Whatever the page throws, and an error for a status that no file should have.
 */
export async function renderFile(
  pages: Pages,
  route: Route,
  page: PagePath,
): Promise<RenderedFile> {
  const { path, params, props } = page
  const { site, base } = pages
  const url = new URL(toUrlPath(pages, route, path), site ?? 'http://localhost')
  const options = { locals: {}, props, isStreaming: false }
  const source = toSource(url, base.slice(0, -1))
  const result = await handle(pages, { route, params }, source, options)
  if (result === undefined) throw new Error('it answered nothing')
  const { status, headers } = readHead(result)
  const location = headers.get('location')
  if (!isPrintable(status, location, route)) throw new Error(`it answered with status ${status}`)

  const isRedirect = location !== null && status !== 200
  const hasCookies = result.cookies.length > 0 || headers.has('set-cookie')
  if (isRedirect) headers.set('content-type', HTML)
  else if (!headers.has('content-type')) headers.set('content-type', defaultType(result))
  for (const name of OF_ONE_ANSWER) headers.delete(name)
  return {
    content: isRedirect
      ? toRedirectPage({ from: url.pathname, location, status, site })
      : await readContent(result),
    status,
    headers: Object.fromEntries(headers),
    hasCookies,
  }
}

const HTML = 'text/html; charset=utf-8'
const OF_ONE_ANSWER = ['set-cookie', 'content-length', 'transfer-encoding', 'connection', 'date']
const REDIRECTS = new Set([301, 302, 303, 307, 308])

// A list says that a page is there: one that says otherwise is a mistake of either.
function isPrintable(status: number, location: string | null, { pattern }: Route): boolean {
  if (REDIRECTS.has(status)) return location !== null
  return status === 200 || pattern === `/${status}`
}

function readHead(result: PageResult): { status: number; headers: Headers } {
  if (!('response' in result))
    return { status: result.status, headers: new Headers(result.headers) }
  const { status, url, headers: own } = result.response
  const headers = new Headers(own)
  // fetch() has decoded the body.
  if (url !== '') headers.delete('content-encoding')
  return { status, headers }
}

function defaultType(result: PageResult): string {
  return 'html' in result ? HTML : 'application/octet-stream'
}

async function readContent(result: PageResult): Promise<string | Uint8Array> {
  if ('response' in result) return new Uint8Array(await result.response.arrayBuffer())
  if (typeof result.html === 'string') return result.html
  let html = ''
  for await (const chunk of result.html) html += chunk
  return html
}

function toSource(url: URL, base: string): RequestSource {
  return {
    method: 'GET',
    base,
    request: new Request(url),
    url,
    get clientAddress(): string {
      const what = 'Astro.clientAddress was read while the page was prerendered, for no client'
      throw new SsrPagesError('PRERENDER_UNAVAILABLE', what)
    },
    node: undefined,
    header: () => undefined,
    onAbort() {},
  }
}
