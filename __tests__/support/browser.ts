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

/**
 * Goes to a page. A page that loads itself again meanwhile gives up the visit: it is paid once more. So is one
 * that does not end, which was seen where a page was added under the visitor; three in a row are an error.
 */
export async function visit(page: Page, url: string): Promise<Response> {
  for (let timeouts = 0; ;) {
    const response = await page.goto(url).catch((error: Error) => {
      if (/Timeout \d+ms exceeded/.test(error.message) && ++timeouts < 3) return
      if (!/interrupted by another navigation|ERR_ABORTED/.test(error.message)) throw error
    })
    if (response) return response
  }
}
