import { existsSync } from 'node:fs'
import { type Browser, type Page, type Response, chromium } from 'playwright-core'

const PLACES = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/google-chrome']

/** Where a browser is installed on this machine; `undefined` where there is none. */
export const browserPath: string | undefined = PLACES.find(
  (path) => path !== undefined && existsSync(path),
)

if (browserPath === undefined) {
  console.warn('SKIPPED: tests in a browser, since no Chromium is installed (set CHROMIUM=path).')
}

/** Starts a browser that speaks to this machine only. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: browserPath ?? '',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
  })
}

/**
 * A page, and all that went wrong in it: errors, warnings, what a policy blocked, failed requests.
 * A request that the browser itself drops, since the visitor went on to the next page, is no failure.
 */
export async function openPage(browser: Browser): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText
    if (reason !== 'net::ERR_ABORTED') complaints.push(`${request.url()} failed: ${reason}`)
  })
  return { page, complaints }
}

/** For the answer of a visit to arrive behind the event; too short a time costs another visit only. */
const MOMENT_MS = 200

/**
 * Goes to a page, and once more where the open page loads itself again meanwhile. That ends the visit; or
 * Chromium forgets it, when the visit begins just as the page is replaced by its new version: it never asks for
 * the page, says nothing, and the new version is loaded.
 */
export async function visit(page: Page, url: string): Promise<Response> {
  for (;;) {
    const visiting = page.goto(url).catch((error: Error) => {
      if (!/interrupted by another navigation|ERR_ABORTED/.test(error.message)) throw error
    })
    const loaded = new Promise<void>((resolve) => {
      page.once('load', () => setTimeout(resolve, MOMENT_MS))
    })
    const response = await Promise.race([visiting, loaded])
    if (response) return response
  }
}
