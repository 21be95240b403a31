import type { Browser, Page } from 'playwright-core'
import { visit } from '../support/browser.ts'

/** An open page of a development server that follows changes. */
export interface OpenPage {
  readonly page: Page
  /** How often it has been loaded. */
  loads(): number
  /** Navigates, and resolves when the page receives changes. */
  open(url: string): Promise<void>
  /** Resolves when `<main>` has the text, without spaces around it. */
  shows(text: string): Promise<void>
}

/** Opens a page that follows changes. */
export async function openFollower(browser: Browser): Promise<OpenPage> {
  const page = await browser.newPage()
  page.setDefaultTimeout(15_000)
  let loads = 0
  let isConnected = false
  page.on('request', (request) => {
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) loads += 1
  })
  page.on('framenavigated', () => (isConnected = false))
  page.on('console', (message) => {
    if (message.text() === '[vite] connected.') isConnected = true
  })
  return {
    page,
    loads: () => loads,
    async open(url) {
      await visit(page, url)
      while (!isConnected) await page.waitForTimeout(5)
    },
    async shows(text) {
      const read = () => page.locator('main').textContent({ timeout: 1000 }).catch(String)
      let seen: unknown
      for (let count = 0; count < 500; count++) {
        seen = (await read())?.trim()
        if (seen === text) return
        await page.waitForTimeout(20)
      }
      throw new Error(`The page shows ${JSON.stringify(seen)} instead of ${JSON.stringify(text)}.`)
    },
  }
}
