import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, BrowserContextOptions, Page, Response } from 'playwright-core'
import { browserPath, openPage, startBrowser } from '../support/browser.ts'
import { build } from '../support/cli.ts'
import { blocksOf, writeFiles } from '../support/guide.ts'
import { createProjectInRepository, write } from '../support/project.ts'
import { ROOT } from '../support/root.ts'
import { writeCarts } from './carts-site.ts'
import { PARTS } from './parts-site.ts'
import { type Server, startUserServer } from '../support/servers.ts'

const GUIDE = readFileSync(join(ROOT, 'docs/fragments.md'), 'utf8')
const describeInBrowser = browserPath === undefined ? describe.skip : describe

describeInBrowser('in a browser', () => {
  let root: string
  let browser: Browser
  let server: Server

  beforeAll(async () => {
    root = createProjectInRepository({ 'package.json': '{ "type": "module" }', ...PARTS })
    writeFiles(root, blocksOf(GUIDE))
    rmSync(join(root, 'src/pages'), { recursive: true })
    writeCarts(root)
    const code = readFileSync(join(root, 'server.js'), 'utf8')
    write(
      join(root, 'server.js'),
      code
        .replace(
          "import express from 'express'",
          "$&\nimport { basket } from './basket.js'\nimport { parts } from './parts.js'",
        )
        .replace(
          'app.use(express.urlencoded())',
          "$&\napp.use('/basket', basket)\napp.use('/parts', parts)",
        ),
    )
    build(root)
    server = await startUserServer(join(root, 'server.js'))
    browser = await startBrowser()
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    rmSync(root, { recursive: true, force: true })
  })

  /** Opens a page of the site, in a browser that may have JavaScript turned off. */
  async function open(path: string, options: BrowserContextOptions = {}) {
    const opened = await openPage(browser, options)
    await opened.page.goto(`http://localhost:${server.port}${path}`)
    return opened
  }

  const versions: readonly [version: number, path: string, partial: object, whole: object][] = [
    [4, '/cart', { 'hx-request-type': 'partial' }, { 'hx-request-type': 'full' }],
    [2, '/cart2', {}, { 'hx-boosted': 'true' }],
  ]

  describe.each(versions)('the cart of the guide with htmx %i', (version, path, partial, whole) => {
    /** Clicks, and returns the answer and what htmx has said about its request. */
    async function ask(page: Page, button: string) {
      const isAnswer = (answer: Response) => answer.request().headers()['hx-request'] === 'true'
      const [answer] = await Promise.all([
        page.waitForResponse(isAnswer),
        page.getByText(button, { exact: true }).first().click(),
      ])
      const { 'hx-request-type': type, 'hx-boosted': boosted } = answer.request().headers()
      return { text: await answer.text(), said: { 'hx-request-type': type, 'hx-boosted': boosted } }
    }

    test('htmx replaces its lines and nothing else', async () => {
      const { page, complaints } = await open(path)
      const before = await page.locator('form').count()
      await mark(page)
      const { text, said } = await ask(page, 'Remove')
      await page.getByText(`${before - 1} lines`).waitFor()
      expect(await isMarked(page)).toBe(true)
      expect(text).toMatch(/^<section id="lines"/)
      expect(said).toEqual(partial)
      expect(await colorOf(page, 'p')).toBe('rgb(1, 2, 3)')
      expect(complaints).toEqual([])
      await page.close()
    })

    test('a boosted link gets the whole page', async () => {
      const { page, complaints } = await open(path)
      await mark(page)
      const { text, said } = await ask(page, 'Both')
      await page.waitForURL(/both$/)
      expect(text).toContain('<h1>Cart</h1>')
      expect(said).toMatchObject(whole)
      expect([await isMarked(page), await page.locator('h1').count()]).toEqual([true, 1])
      expect(complaints).toEqual([])
      await page.close()
    })

    test('the back button gets the whole page', async () => {
      const { page, complaints } = await open(`${path}/both?${config({ historyCacheSize: 0 })}`)
      await ask(page, 'Both')
      await page.waitForURL(/both$/)
      const [request] = await Promise.all([
        page.waitForRequest((one) => one.headers()['hx-history-restore-request'] === 'true'),
        page.goBack(),
      ])
      expect(await (await request.response())?.text()).toContain('<h1>Cart</h1>')
      expect(await page.locator('h1').count()).toBe(1)
      expect(complaints).toEqual([])
      await page.close()
    })

    test.each([
      ['', version === 4],
      [config({ responseHandling: [{ code: '...', swap: true }] }), true],
    ])('an answer of status 422 is shown as the guide says: %j', async (query, isShown) => {
      const { page } = await open(`${path}?${query}`)
      await page.evaluate(() => {
        // htmx 2 says so in place of showing the answer.
        document.addEventListener('htmx:responseError', () => document.body.append('not shown'))
      })
      await ask(page, 'Refused')
      await page.getByText(isShown ? '0 lines' : 'not shown').waitFor()
      expect(await page.getByText('0 lines').count()).toBe(Number(isShown))
      await page.close()
    })
  })

  test('the cart of the guide works without JavaScript', async () => {
    const { page } = await open('/cart', { javaScriptEnabled: false })
    const before = await page.locator('form').count()
    await page.getByRole('button').first().click()
    await page.getByText(`${before - 1} lines`).waitFor()
    expect(new URL(page.url()).pathname).toBe('/cart')
    expect(await page.locator('h1').textContent()).toBe('Cart')
    await page.close()
  })

  describe('the basket of the guide', () => {
    test('Turbo replaces the frame, and a stream changes another element', async () => {
      const { page, complaints } = await open('/basket')
      const before = await page.locator('turbo-frame form').count()
      await mark(page)
      await page.getByText('Remove').first().click()
      await page.getByText(`${before - 1} lines`).waitFor()
      await page.getByText('Check').click()
      await page.getByText('All in stock').waitFor()
      expect(await isMarked(page)).toBe(true)
      expect(complaints).toEqual([])
      await page.close()
    })

    test('it works without JavaScript', async () => {
      const { page } = await open('/basket', { javaScriptEnabled: false })
      const before = await page.locator('turbo-frame form').count()
      await page.getByText('Remove').first().click()
      await page.getByText(`${before - 1} lines`).waitFor()
      await page.getByText('Check').click()
      expect(page.url()).toMatch(/\/basket$/)
      await page.close()
    })
  })

  describe('a fragment under a policy that allows only nonces', () => {
    test('has its styles, runs its scripts once, and its island hydrates and ends', async () => {
      const { page, complaints } = await open('/parts')
      await page.locator('#one').click()
      await page.locator('astro-island:not([ssr]) #count').click()
      await page.locator('#count', { hasText: '6' }).waitFor()
      expect(await page.locator('#inline').textContent()).toBe('one')
      expect(await colorOf(page, '.styled')).toBe('rgb(4, 5, 6)')
      await page.locator('#two').click()
      await page.locator('#inline', { hasText: 'two' }).waitFor()
      await page.locator('astro-island:not([ssr]) #count', { hasText: '7' }).click()
      await page.locator('#count', { hasText: '8' }).waitFor()
      expect(
        await page.locator('body').evaluate(({ dataset }) => [dataset['runs'], dataset['ended']]),
      ).toEqual(['1', '5'])
      expect(complaints).toEqual([])
      await page.close()
    })

    test('an island that fetch() brings into a page with islands hydrates', async () => {
      const { page, complaints } = await open('/parts?text=first')
      await page.locator('astro-island:not([ssr]) #count', { hasText: '1' }).waitFor()
      await page.evaluate(async () => {
        const headers = { 'HX-Request': 'true' }
        const answer = await fetch('/parts?text=second&start=11', { headers })
        const slot = document.querySelector('#slot')
        if (slot) slot.innerHTML = await answer.text()
      })
      await page.locator('astro-island:not([ssr]) #count', { hasText: '11' }).click()
      await page.locator('#count', { hasText: '12' }).waitFor()
      expect(complaints).toEqual([])
      await page.close()
    })

    // Without the policy: whole pages that htmx restores have links to preload modules, whose nonce is not that of
    // the page that is shown.
    test('the back button and a reload show whole pages, although answers are cached', async () => {
      const { page, complaints } = await open('/parts?open')
      await page.locator('#two').click()
      await page.locator('#inline', { hasText: 'two' }).waitFor()
      expect(page.url()).toMatch(/text=two/)
      await page.goBack()
      await page.locator('#part').waitFor({ state: 'detached' })
      expect(await page.locator('h1').textContent()).toBe('Parts')

      await page.goForward()
      await page.locator('#inline', { hasText: 'two' }).waitFor()
      expect(await page.locator('h1').textContent()).toBe('Parts')

      await page.goto(`http://localhost:${server.port}/parts/away`)
      await page.goBack()
      await page.locator('#inline', { hasText: 'two' }).waitFor()
      expect(await page.locator('h1').textContent()).toBe('Parts')
      expect(complaints).toEqual([])
      await page.close()
    })
  })
})

function config(options: object): string {
  return new URLSearchParams({ config: JSON.stringify(options) }).toString()
}

/** A mark in the document, which another document does not have. */
async function mark(page: Page): Promise<void> {
  await page.evaluate(() => Object.assign(globalThis, { marked: true }))
}

function isMarked(page: Page): Promise<boolean> {
  return page.evaluate(() => 'marked' in globalThis)
}

function colorOf(page: Page, selector: string): Promise<string> {
  return page.locator(selector).evaluate((element) => getComputedStyle(element).color)
}
