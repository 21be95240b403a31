import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import express from 'express'
import type { Browser } from 'playwright-core'
import { ssrPages } from '../../src/index.ts'
import { browserPath, openPage, startBrowser } from '../support/browser.ts'
import { linkAllPackages } from '../support/link-packages.ts'
import { createProject } from '../support/project.ts'
import { withServer } from '../support/serve.ts'
import { buildWarm } from '../support/warm-cli.ts'

const TEXT = 'Sphinx of black quartz, judge my vow. '.repeat(40)
const page = (property: string) => `---
import { Font } from 'astro:assets'
---
<html><head><title>a</title><link rel="icon" href="data:," /><Font cssVariable="${property}" preload /></head>
<body><p style="font-family:var(${property});width:400px">${TEXT}</p><p>below</p></body></html>`

// Under a policy without inline styles, the element's own style would not apply.
const POLICY =
  "default-src 'none'; style-src 'self'; style-src-attr 'unsafe-inline'; font-src 'self'; img-src data:"

const describeInBrowser = browserPath === undefined ? describe.skip : describe

describeInBrowser('in a browser', () => {
  let root: string
  let browser: Browser

  beforeAll(async () => {
    root = createProject({
      'package.json': '{"type":"module"}',
      'ssr-pages.config.js': `import { fontProviders } from 'ssr-pages/config'
const family = { provider: fontProviders.fontsource(), name: 'IBM Plex Mono', styles: ['normal'], fallbacks: ['monospace'] }
export default { fonts: [
  { ...family, cssVariable: '--font-a' },
] }`,
      'src/pages/index.astro': page('--font-a'),
    })
    linkAllPackages(root)
    ;[, browser] = await Promise.all([buildWarm(root), startBrowser()])
  })
  afterAll(() => browser?.close())

  async function visit(path: string): Promise<{ complaints: string[]; loaded: string[] }> {
    const app = express()
      .use((_req, res, next) => {
        res.setHeader('content-security-policy', POLICY)
        next()
      })
      .use('/shop', ssrPages({ dir: join(root, 'dist/pages'), log: false }))
    return withServer(app, async ({ url }) => {
      const { page: tab, complaints } = await openPage(browser)
      await tab.goto(`${url}/shop/${path}`, { waitUntil: 'domcontentloaded' })
      const loaded = await tab.evaluate(async () => {
        await document.fonts.ready
        return [...document.fonts]
          .filter(({ status }) => status === 'loaded')
          .map(({ family }) => family)
      })
      await tab.close()
      return { complaints, loaded }
    })
  }

  test('a font of a package is not loaded, or breaks a strict policy', async () => {
    const { complaints, loaded } = await visit('')
    expect(complaints).toEqual([])
    expect(loaded.some((name) => /^"?IBM Plex Mono-[\w-]+"?$/.test(name))).toBe(true)
  })
})
