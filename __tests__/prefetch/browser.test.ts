import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { browserPath, openPage, startBrowser, visit } from '../support/browser.ts'
import { findPort } from '../support/free-port.ts'
import { ROOT } from '../support/root.ts'
import { startServer } from '../support/servers.ts'
import { until } from '../support/until.ts'
import { buildWarm } from '../support/warm-cli.ts'
import { APP, FILES, type Host, startHost } from './site.ts'
import { writeAll } from '../support/project.ts'

const describeInBrowser = browserPath === undefined ? describe.skip : describe

describeInBrowser('pages that are fetched before a visitor follows a link', () => {
  let root: string
  let host: Host
  let browser: Browser
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    root = mkdtempSync(`${ROOT}/__tests__/fixtures/dist-prefetch-`)
    writeAll(root, {
      ...FILES,
      ...APP,
      'ssr-pages.config.mjs': 'export default { prefetch: true }',
    })
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
  })

  afterEach(() => page?.close())

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
    await page.evaluate(async () => {
      const enter = (id: string): unknown =>
        document
          .querySelector(`#${id}`)
          ?.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }))
      for (const id of ['false', 'unmarked', 'tap']) {
        enter(id)
        // Longer than the time that a link would need.
        await new Promise((done) => setTimeout(done, 100))
      }
      enter('short')
      enter('host')
    })
    await until(() => paths().includes('/host'))
    expect(paths()).toEqual(['load', '/host'])
  })

  test.each([
    ['/shop/props', ['props'], 'of which a component gets the attribute as data'],
    ['/shop/bare', ['bare'], 'of a database'],
    ['/shop/later', ['later'], 'that a script adds later'],
    ['/shop/script', ['called', 'database'], 'of a database, and those that code asks for once'],
  ])('%s fetches the pages of links %s', async (path, names) => {
    await open(path)
    await until(() => names.every((name) => paths().includes(name)))
    expect(paths().toSorted()).toEqual(names)
    expect(complaints).toEqual([])
  })

  test.each([
    ['saves data', { saveData: true, effectiveType: '4g' }],
    ['has a slow connection', { saveData: false, effectiveType: 'slow-2g' }],
  ])('a visitor who %s fetches a page only when its link is pressed', async (_, connection) => {
    await page.addInitScript((value) => {
      Object.defineProperty(navigator, 'connection', { value })
    }, connection)
    await open('/shop/')
    await page.hover('#hover')
    await page.dispatchEvent('#focus', 'mousedown')
    await until(() => paths().includes('focus'))
    expect(paths()).toEqual(['focus'])
  })

  test('a page without a marked link loads no script', async () => {
    await open('/shop/plain')
    expect(await page.evaluate(() => document.scripts.length)).toBe(0)
  })

  test('development fetches the same pages', async () => {
    const server = await startServer('dev.mjs', root, 'mount', String(await findPort()))
    try {
      const names: string[] = []
      page.on('request', (request) => {
        const [, name] = /\/shop\/target\/(\w+)$/.exec(request.url()) ?? []
        if (name !== undefined) names.push(name)
      })
      await visit(page, `http://localhost:${server.port}/shop/props`)
      await until(() => names.length === 1)
      await visit(page, `http://localhost:${server.port}/shop/script`)
      await until(() => names.length === 3)
      expect(names.toSorted()).toEqual(['called', 'database', 'props'])
    } finally {
      await server.stop()
    }
  }, 60_000)
})
