import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { browserPath, startBrowser } from '../support/browser.ts'
import { type Server } from '../support/servers.ts'
import { runCli } from '../support/cli.ts'
import { type Look, lookAt, openIn, readLook, startTwoModes } from './looks.ts'
import { type Project, createProject } from './project.ts'
import { SAVE_FILES, type SaveCase, saveCases } from './save-cases.ts'

const describeInBrowser = browserPath === undefined ? describe.skip : describe

describeInBrowser('a page that is open shows what is saved', () => {
  let project: Project
  let server: Server
  let browser: Browser
  let page: Page
  let fresh: Page
  let isConnected = false

  beforeAll(async () => {
    project = await createProject(SAVE_FILES)
    server = await startTwoModes(project.root)
    browser = await startBrowser()
    ;[page, fresh] = [await openIn(browser, 'live'), await openIn(browser, 'live')]
    page.on('framenavigated', () => (isConnected = false))
    page.on('console', (message) => {
      if (message.text() === '[vite] connected.') isConnected = true
    })
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await project?.remove()
  })

  const named = saveCases.map((saved) => [saved.name, saved] as const)

  test.each(named)('%s', async (_name, saved) => {
    await lookAt(page, urlOf(saved), [])
    while (!isConnected) await page.waitForTimeout(5)
    await save(saved)
    await shows(saved)
    // A newly opened page, and the open one after a reload.
    for (const opened of [fresh, page]) {
      const look = await lookAt(opened, urlOf(saved), Object.keys(saved.colors))
      expect(look).toEqual(expectedOf(saved))
      expect(await opened.locator('p').textContent()).toBe(saved.text)
    }
  })

  test('and so does a build of it', async () => {
    const { code, printed } = await runCli('build', project.root)
    expect([code, printed]).toEqual([0, printed])
    const built = await startTwoModes(project.root)
    const opened = await openIn(browser, 'built')
    try {
      for (const saved of saveCases) {
        const url = `http://localhost:${built.port}/${saved.page}`
        const look = await lookAt(opened, url, Object.keys(saved.colors))
        expect([saved.name, look]).toEqual([saved.name, expectedOf(saved)])
        expect(await opened.locator('p').textContent()).toBe(saved.text)
      }
    } finally {
      await built.stop()
    }
  })

  function urlOf(saved: SaveCase): string {
    return `http://localhost:${server.port}/${saved.page}`
  }

  async function save({ saves, pause = 0 }: SaveCase): Promise<void> {
    for (const files of saves) {
      for (const [file, text] of Object.entries(files)) await project.write(file, text)
      if (pause > 0) await wait(pause)
    }
  }

  // The page may reload in the meantime.
  async function shows(saved: SaveCase): Promise<void> {
    const { colors, ran } = expectedOf(saved)
    let seen: unknown
    for (let count = 0; count < 250; count++) {
      const look = await readLook(page, Object.keys(colors)).catch(() => undefined)
      const text = await page.evaluate(() => document.querySelector('p')?.textContent).catch(String)
      seen = { ...look, text }
      if (JSON.stringify(seen) === JSON.stringify({ colors, ran, text: saved.text })) return
      await wait(20)
    }
    expect(seen).toEqual({ colors, ran, text: saved.text })
  }
})

function expectedOf({ colors, ran = '' }: SaveCase): Look {
  return { status: 200, colors, ran }
}
