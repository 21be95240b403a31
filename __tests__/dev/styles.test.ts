import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { browserPath, startBrowser } from '../support/browser.ts'
import type { Server } from '../support/servers.ts'
import { lookAt, type Mode, openIn, startTwoModes } from './looks.ts'
import { type Project, createProject } from './project.ts'
import { STYLE_FILES, styleCases } from './style-cases.ts'

const describeInBrowser = browserPath === undefined ? describe.skip : describe

describeInBrowser('styles and scripts of a page', () => {
  let project: Project
  let server: Server
  let browser: Browser
  let pages: Readonly<Record<Mode, Page>>

  beforeAll(async () => {
    project = await createProject(STYLE_FILES)
    server = await startTwoModes(project.root)
    browser = await startBrowser()
    pages = { live: await openIn(browser, 'live'), built: await openIn(browser, 'built') }
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await project?.remove()
  })

  describe.each(['built', 'live'] as const)('%s', (mode) => {
    test.each(styleCases.map((style) => [style.name, style] as const))(
      '%s',
      async (_name, { page, colors, ran = '' }) => {
        const url = `http://localhost:${server.port}/${page}`
        const look = await lookAt(pages[mode], url, Object.keys(colors))
        expect(look).toEqual({ status: 200, colors, ran })
      },
    )
  })
})
