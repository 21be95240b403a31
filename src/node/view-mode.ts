import { isRead } from '../shared/methods.ts'
import type { Exchange } from './exchange.ts'
import { fail, leave } from './fail.ts'
import { pathBelow } from './request-path.ts'
import { respondImage } from './respond-image.ts'
import type { NodeRequest } from './serve.ts'
import type { ServedSite } from './served-site.ts'

/** Carries out a call with the site that is current. */
export type UseSite = (site: ServedSite, exchange: Exchange) => void | Promise<void>

/** Where views come from, and the files that they load: a build, or the current sources. */
export interface ViewMode {
  /** Whether calls are carried out later, when the stack no longer has the handler. */
  readonly isLate: boolean
  /**
   * Carries out a call with the current site. Errors of the site go to `next` of the exchange.
   *
   * @param name - The name that is to be rendered, which may be no view.
   * @param run - Receives the site, and the exchange to answer.
   * @returns Nothing, or a promise that never rejects.
   */
  use(exchange: Exchange, name: unknown, run: UseSite): void | Promise<void>
  /** Whether a request may be for a file that views load: most are for routes of the host. */
  mayServe(req: NodeRequest): boolean
  /** Answers a request for a file that views load, and leaves all others to the host. */
  serveFile(exchange: Exchange): void | Promise<void>
}

/** The folder of built browser files. */
const FILES = '/_assets/'

/** Serves the views of a build. */
export function createBuiltViews(site: ServedSite): ViewMode {
  const { images } = site
  const isImage = (url?: string) => images !== undefined && url?.includes(images.path) === true
  return {
    isLate: false,
    use(exchange, _name, run) {
      try {
        return run(site, exchange)
      } catch (error) {
        fail(site, error, exchange)
      }
    },
    mayServe: ({ url, method }) =>
      isRead(method) && (url?.includes(FILES) === true || isImage(url)),
    serveFile(exchange) {
      const { req, res } = exchange
      const path = pathBelow(site.prefix, req)
      if (images !== undefined && path === images.path) return respondImage(site, images, exchange)
      const file = path?.startsWith(FILES) === true ? site.assets?.find(path) : undefined
      if (file === undefined) return leave(exchange, 404)
      site.assets?.send({ req, res, fail: () => leave(exchange, 404) }, file)
    },
  }
}
