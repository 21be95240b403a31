import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { browserPath, startBrowser, visit } from '../support/browser.ts'
import { findPort } from '../support/free-port.ts'
import { type Server, startServer } from '../support/servers.ts'
import { type Project, copyShop } from './project.ts'

const describeInBrowser = browserPath === undefined ? describe.skip : describe

const INDEX = 'src/pages/index.astro'
const OVERLAY = 'ssr-pages-problem'

const places = [
  { mode: 'http', origin: 'http', path: '' },
  { mode: 'https', origin: 'https', path: '' },
  { mode: 'mount', origin: 'http', path: '/shop' },
]

describeInBrowser.each(places)('a page that is open during changes, over $mode', (place) => {
  let project: Project
  let server: Server
  let browser: Browser
  let page: Page
  let isConnected: boolean
  let url: string

  beforeAll(async () => {
    project = await copyShop()
    server = await startServer('dev.mjs', project.root, place.mode, String(await findPort()))
    browser = await startBrowser()
    page = await browser.newPage({ ignoreHTTPSErrors: true })
    page.setDefaultTimeout(15_000)
    page.on('framenavigated', () => (isConnected = false))
    page.on('console', (message) => {
      if (message.text() === '[vite] connected.') isConnected = true
    })
    url = `${place.origin}://localhost:${server.port}${place.path}`
  })

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await project?.remove()
  })

  test('shows a changed style without a reload', async () => {
    await open('/')
    await page.evaluate(() => Reflect.set(globalThis, 'mark', 'kept'))
    await project.edit(INDEX, 'max-width: 46ch', 'outline-color: rgb(1, 2, 3); max-width: 46ch')
    await hasOutline('.lead', 'rgb(1, 2, 3)')
    await project.edit('src/styles/shop.css', 'body {', 'body { outline-color: rgb(4, 5, 6);')
    await hasOutline('body', 'rgb(4, 5, 6)')
    expect(await page.evaluate(() => Reflect.get(globalThis, 'mark'))).toBe('kept')
    await page.reload()
    await hasOutline('.lead', 'rgb(1, 2, 3)')
    await hasOutline('body', 'rgb(4, 5, 6)')
  })

  test('shows a changed text soon after it is saved', async () => {
    await open('/')
    const saved = performance.timeOrigin + performance.now()
    await project.edit(INDEX, '<h1>Stoneware', '<h1>New stoneware')
    const painted = await page.waitForFunction(() => {
      const [paint] = performance.getEntriesByName('first-contentful-paint')
      const isNew = document.querySelector('h1')?.textContent?.startsWith('New')
      return isNew && paint && performance.timeOrigin + paint.startTime
    })
    const taken = Math.round(Number(await painted.jsonValue()) - saved)
    console.info(`from save to the new page on the screen, over ${place.mode}: ${taken} ms`)
    await project.edit('src/components/Search.astro', '>Find<', '>Look<')
    await page.getByRole('button', { name: 'Look' }).waitFor()
  })

  test('shows an error, and comes back when it is fixed', async () => {
    await open('/')
    await project.edit(INDEX, 'const query =', 'Astro.locals.nothing.at.all\nconst query =')
    const overlay = page.locator(OVERLAY)
    await overlay.getByText("Cannot read properties of undefined (reading 'at')").first().waitFor()
    expect(await overlay.locator('.place').textContent()).toMatch(/^src\/pages\/index\.astro:9:/)
    expect(await overlay.locator('.frame').textContent()).toMatch(
      /> +9 \| Astro\.locals\.nothing\.at/,
    )
    // The shop's own error middleware has answered.
    expect(await page.locator('h1').first().textContent()).toBe('That did not work')
    await project.edit(INDEX, 'Astro.locals.nothing.at.all\n', '')
    await page.getByRole('searchbox').waitFor()
    expect(await overlay.count()).toBe(0)

    await project.edit(
      INDEX,
      '<ProductGrid products={products} first={2} />',
      '<ProductGrid {products first={2} />',
    )
    await overlay.getByText('Correct the source at the place shown.').waitFor()
    await project.edit(
      INDEX,
      '<ProductGrid {products first={2} />',
      '<ProductGrid products={products} first={2} />',
    )
    await page.getByRole('searchbox').waitFor()
  })

  test('changes when a page is added for its path', async () => {
    await open('/')
    await project.write('src/pages/fresh.astro', '<html><body><h1>Fresh</h1></body></html>')
    await expectStatus('/fresh', 200)
    expect(await page.locator('h1').textContent()).toBe('Fresh')
    await project.remove('src/pages/fresh.astro')
    await expectStatus('/fresh', 404)
  })

  test('reloads when the server has been restarted', async () => {
    await open('/')
    await page.evaluate(() => Reflect.set(globalThis, 'mark', 'kept'))
    const { port } = server
    await server.stop()
    server = await startServer('dev.mjs', project.root, place.mode, String(port))
    await page.waitForFunction(() => Reflect.get(globalThis, 'mark') === undefined)
    await page.getByRole('searchbox').waitFor()
  })

  async function open(path: string): Promise<void> {
    await visit(page, url + path)
    while (!isConnected) await page.waitForTimeout(10)
  }

  async function hasOutline(selector: string, colour: string): Promise<void> {
    await page.waitForFunction(
      ([wanted, expected]) => {
        const element = document.querySelector(wanted ?? '')
        return element !== null && getComputedStyle(element).outlineColor === expected
      },
      [selector, colour],
    )
  }

  async function expectStatus(path: string, status: number): Promise<void> {
    let seen: number | undefined
    for (let count = 0; count < 50 && seen !== status; count++) {
      seen = (await visit(page, url + path)).status()
      await page.waitForTimeout(20)
    }
    expect(seen).toBe(status)
  }
})
