import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { browserPath, openPage, startBrowser, visit } from '../support/browser.ts'
import { build } from '../support/cli.ts'
import { ROOT } from '../support/root.ts'
import { type Server, startUserServer } from '../support/servers.ts'

const testInBrowser = browserPath === undefined ? test.skip : test

let root: string

beforeAll(() => {
  root = mkdtempSync(`${ROOT}/__tests__/fixtures/dist-`)
  cpSync(`${ROOT}/__tests__/fixtures/packages-site`, root, { recursive: true })
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

describe("a site that uses fifteen packages of Astro's world", () => {
  let server: Server
  let browser: Browser | undefined
  let printed = ''

  beforeAll(async () => {
    const { stdout, stderr } = build(root)
    printed = stdout + stderr
    server = await startUserServer(join(root, 'server.mjs'))
    if (browserPath !== undefined) browser = await startBrowser()
  }, 180_000)

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  test.each([
    ['a sitemap', '/sitemap-0.xml', '<loc>https://shop.example/about/</loc>'],
    ['the list of sitemaps', '/sitemap-index.xml', '<loc>https://shop.example/sitemap-0.xml</loc>'],
    ['robots.txt', '/robots.txt', 'Sitemap: https://shop.example/sitemap-index.xml'],
    ['a feed', '/rss.xml', '<link>https://shop.example/about/</link>'],
    ["partytown's library", '/~partytown/partytown.js', 'Partytown'],
    ['tags for search engines', '/', '<meta property="og:title" content="Shop">'],
    ['a video', '/videos', '<lite-youtube'],
    ['a video of another site', '/videos', '<lite-vimeo'],
    ['a component that MDX did not import', '/notes', '<aside>An imported note</aside>'],
    ['a frame around code in MDX', '/notes', '<span class="title">till.js</span>'],
    ['a frame around code in Markdown', '/plain', '<span class="title">door.js</span>'],
  ])('has %s', async (_, path, text) => {
    const response = await fetch(`http://localhost:${server.port}${path}`)
    expect(response.status).toBe(200)
    expect(await response.text()).toContain(text)
  })

  test('keeps the compressed files beside the others', () => {
    const file = join(root, 'dist/client/sitemap-0.xml')
    expect(gunzipSync(readFileSync(`${file}.gz`)).equals(readFileSync(file))).toBe(true)
  })

  test('prints no warning of ours', () => {
    const warnings = printed.split('\n').filter((line) => line.startsWith('warning '))
    expect(warnings).toEqual([
      'warning [astro-compressor] brotli compression disabled, skipping...',
    ])
  })

  testInBrowser('runs Alpine and partytown, and shows icons and styles', async () => {
    const { page, complaints } = await open('/')
    await page.waitForFunction(() => document.querySelector('output')?.textContent === '1')
    await page.click('button')
    await page.waitForFunction(() => document.querySelector('output')?.textContent === '2')
    // The script of partytown runs in its worker.
    await page.waitForFunction(() => document.title === 'Shop (counted)')
    const shown = await page.evaluate(() => ({
      heading: getComputedStyle(document.querySelector('h1') ?? document.body).fontSize,
      text: getComputedStyle(document.querySelector('#uno') ?? document.body).marginLeft,
      icons: [...document.querySelectorAll('svg')].map((svg) => svg.getBoundingClientRect().width),
      shapes: [...document.querySelectorAll('svg')].map(
        (svg) => svg.querySelector('path, use') !== null,
      ),
    }))
    expect(shown).toEqual({
      heading: '30px',
      text: '3px',
      icons: [24, 16, 24, 30],
      shapes: [true, true, true, true],
    })
    expect(complaints).toEqual([])
  })

  testInBrowser('shows a block of code with its styles', async () => {
    const { page, complaints } = await open('/code')
    const block = page.locator('.expressive-code pre code')
    await block.waitFor()
    expect(await block.innerText()).toBe('const open = true')
    const token = page.locator('.expressive-code .code span').first()
    expect(await token.evaluate((span) => getComputedStyle(span).color)).toBe('rgb(191, 52, 65)')
    expect(complaints).toEqual([])
  })

  testInBrowser('runs the injected scripts in a prerendered page, too', async () => {
    const { page, complaints } = await open('/about/')
    await page.waitForFunction(() => document.title === 'About (counted)')
    await page.waitForFunction(() => 'Alpine' in window)
    expect(complaints).toEqual([])
  })

  async function open(path: string) {
    if (browser === undefined) throw new Error('no browser')
    const opened = await openPage(browser)
    await visit(opened.page, `http://localhost:${server.port}${path}`)
    return opened
  }
})

describe('the same site in development', () => {
  let server: Server

  beforeAll(async () => {
    server = await startUserServer(join(root, 'dev.mjs'))
  }, 120_000)

  afterAll(() => server?.stop())

  test.each([
    ['icons', '/', '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="30"'],
    ['an icon of the project', '/', 'id="own-icon"'],
    ['injected scripts', '/', 'partytown'],
    ['a block of code', '/code', '<div class="expressive-code">'],
    ['a video', '/videos', '<lite-youtube'],
    ['a feed', '/rss.xml', '<link>https://shop.example/about/</link>'],
    ["partytown's library", '/~partytown/partytown.js', 'Partytown'],
  ])('has %s', async (_, path, text) => {
    const response = await fetch(`http://localhost:${server.port}${path}`)
    expect(response.status).toBe(200)
    expect(await response.text()).toContain(text)
  })
})
