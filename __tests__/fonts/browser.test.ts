import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import express from 'express'
import type { Browser, Page } from 'playwright-core'
import { ssrPages } from '../../src/index.ts'
import { browserPath, openPage, startBrowser } from '../support/browser.ts'
import { linkAllPackages } from '../support/link-packages.ts'
import { createProject } from '../support/project.ts'
import { withServer } from '../support/serve.ts'
import { buildWarm } from '../support/warm-cli.ts'

// Text as people write it: the average width of a font is that of English.
const PARAGRAPHS = [
  'The mugs of this shop are thrown by hand and fired twice, which makes each of them a little different from the others on the same shelf.',
  'We send them in boxes of paper, without plastic, on the next working day. Most of them arrive within three days, and a broken one is replaced.',
  'Ask us for other colours: the glazes are mixed here, and most of what you have seen in other places can be made in about four weeks.',
  'Cups that are used every day become darker inside over the years. Some people like that; the others wash them with a spoon of soda.',
]
const TEXT = [280, 340, 400, 460, 520, 580]
  .flatMap((width) => PARAGRAPHS.map((text) => `<p style="width:${width}px">${text}</p>`))
  .join('')

const page = (property: string, preload = '') => `---
import { Font } from 'astro:assets'
---
<html><head><title>a</title><link rel="icon" href="data:," /><Font cssVariable="${property}" ${preload} /></head>
<body><main style="font-family:var(${property})">${TEXT}</main><p>below</p></body></html>`

// Under a policy without inline styles, the element's own style would not apply.
const POLICY =
  "default-src 'none'; style-src 'self'; style-src-attr 'unsafe-inline'; font-src 'self'; img-src data:"

/** It has the widths of Arial, which Linux does not come with. Chromium takes only its own name. */
const STAND_IN = 'Liberation Sans'

const describeInBrowser = browserPath === undefined ? describe.skip : describe

describeInBrowser('in a browser', () => {
  let root: string
  let browser: Browser

  beforeAll(async () => {
    root = createProject({
      'package.json': '{"type":"module"}',
      'ssr-pages.config.js': `import { fontProviders } from 'ssr-pages/config'
const family = { provider: fontProviders.fontsource(), name: 'IBM Plex Mono', styles: ['normal'], fallbacks: ['monospace'] }
const inter = { provider: fontProviders.fontsource(), name: 'Inter', weights: ['100 900'], styles: ['normal'], fallbacks: ['sans-serif'] }
export default { fonts: [
  { ...family, cssVariable: '--font-a' },
  { ...inter, cssVariable: '--font-steady' },
  { ...inter, cssVariable: '--font-moving', optimizedFallbacks: false },
] }`,
      'src/pages/index.astro': page('--font-a', 'preload'),
      'src/pages/steady.astro': page('--font-steady'),
      'src/pages/moving.astro': page('--font-moving'),
    })
    linkAllPackages(root)
    ;[, browser] = await Promise.all([buildWarm(root), startBrowser()])
  })
  afterAll(() => browser?.close())

  /** Opens a page, whose fonts come after its text has been shown if they are held back. */
  async function visit<Result>(
    path: string,
    read: (tab: Page) => Promise<Result>,
    held?: Promise<unknown>,
  ): Promise<{ complaints: string[]; result: Result }> {
    const app = express()
      .use((_req, res, next) => {
        res.setHeader('content-security-policy', POLICY)
        next()
      })
      .use('/shop', ssrPages({ dir: join(root, 'dist/pages'), log: false }))
    return withServer(app, async ({ url }) => {
      const { page: tab, complaints } = await openPage(browser, {
        viewport: { width: 800, height: 2400 },
      })
      await tab.route('**/*.css', async (route) => {
        const response = await route.fetch()
        const css = (await response.text()).replaceAll(/local\("Arial"\)/g, `local("${STAND_IN}")`)
        await route.fulfill({ response, body: css })
      })
      await tab.route('**/*.woff2', async (route) => {
        await held
        await route.continue()
      })
      await tab.goto(`${url}/shop/${path}`, { waitUntil: held ? 'domcontentloaded' : 'load' })
      const result = await read(tab)
      await tab.close()
      return { complaints, result }
    })
  }

  test('a font of a package is not loaded, or breaks a strict policy', async () => {
    const { complaints, result } = await visit('', loadedFonts)
    expect(complaints).toEqual([])
    expect(result).toContainEqual(expect.stringMatching(/^"?IBM Plex Mono-[\w-]+"?$/))
  })

  test('the text below moves when the font replaces its fallback', async () => {
    if (!(await hasStandIn())) {
      console.warn(`SKIPPED: shifts of layout, since the font ${STAND_IN} is not installed.`)
      return
    }
    const [moving, steady] = [await shiftOf('moving'), await shiftOf('steady')]
    expect(moving).toBeGreaterThan(0)
    // The words of a line still differ in width, so that a line may break elsewhere.
    expect(steady).toBeLessThan(moving / 5)
  })

  async function hasStandIn(): Promise<boolean> {
    const tab = await browser.newPage()
    const load = `new FontFace('a', 'local("${STAND_IN}")').load().then(() => true, () => false)`
    const isThere = await tab.evaluate<boolean>(load)
    await tab.close()
    return isThere
  }

  /** The cumulative layout shift of a page whose font comes late. */
  async function shiftOf(path: string): Promise<number> {
    let release = (): void => undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    const { result } = await visit(
      path,
      async (tab) => {
        await tab.evaluate(twoFrames)
        release()
        expect(await loadedFonts(tab)).toContainEqual(expect.stringMatching(/^"?Inter-[\w-]+"?$/))
        await tab.evaluate(twoFrames)
        return tab.evaluate(readShift)
      },
      held,
    )
    return result
  }
})

// Fonts begin to load when a text is laid out, before which none is awaited.
function loadedFonts(tab: Page): Promise<string[]> {
  return tab.evaluate(async () => {
    document.body.getBoundingClientRect()
    await document.fonts.ready
    return [...document.fonts]
      .filter(({ status }) => status === 'loaded')
      .map(({ family }) => family)
  })
}

function twoFrames(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()))
  })
}

function readShift(): Promise<number> {
  return new Promise((resolve) => {
    let sum = 0
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) sum += Number(Reflect.get(entry, 'value'))
    })
    observer.observe({ type: 'layout-shift', buffered: true })
    requestAnimationFrame(() => setTimeout(() => resolve(sum), 50))
  })
}
