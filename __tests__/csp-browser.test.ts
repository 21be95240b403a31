import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import type { Server } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import express from 'express'
import helmet from 'helmet'
import type { Browser } from 'playwright-core'
import { ssrPages } from '../src/index.ts'
import { browserPath, openPage, startBrowser } from './support/browser.ts'
import { ROOT } from './support/root.ts'
import { runCli } from './support/cli.ts'

const PAGE = `---
const text = 'from the server'
---
<html lang="en">
  <head><title>a</title><link rel="icon" href="data:," /></head>
  <body>
    <p id="bundled">-</p>
    <p id="variables">-</p>
    <p id="late">{new Promise((done) => setTimeout(done, 50, 'late'))}</p>
    <p transition:name="moved" class="styled">styled</p>
    <script>document.querySelector('#bundled')!.textContent = 'ran'</script>
    <script define:vars={{ text }}>document.querySelector('#variables').textContent = text</script>
  </body>
</html>
<style>.styled { color: rgb(1, 2, 3) }</style>`

const describeInBrowser = browserPath === undefined ? describe.skip : describe

describeInBrowser('under a policy that allows nothing without a nonce', () => {
  let root: string
  let server: Server
  let browser: Browser

  beforeAll(async () => {
    root = mkdtempSync(`${ROOT}/__tests__/fixtures/dist-`)
    mkdirSync(join(root, 'src/pages'), { recursive: true })
    writeFileSync(join(root, 'src/pages/index.astro'), PAGE)
    const { code, printed } = await runCli('build', root)
    if (code !== 0) throw new Error(printed)
    server = createApp(join(root, 'dist/pages')).listen(0)
    browser = await startBrowser()
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    server?.close()
    rmSync(root, { recursive: true, force: true })
  })

  test('scripts run, styles apply, and the browser blocks nothing', async () => {
    const { page, complaints } = await openPage(browser)
    const { port } = server.address() as AddressInfo
    const response = await page.goto(`http://localhost:${port}/`)
    expect(response?.headers()['content-security-policy']).toMatch(
      /script-src 'nonce-[^']+';style-src 'nonce-/,
    )
    expect(await page.locator('p').allTextContents()).toEqual([
      'ran',
      'from the server',
      'late',
      'styled',
    ])
    const style = await page.locator('.styled').evaluate((element) => {
      const { color, viewTransitionName } = getComputedStyle(element)
      return [color, viewTransitionName]
    })
    expect(style).toEqual(['rgb(1, 2, 3)', 'moved'])
    expect(complaints).toEqual([])
  })
})

function createApp(dir: string): express.Express {
  const nonce = (_req: unknown, res: unknown): string =>
    `'nonce-${(res as express.Response).locals['cspNonce']}'`
  const directives = {
    defaultSrc: ["'none'"],
    imgSrc: ['data:'],
    scriptSrc: [nonce],
    styleSrc: [nonce],
    scriptSrcAttr: null,
    fontSrc: null,
  }
  return express()
    .use((_req, res, next) => {
      res.locals['cspNonce'] = randomBytes(16).toString('base64')
      next()
    })
    .use(helmet({ contentSecurityPolicy: { useDefaults: false, directives } }))
    .use(ssrPages({ dir }))
}
