import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { browserPath, openPage, startBrowser } from '../support/browser.ts'
import { type Server, startServer } from '../support/servers.ts'
import { runCli } from '../support/cli.ts'
import { until } from '../support/until.ts'
import { LAYOUTS, UNUSED, createLayout } from './layouts.ts'

const describeInBrowser = browserPath === undefined ? describe.skip : describe

let browser: Browser

beforeAll(async () => {
  if (browserPath !== undefined) browser = await startBrowser()
})
afterAll(() => browser?.close())

describeInBrowser.each(LAYOUTS)('a project of $name', (layout) => {
  let folder: string
  let server: Server

  beforeAll(async () => {
    folder = await createLayout(layout)
    server = await startServer('dev-plain.mjs', join(folder, layout.site), 'node')
  })

  afterAll(async () => {
    await server?.stop()
    await rm(folder, { recursive: true })
  })

  test('looks the same in development as in a build', async () => {
    const live = await see(server)
    const root = join(folder, layout.site)
    const { code, printed } = await runCli('build', root)
    expect([code, printed]).toEqual([0, printed])
    const production = await startServer('dev-plain.mjs', root, 'built')
    try {
      const built = await see(production)
      expect(built).toEqual(EXPECTED)
      expect(live).toEqual(built)
    } finally {
      await production.stop()
    }
  })

  test('shows a change of a package outside the project', async () => {
    const read = async () => (await fetch(`http://localhost:${server.port}/`)).text()
    expect(await read()).toContain('>badge<')
    const file = join(folder, 'packages/ui/Badge.astro')
    await writeFile(file, (await readFile(file, 'utf8')).replace('>badge<', '>changed<'))
    await until(async () => (await read()).includes('>changed<'))
  })

  test.each(UNUSED)('does not serve %s, which nothing uses', async (file) => {
    await fetch(`http://localhost:${server.port}/`)
    const path = join(folder, file)
    for (const asked of [`/@fs${path}`, `/@fs${path}?raw`, `/@fs${path}?url`, `/@fs/..${path}`]) {
      for (const extra of ['', '?import', '?import&raw', '?t=1', '?direct', '?inline']) {
        const response = await fetch(`http://localhost:${server.port}${asked}${extra}`)
        expect([response.status, await response.text()]).toEqual([404, 'Not Found'])
      }
    }
  })

  async function see({ port }: Server) {
    const { page, complaints } = await openPage(browser)
    page.on('response', (response) => {
      if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`)
    })
    await page.goto(`http://localhost:${port}/`)
    await page
      .locator('output:not(:empty)')
      .waitFor({ timeout: 10_000 })
      .catch(() => {})
    const seen = await page.evaluate(look).catch((error) => String(error))
    await page.close()
    return { seen, complaints }
  }
})

/** Run in the page. */
async function look() {
  const style = (selector: string) => {
    const element = document.querySelector(selector)
    return element && getComputedStyle(element)
  }
  const load = async (css = '') => {
    const [, url = ''] = /url\("(.*?)"/.exec(css) ?? []
    return url === '' ? 'no image' : (await (await fetch(url)).text()).includes('<svg')
  }
  const size = (selector: string) =>
    document.querySelector<HTMLImageElement>(selector)?.naturalWidth
  return {
    title: document.title,
    output: document.querySelector('output')?.textContent,
    card: document.body.dataset['card'],
    deep: document.querySelector<HTMLElement>('.card')?.dataset['deep'],
    images: [size('.photo'), size('.logo'), size('.dot')],
    chip: document.querySelector('.chip')?.textContent,
    grounds: [await load(style('body')?.background), await load(style('.card')?.background)],
    colours: [
      style('html')?.accentColor,
      style('html')?.caretColor,
      style('body')?.color,
      style('body')?.outlineColor,
      style('.card')?.outlineColor,
      style('.badge')?.color,
      style('.chip')?.color,
    ],
  }
}

const EXPECTED = {
  seen: {
    title: 'a title deep',
    output: 'deep worker deep bytes true',
    card: 'ran',
    deep: 'deep',
    images: [7, 7, 7],
    chip: 'inner',
    grounds: [true, true],
    colours: [
      'rgb(1, 1, 1)',
      'rgb(2, 2, 2)',
      'rgb(7, 8, 9)',
      'rgb(9, 9, 9)',
      'rgb(1, 2, 3)',
      'rgb(4, 5, 6)',
      'rgb(3, 3, 3)',
    ],
  },
  complaints: [],
}
