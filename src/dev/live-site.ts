import type { Exchange } from '../node/exchange.ts'
import { toErrorObject } from '../node/fail.ts'
import { type Settings, logError } from '../node/options.ts'
import { type ServedSite, createTell } from '../node/served-site.ts'
import type { LivePages } from './vite/live-pages.ts'

/** The site made from its current sources, which is served like a built one. */
export interface LiveSite extends ServedSite {
  readonly pages: LivePages
}

/**
 * Shows an error to the developer, in the terminal and in the browser.
 *
 * @param error - Any thrown value.
 * @param exchange - The request.
 * @returns False when it is not a mistake of the developer, such as a 404 that a page throws.
 */
export type ShowError = (error: unknown, exchange: Exchange) => boolean

/**
 * Creates the function that reports errors which the host does not receive. It shows them first.
 */
export function createShownTell(settings: Settings, show: ShowError): ServedSite['tell'] {
  const tell = createTell(settings)
  return (error, exchange) => {
    const isShown = show(toErrorObject(error), exchange)
    // An error that the terminal shows already is not printed again.
    if (!isShown || settings.onError !== logError) tell(error, exchange)
  }
}

/**
 * Shows an error before the host receives it, so that the host's answer shows it, too.
 *
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
