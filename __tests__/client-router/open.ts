import type { Browser, Page } from 'playwright-core'
import { openPage } from '../support/browser.ts'

/** A page of the site in a browser. */
export interface Opened {
  readonly page: Page
  /** Errors and warnings of the browser. */
  readonly complaints: string[]
  /** Opens a page, which the browser loads. */
  load(path: string): Promise<void>
  /** Waits until the router or the browser shows a page with this title. */
  shows(title: string): Promise<void>
  /** Follows a link that the page gets for it. */
  navigate(path: string): Promise<void>
  /** Whether the document is the one that the browser has loaded last with {@link Opened.load}. */
  isSame(): Promise<boolean>
}

/** Opens a window. `isOld` removes view transitions, as an older browser. */
export async function openSite(browser: Browser, base: string, isOld = false): Promise<Opened> {
  const { page, complaints } = await openPage(browser, { acceptDownloads: true })
  if (isOld) {
    await page.addInitScript(() => {
      Reflect.deleteProperty(Document.prototype, 'startViewTransition')
    })
  }
  return {
    page,
    complaints,
    async load(path) {
      await page.goto(base + path, { waitUntil: 'load' })
      await page.evaluate(() => Reflect.set(window, 'mark', true))
    },
    shows: async (title) => {
      await page.waitForFunction((name) => {
        const isBusy = document.documentElement.hasAttribute('data-astro-transition')
        return document.title === name && document.readyState === 'complete' && !isBusy
      }, title)
    },
    navigate: (path) =>
      page.evaluate((href) => {
        const link = document.createElement('a')
        link.href = href
        document.body.append(link)
        link.click()
      }, path),
    isSame: () => page.evaluate(() => Reflect.get(window, 'mark') === true),
  }
}
