import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { browserPath, startBrowser } from '../support/browser.ts'
import { type Server, startServer } from '../support/servers.ts'
import { runCli } from '../support/cli.ts'
import { BROWSER_CODE, LOADED } from './browser-code.ts'
import { type Project, createProject } from './project.ts'

const describeInBrowser = browserPath === undefined ? describe.skip : describe

describeInBrowser('a script of a page', () => {
  let project: Project
  let live: Readonly<Record<string, unknown>>
  let built: Readonly<Record<string, unknown>>
  let refused: string[]

  beforeAll(async () => {
    project = await createProject(BROWSER_CODE)
    const { code, printed } = await runCli('build', project.root)
    expect([code, printed]).toEqual([0, printed])
    const browser = await startBrowser()
    try {
      const ran = await Promise.all(['node', 'built'].map((mode) => run(browser, mode)))
      ;[live, built] = ran.map(({ seen }) => seen) as [typeof live, typeof built]
      refused = ran[0]?.refused ?? []
    } finally {
      await browser.close()
    }
  })

  afterAll(async () => {
    await project?.remove()
  })

  test.each(LOADED)('gets %s in development as in a build', (name) => {
    expect(JSON.stringify(built[name])).not.toMatch(/Error|Event|404/)
    expect(live[name]).toEqual(built[name])
  })

  test('has no request refused', () => {
    expect(refused).toEqual([])
  })

  async function run(browser: Browser, mode: string) {
    const server: Server = await startServer('dev-plain.mjs', project.root, mode)
    const context = await browser.newContext()
    const page = await context.newPage()
    const failed: string[] = []
    context.on('response', (response) => {
      if (response.status() >= 400) failed.push(`${response.status()} ${response.url()}`)
    })
    try {
      await page.goto(`http://localhost:${server.port}/`)
      const output = page.locator('output:not(:empty)')
      await output.waitFor({ state: 'attached', timeout: 50_000 })
      return { seen: JSON.parse((await output.textContent()) ?? '{}'), refused: failed }
    } finally {
      await context.close()
      await server.stop()
    }
  }
})
