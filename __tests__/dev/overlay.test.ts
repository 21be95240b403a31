import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { browserPath, startBrowser, visit } from '../support/browser.ts'
import { type Server, startServer } from '../support/servers.ts'
import { type Project, createProject } from './project.ts'

const describeInBrowser = browserPath === undefined ? describe.skip : describe

const STREAM = `---
const wait = () => new Promise((resolve) => setTimeout(resolve, 50))
const late = async () => wait().then(() => { throw new RangeError('too late') })
---
<html><body><h1>Begun</h1><p>{late()}</p></body></html>
`

const FILES = {
  'ssr-pages.config.js': "export default { site: 'nowhere' }",
  'src/pages/index.astro':
    "---\nimport '../shop.scss'\n---\n<html><body><h1>Shop</h1></body></html>",
  'src/shop.scss': 'h1 { outline-color: rgb(1, 2, 3) }\n',
  'src/pages/stream.astro': STREAM,
}

describeInBrowser('a page that fails', () => {
  let project: Project
  let server: Server
  let browser: Browser
  let page: Page
  let url: string

  beforeAll(async () => {
    project = await createProject(FILES)
    server = await startServer('dev-plain.mjs', project.root, 'express')
    browser = await startBrowser()
    page = await browser.newPage()
    page.setDefaultTimeout(15_000)
    url = `http://localhost:${server.port}`
  })

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await project?.remove()
  })

  test('because the configuration was wrong from the start comes back by itself', async () => {
    await visit(page, url)
    await shows("'site' must be an http(s) URL")
    await project.write('ssr-pages.config.js', 'export default {}')
    await isMended()
  })

  test('because its style does not compile comes back by itself', async () => {
    await project.edit('src/shop.scss', 'rgb(1, 2, 3)', '$none')
    await shows('Undefined variable.')
    expect(await page.locator('ssr-pages-problem .place').textContent()).toBe('src/shop.scss:1:21')
    await project.edit('src/shop.scss', '$none', 'rgb(4, 5, 6)')
    await isMended()
  })

  test('after its first bytes were sent shows them and the error', async () => {
    await visit(page, `${url}/stream`)
    await shows('too late')
    expect(await page.locator('body > h1').textContent()).toBe('Begun')
    await project.edit('src/pages/stream.astro', '{late()}', 'on time')
    await page.getByText('on time').waitFor()
    expect(await page.locator('ssr-pages-problem').count()).toBe(0)
  })

  async function shows(text: string): Promise<void> {
    await page.locator('ssr-pages-problem').getByText(text).first().waitFor()
  }

  async function isMended(): Promise<void> {
    await page.getByRole('heading', { name: 'Shop' }).waitFor()
    expect(await page.locator('ssr-pages-problem').count()).toBe(0)
  }
})
