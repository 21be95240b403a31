import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { browserPath, startBrowser } from '../support/browser.ts'
import { type Server, startServer } from '../support/servers.ts'
import { type OpenPage, openFollower } from './open-pages.ts'
import { type Project, createProject } from './project.ts'
import { CONTENT_FILES, MISTAKE_FILES, contentCases, mistakes } from './content-cases.ts'
import { type Changes, TEXT_FILES, textCases } from './text-cases.ts'

const describeInBrowser = browserPath === undefined ? describe.skip : describe

const sites = [
  { what: 'texts', files: TEXT_FILES, cases: textCases, wrong: [] },
  {
    what: 'content',
    files: { ...CONTENT_FILES, ...MISTAKE_FILES },
    cases: contentCases,
    wrong: mistakes,
  },
]

describeInBrowser.each(sites)('an open page follows $what:', ({ files, cases, wrong }) => {
  let project: Project
  let server: Server
  let browser: Browser
  let shown: OpenPage
  let other: OpenPage

  beforeAll(async () => {
    project = await createProject(Object.assign({}, files, ...cases.map(({ before }) => before)))
    server = await startServer('dev-plain.mjs', project.root, 'express')
    browser = await startBrowser()
    ;[shown, other] = [await openFollower(browser), await openFollower(browser)]
  }, 60_000)

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await project?.remove()
  })

  test.each(cases.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
    const [before, after] = one.texts
    await other.open(urlOf('other'))
    await shown.open(urlOf(one.page))
    await shown.shows(before)
    const loads = other.loads()
    await change(one.change)
    await shown.shows(after)
    if (one.isAlone) {
      expect(await other.page.locator('main').textContent()).toBe('other')
      expect(other.loads()).toBe(loads)
    }
    expect(server.troubles()).toEqual([])
  })

  // A table without cases would be an error.
  for (const { name, page, file, from, to, message, place } of wrong) {
    test(`shows ${name}, and comes back when it is corrected`, async () => {
      await shown.open(urlOf(page))
      const text = (await shown.page.locator('main').textContent()) ?? ''
      expect(text).not.toBe('')
      const overlay = shown.page.locator('ssr-pages-problem')
      await project.edit(file, from, to)
      await overlay.locator('.place').getByText(place).waitFor()
      expect(await overlay.locator('.message').textContent()).toMatch(message)
      await project.edit(file, to, from)
      await shown.shows(text)
      expect(await overlay.count()).toBe(0)
    })
  }

  function urlOf(page: string): string {
    return `http://localhost:${server.port}/${page}`
  }

  async function change(files: Changes): Promise<void> {
    for (const [file, text] of Object.entries(files)) {
      await (text === undefined ? project.remove(file) : project.write(file, text))
    }
  }
})
