import { createDisconnectSignal, isClosed } from '../bridge/abort.ts'
import type { ServedImages } from '../transforms/serve-images.ts'
import type { Exchange } from './exchange.ts'
import { fail } from './fail.ts'
import { readSearch } from './request-path.ts'
import type { ServedSite } from './served-site.ts'

/**
 * Answers a request of the image endpoint. What fails is reported to the host, and tells the client
 * nothing but its status.
 *
 * @returns A promise that never rejects and resolves when the response has been handed over.
 */
export async function respondImage(
  site: Pick<ServedSite, 'tell'>,
  images: ServedImages,
  exchange: Exchange,
): Promise<void> {
  const { req, res } = exchange
  try {
    const { status, headers, body, error } = await images.answer({
      method: req.method ?? '',
      search: readSearch(req),
      ifNoneMatch: req.headers['if-none-match'],
      signal: createDisconnectSignal(res),
    })
    if (error !== undefined) site.tell(error, exchange)
    if (isClosed(res) || res.headersSent) return void res.end()
    res.statusCode = status
    for (const [name, value] of Object.entries(headers)) res.setHeader(name, value)
    if (body === null) res.end()
    else res.end(body)
  } catch (error) {
    fail(site, error, exchange)
  }
}
