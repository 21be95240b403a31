import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { browserPath, openPage, startBrowser } from '../support/browser.ts'
import { ROOT } from '../support/root.ts'
import { until } from '../support/until.ts'
import { buildWarm } from '../support/warm-cli.ts'
import { FILES, type Host, startHost } from './site.ts'
import { writeFiles } from './write-files.ts'

const describeInBrowser = browserPath === undefined ? describe.skip : describe

describeInBrowser('pages that are fetched before a visitor follows a link', () => {
  let root: string
  let host: Host
  let browser: Browser
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    root = mkdtempSync(`${ROOT}/__tests__/fixtures/dist-prefetch-`)
    writeFiles(root, { ...FILES, 'ssr-pages.config.mjs': 'export default { prefetch: true }' })
    await buildWarm(root)
    host = startHost({ dir: join(root, 'dist/pages') })
    browser = await startBrowser()
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    host?.close()
    if (root) rmSync(root, { recursive: true, force: true })
  })

  beforeEach(async () => {
    host.seen.length = 0
    ;({ page, complaints } = await openPage(browser))
    return () => page.close()
  })

  async function open(path: string): Promise<void> {
    await page.goto(host.origin + path)
  }

  const paths = (): string[] => host.seen.map(({ path }) => path.replace('/shop/target/', ''))

  test('at once, and no other page, nor an address of another origin or a download', async () => {
    await open('/shop/')
    await until(() => paths().includes('load'))
    expect(host.seen).toEqual([{ path: '/shop/target/load', purpose: 'prefetch' }])
    expect(complaints).toEqual([])
  })

  test.each([
    ['under the pointer', 'hover', (link: string) => page.hover(link)],
    ['with the focus', 'focus', (link: string) => page.focus(link)],
    ['without a strategy, under the pointer', 'default', (link: string) => page.hover(link)],
    ['on the screen', 'viewport', (link: string) => page.locator(link).scrollIntoViewIfNeeded()],
    ['when it is pressed', 'tap', (link: string) => page.dispatchEvent(link, 'mousedown')],
  ])('a link %s is fetched once', async (_, name, act) => {
    await open('/shop/')
    await act(`#${name}`)
    await until(() => paths().includes(name))
    await page.mouse.move(0, 0)
    await page.evaluate(() => scrollTo(0, 0))
    await act(`#${name}`)
    await page.hover('#host')
    await until(() => paths().includes('/host'))
    expect(paths().filter((path) => path === name)).toEqual([name])
    expect(complaints).toEqual([])
  })

  test('a link that the pointer only passes, is marked with false or not at all is left alone', async () => {
    await open('/shop/')
    await page.hover('#short')
    for (const name of ['false', 'unmarked', 'tap']) await page.hover(`#${name}`)
    await page.hover('#host')
    await until(() => paths().includes('/host'))
    expect(paths()).toEqual(['load', '/host'])
  })
})
