import type { Exchange } from '../node/exchange.ts'
import { type Settings, logError } from '../node/options.ts'
import { type ServedSite, createTell } from '../node/served-site.ts'
import type { LivePages } from './vite/live-pages.ts'

/** The site as its sources are now, served like a built one. */
export interface LiveSite extends ServedSite {
  readonly pages: LivePages
}

/**
 * Shows an error to the developer, in the terminal and in the browser.
 *
 * @param error - What was thrown.
 * @param exchange - The request.
 * @returns False when it is no mistake of the developer's, such as a 404 that a page throws.
 */
export type ShowError = (error: unknown, exchange: Exchange) => boolean

/**
 * Makes what tells of an error that the host is not given: it is shown first.
 *
 * @param settings - Complete settings.
 * @param show - Shows the error.
 * @returns The function.
 */
export function createShownTell(settings: Settings, show: ShowError): ServedSite['tell'] {
  const tell = createTell(settings)
  return (error, exchange) => {
    const isShown = show(error, exchange)
    // What the terminal shows already need not be printed again.
    if (!isShown || settings.onError !== logError) tell(error, exchange)
  }
}

/**
 * Shows an error before the host is given it: the host's answer is then to show it as well.
 *
 * @param exchange - The request.
 * @param show - Shows the error.
 * @returns The same request, with another `next()` if it has one.
 */
export function withShownErrors(exchange: Exchange, show: ShowError): Exchange {
  const { next } = exchange
  if (next === undefined) return exchange
  return {
    ...exchange,
    next(error) {
      if (error !== undefined) show(error, exchange)
      next(error)
    },
  }
}
