import { asClientRequest, createClientRequest } from '../shared/client-request.ts'
import type { RequestSource } from '../shared/request-source.ts'

/**
 * Presents a render without a client to the core.
 *
 * @param url - The URL that pages see.
 * @param base - The prefix of asset URLs, without a trailing slash.
 * @param given - The request that the render is for. (default: a GET of the URL)
 */
export function createFetchSource(url: URL, base: string, given?: Request): RequestSource {
  return {
    method: given?.method ?? 'GET',
    base,
    request: toRequest(url, given),
    url,
    clientAddress: '',
    node: undefined,
    header: (name) => given?.headers.get(name) ?? undefined,
    onAbort() {},
  }
}

function toRequest(url: URL, given: Request | undefined): Request {
  if (given === undefined) return new Request(url)
  return given.url === url.href ? asClientRequest(given) : createClientRequest(url, given)
}
