import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { browserPath, startBrowser } from '../support/browser.ts'
import { type Server, startServer } from '../support/servers.ts'
import { type OpenPage, openFollower } from './open-pages.ts'
import { type Project, createProject } from './project.ts'
import { CONTENT_FILES, MISTAKE_FILES, contentCases, mistakes } from './content-cases.ts'
import { MDX_FILES, mdxCases, mdxMistakes } from './mdx-cases.ts'
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
  { what: 'MDX', files: MDX_FILES, cases: mdxCases, wrong: mdxMistakes },
]

describeInBrowser.each(sites)('an open page follows $what:', ({ what, files, cases, wrong }) => {
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

  if (what === 'MDX') {
    test('a style that only an MDX entry uses, without a reload', async () => {
      await other.open(urlOf('other'))
      expect(await other.page.locator('link[rel=stylesheet]').count()).toBe(0)
      await shown.open(urlOf('styled'))
      await shown.shows('Styled: text')
      const loads = shown.loads()
      await hasOutline('rgb(1, 1, 1)')
      await project.edit('src/Box.astro', 'rgb(1, 1, 1)', 'rgb(2, 2, 2)')
      await hasOutline('rgb(2, 2, 2)')
      expect(shown.loads()).toBe(loads)
      await shown.page.reload()
      await hasOutline('rgb(2, 2, 2)')
    })
  }

  async function hasOutline(color: string): Promise<void> {
    await shown.page.waitForFunction((wanted) => {
      const box = document.querySelector('.box')
      return box !== null && getComputedStyle(box).outlineColor === wanted
    }, color)
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
