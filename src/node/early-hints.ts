import type { ServerResponse } from 'node:http'
import { isClosed } from '../bridge/abort.ts'
import { fontLinksOf } from '../render/font-links.ts'
import type { Route, RouteAssets } from '../shared/types.ts'
import type { Exchange } from './exchange.ts'

/** Proxies have buffers of 4 or 8 kB for a head. */
const MAX_LINKS = 20

/**
 * Sends 103 Early Hints before an answer that waits: browsers load styles and scripts meanwhile. An
 * answer that is there before the next turn of the event loop gets none.
 *
 * @param route - The page or view that will probably answer.
 * @param base - Where the pages are mounted, without a trailing slash.
 * @see https://www.rfc-editor.org/rfc/rfc8297
 */
export function sendHintsLater({ req, res }: Exchange, route: Route, base: string): void {
  if (route.kind !== 'page' || !takesHints(req)) return
  setImmediate(() => {
    if (res.headersSent || res.writableEnded || isClosed(res) || hinted.has(res)) return
    try {
      sendHints(res, toLinks(route.assets, base))
    } catch {
      // The answer does not depend on them.
    }
  })
}

/** An error page that follows sends none: browsers use the first hints of a request. */
const hinted = new WeakSet<ServerResponse>()

// Browsers use hints for the documents that they navigate to, and say that it is one. Other clients
// may not expect a response before the response, and HTTP/1.0 does not have it.
function takesHints(req: Exchange['req']): boolean {
  return (
    req.method === 'GET' &&
    req.headers['sec-fetch-mode'] === 'navigate' &&
    req.httpVersion !== '1.0' &&
    req.httpVersion !== '0.9'
  )
}

function toLinks(assets: RouteAssets, base: string): string[] {
  const { styles, scripts, injected = [] } = assets
  const modules = Object.entries(scripts)
    .filter(([id]) => IS_SCRIPT.test(id))
    .map(([, script]) => script)
  return [
    ...styles.map((file) => `${toTarget(base, file)}; rel=preload; as=style`),
    ...fontLinksOf(assets).map(({ file, as, type }) => {
      // A font is fetched with CORS, and would be loaded twice otherwise.
      const rest =
        as === 'font' ? `; as=font${type ? `; type=${type}` : ''}; crossorigin` : '; as=style'
      return `${toTarget(base, file)}; rel=preload${rest}`
    }),
    ...[...injected, ...modules]
      .filter((script) => typeof script === 'string')
      .map((file) => `${toTarget(base, file)}; rel=modulepreload`),
  ].slice(0, MAX_LINKS)
}

/** Ids of scripts. The modules of islands have others: when they load is up to their directives. */
const IS_SCRIPT = /[?&]type=script(?:&|$)/

function toTarget(base: string, file: string): string {
  return `<${`${base}/${file}`.replaceAll(/[^\u0021-\u007e]|[<>"]/gu, encodeURIComponent)}>`
}

// Hosts that imitate Node's responses may lack the method.
function sendHints(res: ServerResponse, link: string[]): void {
  if (link.length === 0 || typeof res.writeEarlyHints !== 'function') return
  hinted.add(res)
  res.writeEarlyHints({ link })
}
