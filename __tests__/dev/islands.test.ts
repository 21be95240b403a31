import { stat } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { browserPath, openPage, startBrowser, visit } from '../support/browser.ts'
import { type Server, startServer } from '../support/servers.ts'
import { FRAMEWORKS, ISLAND_SITE } from './island-site.ts'
import { type Project, createProject } from './project.ts'

const describeInBrowser = browserPath === undefined ? describe.skip : describe

const PLACES = [
  { mode: 'plain', what: 'at the root', origin: 'http', path: '' },
  {
    mode: 'strict',
    what: 'over https, under /docs and a strict policy',
    origin: 'https',
    path: '/docs',
  },
]

describeInBrowser.each(PLACES)('an island in development, $what', ({ mode, origin, path }) => {
  let project: Project
  let server: Server
  let browser: Browser
  let url: string

  beforeAll(async () => {
    project = await createProject(ISLAND_SITE)
    server = await startServer('dev-islands.mjs', project.root, mode)
    url = `${origin}://localhost:${server.port}${path}`
    browser = await startBrowser()
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await project?.remove()
  })

  test('of every framework hydrates at the first start, and the page loads once', async () => {
    const opened = await open('/all')
    const { page, loads } = opened
    for (const { name } of FRAMEWORKS) {
      await hydrated(page, name)
      await page.locator(`button.${name}`).click()
      await page.locator(`button.${name}`, { hasText: 'old 6' }).waitFor()
    }
    expect(loads).toHaveLength(1)
    await isClean(opened)
  })

  test.each(FRAMEWORKS)('of $name keeps its state when its file is saved', async (framework) => {
    const { name, file, child } = framework
    const opened = await open(`/${name}`)
    const { page, loads } = opened
    const button = page.locator(`button.${name}`)
    await hydrated(page, name)
    await button.click()
    await button.getByText('old 6').waitFor()
    await project.edit(child, 'child old', 'child new')
    await page.getByText('child new').waitFor()
    expect(await button.textContent()).toBe('old 6')
    await project.edit(file, 'old {', 'new {')
    await button.getByText(/^new \d/).waitFor()
    expect(await button.textContent()).toBe(framework.keepsOwnState ? 'new 6' : 'new 5')
    expect(loads).toHaveLength(1)
    // The page of a new visit is made from the same sources.
    await page.reload()
    await hydrated(page, name)
    expect(await button.textContent()).toBe('new 5')
    await isClean(opened)
  })

  test('whose component the page also prints without a directive reloads the page', async () => {
    const { page, loads } = await open('/printed')
    await page.locator('astro-island:not([ssr]) p').waitFor()
    await project.edit('src/react/Printed.jsx', 'printed old', 'printed new')
    await page.waitForFunction(() => {
      const texts = Array.from(document.querySelectorAll('p'), ({ textContent }) => textContent)
      return texts.join() === 'printed new,printed new'
    })
    expect(loads.length).toBeGreaterThan(1)
    await page.close()
  })

  test('loads at the next start without bundling the packages again', async () => {
    const file = `${project.root}/node_modules/.vite/deps/_metadata.json`
    const before = await stat(file)
    const { port } = server
    await server.stop()
    server = await startServer('dev-islands.mjs', project.root, mode, String(port))
    const opened = await open('/all')
    for (const { name } of FRAMEWORKS) await hydrated(opened.page, name)
    expect(opened.loads).toHaveLength(1)
    expect((await stat(file)).mtimeMs).toBe(before.mtimeMs)
    await isClean(opened)
  })

  interface Opened {
    readonly page: Page
    readonly complaints: readonly string[]
    /** Times of the document in the page: one for each navigation. */
    readonly loads: readonly string[]
  }

  async function open(target: string): Promise<Opened> {
    const { page, complaints } = await openPage(browser, { ignoreHTTPSErrors: true })
    page.setDefaultTimeout(50_000)
    const loads: string[] = []
    page.on('framenavigated', (frame) => loads.push(frame.url()))
    await visit(page, url + target)
    return { page, complaints, loads }
  }

  async function hydrated(page: Page, name: string): Promise<void> {
    await page.locator(`astro-island:not([ssr]) button.${name}`).waitFor()
  }

  async function isClean({ page, complaints }: Opened): Promise<void> {
    await page.close()
    expect(complaints).toEqual([])
  }
})
