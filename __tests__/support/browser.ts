import { existsSync } from 'node:fs'
import {
  type Browser,
  type BrowserContextOptions,
  type Page,
  type Response,
  chromium,
} from 'playwright-core'

const PLACES = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/google-chrome']

/** Path of an installed browser; `undefined` if there is none. */
export const browserPath: string | undefined = PLACES.find(
  (path) => path !== undefined && existsSync(path),
)

if (browserPath === undefined) {
  console.warn('SKIPPED: tests in a browser, since no Chromium is installed (set CHROMIUM=path).')
}

/**
 * Starts a browser that can connect to this machine only.
 *
 * @param args - More arguments of Chromium. (default: none)
 */
export function startBrowser(args: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: browserPath ?? '',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-sync',
      ...args,
    ],
  })
}

/**
 * Opens a page and records what goes wrong in it: errors, warnings, blocked resources, failed
 * requests. Requests that the browser drops because it navigates to another page do not count, nor do animations
 * that it leaves out, for example because a busy machine has not drawn the old page in time.
 */
export async function openPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage(options)
  const complaints: string[] = []
  const complain = (text: string) => {
    if (!/^Transition was (?:aborted|skipped)/.test(text)) complaints.push(text)
  }
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complain(message.text())
  })
  page.on('pageerror', (error) => complain(error.message))
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText
    if (reason !== 'net::ERR_ABORTED') complaints.push(`${request.url()} failed: ${reason}`)
  })
  return { page, complaints }
}

/**
 * Time for the answer of a visit to arrive after the event; if it is too short, the visit is
 * repeated.
 */
const MOMENT_MS = 200

/**
 * Navigates to a page, and once more if the open page reloads itself at the same time. A reload
 * ends the navigation; or Chromium forgets the navigation without an error if it begins just as the
 * page is replaced, and loads the old page's new version instead.
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
