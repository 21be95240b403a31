import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { browserPath, startBrowser } from '../support/browser.ts'
import { createProjectInRepository, write } from '../support/project.ts'
import { type Server, startServer } from '../support/servers.ts'
import { buildWarm } from '../support/warm-cli.ts'
import { EVENTS } from './events.ts'
import { FORMS } from './forms.ts'
import { LINKS } from './links.ts'
import { MOMENTS } from './moments.ts'
import { type Opened, openSite } from './open.ts'
import { ROUTER_SITE } from './site.ts'

const describeInBrowser = browserPath === undefined ? describe.skip : describe

describeInBrowser('the client router', () => {
  let root: string
  let browser: Browser
  let built: Server
  let dev: Server

  beforeAll(async () => {
    root = createProjectInRepository({ 'package.json': '{"type":"module"}', ...ROUTER_SITE })
    const starting = startBrowser()
    await buildWarm(root)
    built = await startServer('client-router.mjs', root, 'built')
    dev = await startServer('client-router.mjs', root, 'dev')
    browser = await starting
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    await built?.stop()
    await dev?.stop()
    rmSync(root, { recursive: true, force: true })
  })

  const urls: Readonly<Record<string, () => string>> = {
    built: () => `http://localhost:${built.port}/`,
    old: () => `http://localhost:${built.port}/`,
    strict: () => `http://localhost:${built.port}/strict/`,
    development: () => `http://localhost:${dev.port}/`,
  }

  // All cases of a mode share a window.
  const windows = new Map<string, Promise<Opened>>()
  async function within(mode: string, run: (opened: Opened) => Promise<void>): Promise<void> {
    const opening = windows.get(mode) ?? openSite(browser, urls[mode]?.() ?? '', mode === 'old')
    windows.set(mode, opening)
    const opened = await opening
    opened.complaints.length = 0
    await run(opened)
  }

  const inOld = LINKS.filter((one) => one.inOld)
  const linkModes = [
    { mode: 'built', cases: LINKS },
    { mode: 'old', cases: inOld },
  ]
  describe.each(linkModes)('follows links, $mode:', ({ mode, cases }) => {
    test.each(cases)('$name', async ({ from = '', act, title, stays, also, gives }) => {
      await within(mode, async (opened) => {
        await opened.load(from)
        await act(opened)
        await opened.shows(title)
        expect(await opened.isSame()).toBe(stays)
        if (also) expect(await also(opened)).toEqual(gives)
      })
    })
  })

  describe('sends a form as the browser does:', () => {
    test.each(FORMS)('$name', async ({ act, title, stays, also }) => {
      await within('built', async (opened) => {
        const { page } = opened
        const submit = async () => {
          const result = await act(opened)
          await opened.shows(title)
          return [result, await also?.(opened)]
        }
        await opened.load('forms')
        const own = await submit()
        expect(await opened.isSame()).toBe(stays)
        // The same form, which the browser itself sends.
        await opened.load('forms')
        await page.evaluate(() => {
          for (const form of document.querySelectorAll('form')) form.dataset['astroReload'] = ''
        })
        expect(await submit()).toEqual(own)
      })
    })
  })

  describe.each([...MOMENTS, ...EVENTS])('$name', ({ modes, run }) => {
    test.each(modes)('%s', (mode) => within(mode, run))
  })

  test('a saved style is exchanged once in a page that the router shows in development', async () => {
    await within('development', async (opened) => {
      const { page } = opened
      await opened.load('')
      await opened.navigate('styled')
      await opened.shows('styled')
      const file = join(root, 'src/pages/styled.astro')
      write(file, readFileSync(file, 'utf8').replace('rgb(1, 2, 3)', 'rgb(7, 8, 9)'))
      await page.waitForFunction(() => {
        const box = document.querySelector('.box')
        return box !== null && getComputedStyle(box).color === 'rgb(7, 8, 9)'
      })
      await page.waitForFunction(
        () => document.querySelectorAll('link[href*="styled.astro"]').length === 1,
      )
      expect(await opened.isSame()).toBe(true)
    })
  })
})
