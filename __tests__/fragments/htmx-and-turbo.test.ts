import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { browserPath, openPage, startBrowser } from '../support/browser.ts'
import { build } from '../support/cli.ts'
import { blocksOf, writeFiles } from '../support/guide.ts'
import { createProjectInRepository, write } from '../support/project.ts'
import { ROOT } from '../support/root.ts'
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
    const code = readFileSync(join(root, 'server.js'), 'utf8')
    write(
      join(root, 'server.js'),
      code
        .replace(
          "import express from 'express'",
          "$&\nimport { basket } from './basket.js'\nimport { parts } from './parts.js'",
        )
        .replace("app.get('/cart'", "app.use('/basket', basket)\napp.use('/parts', parts)\n$&"),
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

  describe('the cart of the guide', () => {
    test('htmx replaces its lines and nothing else', async () => {
      const { page, complaints } = await open('/cart')
      const before = await page.locator('form').count()
      await mark(page)
      const [answer] = await Promise.all([
        page.waitForResponse((response) => response.url().endsWith('/cart/remove')),
        page.getByRole('button').first().click(),
      ])
      await page.getByText(`${before - 1} lines`).waitFor()
      expect(await isMarked(page)).toBe(true)
      expect(await answer.text()).toMatch(/^<section id="lines"/)
      expect(await colorOf(page, 'p')).toBe('rgb(1, 2, 3)')
      expect(complaints).toEqual([])
      await page.close()
    })

    test('it works without JavaScript', async () => {
      const { page } = await open('/cart', { javaScriptEnabled: false })
      const before = await page.locator('form').count()
      await page.getByRole('button').first().click()
      await page.getByText(`${before - 1} lines`).waitFor()
      expect(page.url()).toMatch(/\/cart$/)
      expect(await page.locator('h1').textContent()).toBe('Cart')
      await page.close()
    })
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
