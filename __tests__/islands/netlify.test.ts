import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import express from 'express'
import type { NetlifyHandler } from '../../src/netlify/index.ts'
import { browserPath, openPage, startBrowser } from '../support/browser.ts'
import { runCli } from '../support/cli.ts'
import { createProjectInRepository, readTree } from '../support/project.ts'
import { ROOT } from '../support/root.ts'
import { FRAMEWORKS, importComponent, tagOf } from './frameworks.ts'

const CONFIG = `import netlify from 'ssr-pages/netlify'
import { integrations } from './integrations.mjs'
export default { integrations, adapter: netlify() }`

const PAGE = `---
${FRAMEWORKS.map((framework) => importComponent(framework, 'Counter')).join('\n')}
---
<html><head><title>a</title><link rel="icon" href="data:," /></head><body>
${FRAMEWORKS.map(({ name }, index) => `<${tagOf(name, 'Counter')} client:load start={${index}} name="${name}" />`).join('\n')}
</body></html>`.replaceAll('../../components', '../components')

const describeInBrowser = browserPath === undefined ? describe.skip : describe

describe('five frameworks in one function of Netlify, without node_modules', () => {
  let root: string
  let alone: string
  let handler: NetlifyHandler

  beforeAll(async () => {
    root = createProjectInRepository({
      'ssr-pages.config.mjs': CONFIG,
      'src/pages/index.astro': PAGE,
    })
    const fixture = `${ROOT}/__tests__/fixtures/islands`
    cpSync(`${fixture}/integrations.mjs`, join(root, 'integrations.mjs'))
    cpSync(`${fixture}/src`, join(root, 'src'), { recursive: true })
    const { code, printed } = await runCli('build', root)
    if (code !== 0) throw new Error(printed)
    alone = realpathSync(mkdtempSync(join(tmpdir(), 'ssr-pages-test-')))
    cpSync(join(root, 'netlify/functions/entry'), alone, { recursive: true })
    const module = await import(pathToFileURL(join(alone, 'entry.mjs')).href)
    handler = module.default
  }, 120_000)

  afterAll(() => {
    for (const folder of [root, alone]) rmSync(folder, { recursive: true, force: true })
  })

  test('an island of each is rendered', async () => {
    const response = await handler(new Request('http://localhost/'), {} as never)
    expect(response.status).toBe(200)
    const html = await response.text()
    expect(html.match(/<astro-island /g)).toHaveLength(FRAMEWORKS.length)
    FRAMEWORKS.forEach((_, index) => {
      expect(html).toMatch(
        new RegExp(`<button[^>]* class="count"[^>]*>${index}<|class="count">${index}<`),
      )
    })
  })

  test('the function has the production code of the frameworks only', () => {
    const code = [...readTree(alone)].map(([, text]) => text).join('')
    expect(code).not.toContain('process.env.NODE_ENV')
    expect(code).not.toContain('react-dom-server.node.development')
    expect(code.length).toBeLessThan(3_000_000)
  })

  describeInBrowser('in a browser', () => {
    let server: Server

    beforeAll(() => {
      server = express()
        .use(express.static(join(root, 'dist/client'), { index: false }))
        .use(async (req, res) => {
          const response = await handler(new Request(`http://localhost${req.url}`), {} as never)
          res
            .status(response.status)
            .type('html')
            .send(await response.text())
        })
        .listen(0)
    })
    afterAll(() => {
      server.closeAllConnections()
      server.close()
    })

    test('all of them hydrate', async () => {
      const browser = await startBrowser()
      try {
        const { page, complaints } = await openPage(browser)
        await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`)
        await page.waitForFunction(
          (count) => document.querySelectorAll('astro-island:not([ssr])').length === count,
          FRAMEWORKS.length,
        )
        for (const button of await page.locator('.count').all()) await button.click()
        const counts = await page.locator('.count').allInnerTexts()
        expect(counts).toEqual(FRAMEWORKS.map((_, index) => String(index + 1)))
        expect(complaints).toEqual([])
      } finally {
        await browser.close()
      }
    })
  })
})
