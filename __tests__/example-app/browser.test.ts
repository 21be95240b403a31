import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, Locator } from 'playwright-core'
import { browserPath, openPage, startBrowser } from '../support/browser.ts'
import { type RunningShop, buildShop, startShop } from './run-shop.ts'

/** Notes what moves in a page without having been touched. */
const OBSERVE_SHIFTS = `globalThis.shifts = []
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) shifts.push(entry.value)
}).observe({ type: 'layout-shift', buffered: true })`

async function expectLoaded(image: Locator): Promise<void> {
  await image.evaluate((element: HTMLImageElement) => element.decode())
}

const describeInBrowser = browserPath === undefined ? describe.skip : describe

describeInBrowser('a visitor with a browser', () => {
  let shop: RunningShop
  let browser: Browser

  beforeAll(async () => {
    await buildShop()
    shop = await startShop()
    browser = await startBrowser()
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    await shop?.stop()
  })

  test('finds a pot, puts it into the cart and takes it out again', async () => {
    const { page, complaints } = await openPage(browser)
    await page.goto(`http://localhost:${shop.port}/`)
    await page.getByRole('searchbox').fill('porridge')
    await page.getByRole('searchbox').press('Enter')
    await page.getByRole('link', { name: 'Sedge breakfast bowl' }).click()
    await page.getByRole('button', { name: 'Add to cart' }).click()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Your cart')
    expect(await page.getByRole('navigation', { name: 'Main' }).textContent()).toContain('Cart (1)')
    await page.getByRole('button', { name: 'Remove Sedge breakfast bowl' }).click()
    expect(await page.getByText('Nothing in it yet').isVisible()).toBe(true)
    expect(complaints).toEqual([])
    await page.close()
  })

  test('sees what several pieces cost together, and puts them into the cart', async () => {
    const { page, complaints } = await openPage(browser)
    await page.goto(`http://localhost:${shop.port}/products/1`)
    await page.locator('astro-island:not([ssr])').waitFor({ state: 'attached' })
    await page.getByLabel('Pieces').fill('3')
    expect(await page.getByRole('status').textContent()).toBe('€72.00 together')
    await page.getByRole('button', { name: 'Add to cart' }).click()
    expect(await page.getByRole('listitem').first().textContent()).toContain('3 × Tide mug')
    expect(complaints).toEqual([])
    await page.close()
  })

  test('chooses several pieces without JavaScript', async () => {
    const page = await browser.newPage({ javaScriptEnabled: false })
    await page.goto(`http://localhost:${shop.port}/products/1`)
    await page.getByLabel('Pieces').fill('2')
    await page.getByRole('button', { name: 'Add to cart' }).click()
    expect(await page.getByRole('listitem').first().textContent()).toContain('2 × Tide mug')
    await page.close()
  })

  test('signs in, sees the orders and signs out', async () => {
    const { page, complaints } = await openPage(browser)
    await page.goto(`http://localhost:${shop.port}/login`)
    await page.getByLabel('E-mail').fill('ada@example.com')
    await page.getByLabel('Password').fill('wrong horse')
    await page.getByRole('button', { name: 'Sign in' }).click()
    expect(await page.getByRole('alert').textContent()).toContain('That did not match')
    expect(await page.getByLabel('E-mail').inputValue()).toBe('ada@example.com')
    // The browser itself notes the status of the failed sign-in.
    expect(complaints.splice(0)).toEqual([expect.stringContaining('422')])
    await page.getByLabel('Password').fill('correct horse')
    await page.getByRole('button', { name: 'Sign in' }).click()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(
      'Good to see you, Ada Lovelace',
    )
    // The header of a phone, with something in the cart, has no words below each other.
    await page.goto(`http://localhost:${shop.port}/products/2`)
    await page.getByRole('button', { name: 'Add to cart' }).click()
    for (const width of [360, 390, 1280]) {
      await page.setViewportSize({ width, height: 800 })
      const heights = await page
        .getByRole('navigation', { name: 'Main' })
        .evaluate((nav) => [nav, ...nav.children].map((element) => element.clientHeight))
      expect([width, Math.max(...heights) - Math.min(...heights)]).toEqual([width, 0])
      const scrollWidth = await page.evaluate(() => document.documentElement.scrollWidth)
      expect(scrollWidth).toBeLessThanOrEqual(width)
    }
    await page.goto(`http://localhost:${shop.port}/account`)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.waitForURL(`http://localhost:${shop.port}/`)
    expect(complaints).toEqual([])
    await page.close()
  })

  test('opens an account without JavaScript', async () => {
    const page = await browser.newPage({ javaScriptEnabled: false })
    await page.goto(`http://localhost:${shop.port}/login`)
    await page.getByRole('link', { name: 'Open an account.' }).click()
    await page.getByLabel('Name').fill('Katherine Johnson')
    await page.getByLabel('E-mail').fill('ada@example.com')
    await page.getByLabel('Password').fill('trajectories')
    await page.getByRole('button', { name: 'Open the account' }).click()
    const email = page.getByLabel('E-mail')
    expect(await page.getByText('There is an account').isVisible()).toBe(true)
    expect(await email.getAttribute('aria-invalid')).toBe('true')
    expect(await page.getByLabel('Name').inputValue()).toBe('Katherine Johnson')
    await email.fill('katherine@example.com')
    await page.getByLabel('Password').fill('trajectories')
    await page.getByRole('button', { name: 'Open the account' }).click()
    expect(await page.getByRole('status').textContent()).toContain('Welcome, Katherine Johnson')
    // A reload asks for the account again, and does not send the form again.
    await page.reload()
    expect(page.url()).toBe(`http://localhost:${shop.port}/account`)
    expect(await page.getByRole('status').count()).toBe(0)
    await page.close()
  })

  test.each([
    [360, '/'],
    [360, '/products/1'],
    [1280, '/'],
    [1280, '/products/1'],
  ])(
    'at a width of %i, sees nothing of %s move while late pictures arrive',
    async (width, path) => {
      const { page, complaints } = await openPage(browser, { viewport: { width, height: 900 } })
      await page.addInitScript(OBSERVE_SHIFTS)
      let release = (): void => {}
      const released = new Promise<void>((resolve) => (release = resolve))
      await page.route('**/_image?*', async (route) => {
        await released
        await route.continue()
      })
      await page.goto(`http://localhost:${shop.port}${path}`, { waitUntil: 'domcontentloaded' })
      await page.evaluate('document.fonts.ready.then(() => new Promise(requestAnimationFrame))')
      release()
      const first = page.getByRole('img').first()
      await expectLoaded(first)
      await page.evaluate('new Promise(requestAnimationFrame)')
      expect(await page.evaluate('globalThis.shifts')).toEqual([])
      // The picture is not much larger than the place that it is shown in.
      const { shown, size } = await first.evaluate((image: HTMLImageElement) => ({
        shown: image.clientWidth,
        size: image.naturalWidth,
      }))
      expect(size / shown).toBeLessThan(2.1)
      expect(complaints).toEqual([])
      await page.close()
    },
  )

  test('sees the picture of a pot move from the list to its page, without a script', async () => {
    const { page } = await openPage(browser)
    await page.addInitScript(`addEventListener('pagereveal', ({ viewTransition }) => {
      globalThis.moved = viewTransition?.ready.then(() =>
        document.getAnimations().map(({ effect }) => effect.pseudoElement))
    })`)
    await page.goto(`http://localhost:${shop.port}/`)
    await page.getByRole('link', { name: 'Tide mug' }).click()
    await page.waitForURL('**/products/1')
    expect(await page.evaluate('globalThis.moved')).toContain('::view-transition-group(pot-1)')
    await page.close()
  })

  test('reads every other page without a complaint of the browser', async () => {
    const { page, complaints } = await openPage(browser)
    const paths = ['/', '/products/2', '/delivery', '/care', '/cart', '/login', '/sign-up']
    const journal = ['/journal', '/journal/the-colour-of-low-tide']
    for (const path of [...paths, ...journal]) {
      const response = await page.goto(`http://localhost:${shop.port}${path}`)
      expect([path, response?.status()]).toEqual([path, 200])
      expect(await page.locator('h1').count()).toBe(1)
    }
    expect(complaints).toEqual([])
    const lost = await page.goto(`http://localhost:${shop.port}/nowhere`)
    expect([lost?.status(), await page.title()]).toEqual([
      404,
      'Page not found · Saltmarsh Pottery',
    ])
    await page.close()
  })
})
