import { toPrefix, withoutPrefix } from '../shared/pathname.ts'
import type { UsedSite } from './mode.ts'

/**
 * Answers a Fetch `Request` of the image endpoint.
 *
 * @param site - The pages, and what makes their images.
 * @returns `undefined` for all other requests.
 * @throws {unknown} why an image cannot be made, as for a page that fails
 */
export function fetchImage(
  { pages, images }: Pick<UsedSite, 'pages' | 'images'>,
  request: Request,
): Promise<Response> | undefined {
  if (images === undefined) return undefined
  const { pathname, search } = new URL(request.url)
  if (withoutPrefix(pathname, toPrefix(pages.base)) !== images.path) return undefined
  const asked = {
    method: request.method,
    search,
    ifNoneMatch: request.headers.get('if-none-match') ?? undefined,
    signal: request.signal,
  }
  return images.answer(asked).then(({ status, headers, body, error }) => {
    if (error !== undefined) throw error
    return new Response(body && new Uint8Array(body), { status, headers })
  })
}
