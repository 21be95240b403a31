import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { browserPath, openPage, startBrowser } from '../support/browser.ts'
import { build } from '../support/cli.ts'
import { blocksOf, writeFiles } from '../support/guide.ts'
import { createProjectInRepository, write } from '../support/project.ts'
import { ROOT } from '../support/root.ts'
import { type Server, startUserServer } from '../support/servers.ts'

const GUIDE = readFileSync(join(ROOT, 'docs/fragments.md'), 'utf8')
const describeInBrowser = browserPath === undefined ? describe.skip : describe

describeInBrowser('the cart and the basket of the guide', () => {
  let root: string
  let browser: Browser
  let server: Server

  beforeAll(async () => {
    root = createProjectInRepository({ 'package.json': '{ "type": "module" }' })
    writeFiles(root, blocksOf(GUIDE))
    rmSync(join(root, 'src/pages'), { recursive: true })
    const code = readFileSync(join(root, 'server.js'), 'utf8')
    write(
      join(root, 'server.js'),
      code
        .replace("import express from 'express'", "$&\nimport { basket } from './basket.js'")
        .replace("app.get('/cart'", "app.use('/basket', basket)\n$&"),
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

  test('htmx replaces the lines of the cart and nothing else', async () => {
    const { page, complaints } = await openPage(browser)
    await page.goto(`http://localhost:${server.port}/cart`)
    await mark(page)
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.url().endsWith('/cart/remove')),
      page.getByRole('button').first().click(),
    ])
    await page.getByText('1 lines').waitFor()
    expect(await isMarked(page)).toBe(true)
    expect(await answer.text()).toMatch(/^<section id="lines"/)
    expect(answer.headers()['vary']).toContain('HX-Request')
    expect(await page.locator('p').evaluate((it) => getComputedStyle(it).color)).toBe(
      'rgb(1, 2, 3)',
    )
    expect(complaints).toEqual([])
    await page.close()
  })
})

/** A mark in the document, which another document does not have. */
async function mark(page: Page): Promise<void> {
  await page.evaluate(() => Object.assign(globalThis, { marked: true }))
}

function isMarked(page: Page): Promise<boolean> {
  return page.evaluate(() => 'marked' in globalThis)
}
