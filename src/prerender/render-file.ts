import type { PolicyHost } from '../context/request-policy.ts'
import { SsrPagesError } from '../shared/errors.ts'
import { handle } from '../core/handler.ts'
import { toOutgoing } from '../core/outgoing.ts'
import { toByteStream, toHeaders } from '../core/to-response.ts'
import { isWhole } from '../shared/kept-response.ts'
import type { RequestSource } from '../shared/request-source.ts'
import type { Outgoing, Pages, Route } from '../shared/types.ts'
import { toRedirectPage } from './redirect-page.ts'
import type { PagePath } from './static-paths.ts'
import { toUrlPath } from './url-path.ts'
import { toPrefix } from '../shared/pathname.ts'

/** The result of rendering a page to a file. */
export interface RenderedFile {
  readonly content: string | Uint8Array
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** True if the page sets cookies, which a file cannot. */
  readonly hasCookies: boolean
}

/**
 * Whether a file is written for a rendered page. Not for an empty answer with a status other than
 * 200, as from an API route without GET, or from a page that answers 404: its path is left to the
 * routes after it.
 */
export function isFileContent(rendered: RenderedFile): boolean {
  return rendered.status === 200 || rendered.content.length > 0
}

/**
 * Renders a page or API route without a client: for a GET request without headers.
 *
 * @param page - The page's path, params and props.
 * @param policy - The nonce of the page's elements, and the host's policy. (default: none)
 * @returns What the file contains and what a server sends with it.
 * @throws {unknown} whatever the page throws
 * @throws {Error} when the page answers with a status that no file can have
 */
export async function renderFile(
  pages: Pages,
  route: Route,
  page: PagePath,
  policy: PolicyHost = {},
): Promise<RenderedFile> {
  const { path, params, props } = page
  const { site, base } = pages
  const url = new URL(toUrlPath(pages, route, path), site ?? 'http://localhost')
  const options = { locals: {}, props, isStreaming: false, ...policy }
  const source = toSource(url, toPrefix(base))
  const result = await handle(pages, { route, params }, source, options)
  if (result === undefined) throw new Error('it returned no response')
  const answer = toOutgoing(result, 'GET')
  const { status, cookies } = answer
  const headers = toHeaders(answer)
  const location = headers.get('location')
  if (!isPrintable(status, location, route)) {
    answer.drop()
    throw new Error(`it answered with status ${status}`)
  }
  const isRedirect = location !== null && status !== 200
  if (isRedirect) answer.drop()
  if (isRedirect) headers.set('content-type', HTML)
  else if (!headers.has('content-type')) headers.set('content-type', 'application/octet-stream')
  for (const name of OF_ONE_ANSWER) headers.delete(name)
  return {
    content: isRedirect
      ? toRedirectPage({ from: url.pathname, location, status, site })
      : await readContent(answer),
    status,
    headers: Object.fromEntries(headers),
    hasCookies: cookies.length > 0,
  }
}

const HTML = 'text/html; charset=utf-8'
const OF_ONE_ANSWER = ['set-cookie', 'date']
const REDIRECTS = new Set([301, 302, 303, 307, 308])

// A page that failed, or whose answer is for one client only, must not become a file.
function isPrintable(status: number, location: string | null, { pattern }: Route): boolean {
  if (REDIRECTS.has(status)) return location !== null
  return status < 300 || (status >= 400 && status < 500) || pattern === `/${status}`
}

async function readContent({ body }: Outgoing): Promise<string | Uint8Array> {
  if (body === null || isWhole(body)) return body ?? ''
  return new Uint8Array(await new Response(toByteStream(body)).arrayBuffer())
}

function toSource(url: URL, base: string): RequestSource {
  return {
    method: 'GET',
    base,
    request: new Request(url),
    url,
    get clientAddress(): string {
      const what =
        'Astro.clientAddress was read while the page was prerendered: a build has no client'
      throw new SsrPagesError('PRERENDER_UNAVAILABLE', what)
    },
    node: undefined,
    header: () => undefined,
    onAbort() {},
  }
}
