import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { browserPath, openPage, startBrowser, visit } from '../support/browser.ts'
import { runCli } from '../support/cli.ts'
import { type Server, startServer } from '../support/servers.ts'
import { until, untilMatches } from '../support/until.ts'
import { configOf, LINKED_PACKAGE, PLACES_SITE } from './island-places.ts'
import { page as pageOf } from './island-site.ts'
import { createProject, type Project } from './project.ts'

const describeInBrowser = browserPath === undefined ? describe.skip : describe

let project: Project
let linked: Project
let browser: Browser
const servers: Partial<Record<string, Server>> = {}

async function start(): Promise<void> {
  project = await createProject(PLACES_SITE)
  linked = await createProject(LINKED_PACKAGE)
  await mkdir(join(project.root, 'node_modules'))
  await symlink(linked.root, join(project.root, 'node_modules/linked-widgets'))
  const { code, printed } = await runCli('build', project.root)
  if (code !== 0) throw new Error(printed)
  for (const mode of ['built', 'dev']) {
    servers[mode] = await startServer('islands-behind-proxy.mjs', project.root, mode)
  }
  browser = await startBrowser()
}

async function open(mode: string, path: string) {
  const opened = await openPage(browser, { ignoreHTTPSErrors: true })
  opened.page.setDefaultTimeout(50_000)
  await visit(opened.page, `https://localhost:${servers[mode]?.port}/shop/${path}`)
  return opened
}

async function clickUntil(page: Page, name: string, text: string): Promise<void> {
  const button = page.locator(`astro-island:not([ssr]) button.${name}`)
  await button.click()
  await button.getByText(text).waitFor()
}

describeInBrowser('a site with a base, behind a proxy with https', () => {
  beforeAll(start, 180_000)
  afterAll(async () => {
    await browser?.close()
    for (const server of Object.values(servers)) await server?.stop()
    await project?.remove()
    await linked?.remove()
  })

  describe.each(['built', 'dev'])('%s', (mode) => {
    test.each([
      ['an island hydrates', 'counter', 'own', 'old 6'],
      ['an island of a linked package hydrates', 'linked', 'linked', 'old 6'],
      ['appEntrypoint of Vue sets the app of an island up', 'provided', 'vue', 'the shop 6 global'],
    ])('%s', async (_, path, name, text) => {
      const { page, complaints } = await open(mode, path)
      await clickUntil(page, name, text)
      await page.close()
      expect(complaints).toEqual([])
    })

    test('a directive of an integration decides when an island hydrates', async () => {
      const { page, complaints } = await open(mode, 'directive')
      expect(await page.locator('astro-island[ssr]').count()).toBe(1)
      // The first click only hydrates it.
      await page.locator('button.own').click()
      await clickUntil(page, 'own', 'old 6')
      await page.close()
      expect(complaints).toEqual([])
    })

    test('children are elements with experimentalReactChildren', async () => {
      const { page } = await open(mode, 'children')
      await page.locator('astro-island:not([ssr]) p.children').waitFor()
      expect(await page.locator('p.children').innerText()).toBe('2 onetwo')
      await page.close()
    })

    test('a script may import a module that also exports an .astro component', async () => {
      const { page, complaints } = await open(mode, 'barrel')
      await page.waitForFunction(() => document.title === '# 2')
      await page.close()
      expect(complaints).toEqual([])
    })
  })

  test('dev: a saved component of a linked package keeps its state', async () => {
    const { page, complaints } = await open('dev', 'linked')
    await clickUntil(page, 'linked', 'old 6')
    await linked.edit('Counter.jsx', 'old {', 'new {')
    await page.getByText('new 6').waitFor()
    await page.close()
    expect(complaints).toEqual([])
  })

  test('dev: a script that uses the component of such a module is told why it cannot', async () => {
    await project.write(
      'src/pages/uses.astro',
      pageOf(
        '',
        "<script>import { Card } from '../components'\ndocument.title = Card.name</script>",
      ),
    )
    const { page, complaints } = await open('dev', 'uses')
    const refused = 'src/components/Card.astro runs on the server.'
    await until(() => complaints.some((complaint) => complaint.includes(refused)))
    const overlay = page.locator('ssr-pages-problem')
    await overlay.locator('.message').getByText(refused).waitFor()
    expect(await overlay.locator('.place').textContent()).toBe('src/components/index.ts:1:33')
    expect(await overlay.locator('.frame').textContent()).toContain(
      "> 1 | export { default as Card } from './Card.astro'",
    )
    await overlay.getByText('src/pages/uses.astro:').first().waitFor({ state: 'attached' })
    await page.close()
  })

  test('dev: an integration that is added to the configuration takes effect, until it is removed', async () => {
    const config = 'ssr-pages.config.mjs'
    const read = async (path: string) => {
      const { page } = await open('dev', path)
      const overlay = page.locator('ssr-pages-problem .message')
      const isBroken = (await overlay.count()) > 0
      const text = isBroken ? await overlay.innerText() : await page.content()
      await page.close()
      return text
    }
    await project.write(config, configOf({ hasVue: false, hasDirective: false }))
    await untilMatches(() => read('provided'), /this is a component of Vue/)
    await untilMatches(() => read('directive'), /Unknown directive client:click/)
    await project.write(config, configOf({ hasVue: true, hasDirective: true }))
    await untilMatches(() => read('directive'), /client="click"/)
    const { page, complaints } = await open('dev', 'provided')
    await clickUntil(page, 'vue', 'the shop 6 global')
    await page.close()
    expect(complaints).toEqual([])
  })
})
