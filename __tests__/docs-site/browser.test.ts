import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { browserPath, openPage, startBrowser } from '../support/browser.ts'
import { violationsIn } from './axe.ts'
import { type RunningDocs, serveDocs } from './serve-docs.ts'

const describeInBrowser = browserPath === undefined ? describe.skip : describe

const PHONE = { viewport: { width: 320, height: 640 } }
const DESKTOP = { viewport: { width: 1280, height: 800 } }
const PAGES = ['/', '/islands', '/errors', '/errors/SSR_PAGES_BUILD_TOOLS_MISSING', '/nothing-here']
const WIDE_PAGES = [
  '/',
  '/compatibility',
  '/from-ejs-and-pug',
  '/errors',
  '/speed',
  '/nothing-here',
]

describeInBrowser('the docs in a browser', () => {
  let docs: RunningDocs
  let browser: Browser
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    docs = await serveDocs()
    browser = await startBrowser()
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    await docs?.stop()
  })

  async function open(path: string, options: BrowserContextOptions = DESKTOP): Promise<void> {
    ;({ page, complaints } = await openPage(browser, options))
    await page.goto(docs.url + path)
  }

  afterEach(async () => {
    // The address without a page is the only request that may fail.
    expect(complaints.filter((text) => !text.includes('404 (Not Found)'))).toEqual([])
    await page.close()
  })

  test.each(PAGES)('%s breaks no rule of accessibility', async (path) => {
    await open(path, { ...DESKTOP, colorScheme: 'light' })
    expect(await violationsIn(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await violationsIn(page, ['color-contrast'])).toEqual([])
  })

  test.each(['/', '/islands'])('%s breaks no rule of accessibility on a phone', async (path) => {
    await open(path, { ...PHONE, colorScheme: 'dark' })
    expect(await violationsIn(page)).toEqual([])
  })

  test.each(WIDE_PAGES)('%s does not scroll sideways on a phone', async (path) => {
    await open(path, PHONE)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
  })

  test('a wide table scrolls by the keyboard, and the page does not', async () => {
    await open('/compatibility', PHONE)
    const table = page.getByRole('group', { name: 'Table' }).first()
    await table.focus()
    await page.keyboard.press('ArrowRight')
    await table.evaluate(
      (box) => new Promise((done) => (box.scrollLeft > 0 ? done(0) : (box.onscroll = done))),
    )
    expect(await page.evaluate(() => scrollX)).toBe(0)
  })

  test('the search finds res.render by the keyboard, and opens the page about it', async () => {
    await open('/start')
    await page.keyboard.press('/')
    await page.keyboard.type('res.render')
    const results = page.locator('#search .results a')
    await results.first().waitFor()
    expect(await page.getByRole('status').textContent()).toMatch(/^\d+ results$/)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/views(?:#|$)/)
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Views')
  })

  test('the search finds an error by its code', async () => {
    await open('/')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('SSR_PAGES_OUTDIR_UNSAFE')
    const first = page.locator('#search .results a').first()
    await first.waitFor()
    expect(await first.getAttribute('href')).toBe('/errors/SSR_PAGES_OUTDIR_UNSAFE')
    await page.keyboard.press('Escape')
    expect(await page.getByRole('dialog').isVisible()).toBe(false)
  })

  test('the search says when it finds nothing', async () => {
    await open('/')
    await page.getByRole('button', { name: 'Search' }).click()
    await page.keyboard.type('qqqqqq')
    await page.getByText('Nothing has been found for “qqqqqq”.').waitFor()
  })

  test('a page that does not exist answers 404, and its search leads on', async () => {
    const response = await fetch(`${docs.url}/nothing-here`)
    expect(response.status).toBe(404)
    await open('/nothing-here')
    await page.getByRole('main').getByRole('searchbox').fill('sessions')
    await page
      .getByRole('main')
      .getByRole('link', { name: /^Sessions/ })
      .first()
      .click()
    await page.waitForURL(/\/sessions/)
  })

  test('the switch changes the theme, and the next page has it from the start', async () => {
    await open('/', { ...DESKTOP, colorScheme: 'light' })
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const light = await background()
    await page.getByRole('button', { name: 'Dark theme' }).click()
    const dark = await background()
    expect(dark).not.toBe(light)
    // What is painted first, before any later script has run.
    await page.addInitScript(() => {
      const seen: string[] = []
      Object.assign(globalThis, { seen })
      const look = () => {
        if (document.body) seen.push(getComputedStyle(document.body).backgroundColor)
        requestAnimationFrame(look)
      }
      requestAnimationFrame(look)
    })
    await page.getByRole('link', { name: 'Next' }).click()
    await page.waitForURL(/\/start$/)
    await page.waitForFunction('seen.length > 0')
    expect(new Set(await page.evaluate<string[]>('seen'))).toEqual(new Set([dark]))
    expect(
      await page.getByRole('button', { name: 'Dark theme' }).getAttribute('aria-pressed'),
    ).toBe('true')
  })

  test('the switch works in a browser that stores nothing', async () => {
    await open('/start', { ...DESKTOP, colorScheme: 'light' })
    await page.addInitScript(() => {
      Object.defineProperty(globalThis, 'localStorage', {
        get: () => {
          throw new DOMException('denied', 'SecurityError')
        },
      })
    })
    await page.reload()
    const button = page.getByRole('button', { name: 'Dark theme' })
    await button.click()
    expect(await button.getAttribute('aria-pressed')).toBe('true')
  })

  test('the first stop of the Tab key leads past the navigation', async () => {
    await open('/views')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true)
  })

  test('on a phone, the menu and the headings open and lead on, without JavaScript', async () => {
    await open('/start', { ...PHONE, javaScriptEnabled: false })
    await page.getByRole('button', { name: 'Menu' }).click()
    await page
      .getByRole('navigation', { name: 'Pages' })
      .getByRole('link', { name: 'Views' })
      .click()
    await page.waitForURL(/\/views$/)
    await page.getByRole('button', { name: 'On this page' }).click()
    await page
      .getByRole('navigation', { name: 'On this page' })
      .getByRole('link', { name: 'What is sent' })
      .click()
    await page.waitForURL(/\/views#what-is-sent$/)
  })

  test('print shows the text alone', async () => {
    await open('/views')
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('navigation').count()).toBe(0)
    expect(await page.getByRole('heading', { level: 1 }).isVisible()).toBe(true)
  })
})
