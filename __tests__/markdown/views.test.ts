import { rmSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import express from 'express'
import helmet from 'helmet'
import type { Browser } from 'playwright-core'
import { type SsrPages, ssrPages } from '../../src/index.ts'
import { browserPath, openPage, startBrowser } from '../support/browser.ts'
import { build } from '../support/cli.ts'
import { createProjectInRepository, write } from '../support/project.ts'
import { PNG } from './site.ts'

const LAYOUT = `---
const { frontmatter, headings } = Astro.props
---
<html lang="en">
  <head><title>{frontmatter.title}</title><link rel="icon" href="data:," /></head>
  <body><nav>{headings.map(({ slug, text }) => <a href={'#' + slug}>{text}</a>)}</nav><slot /></body>
</html>
<style is:global>h1 { color: rgb(1, 2, 3) }</style>`

const CODE = '```ts\nconst a: string = `x`\n```\n\n```diff\n- old\n+ new\n```\n'
const TABLE = '| a | b |\n|--:|:-:|\n| 1 | 2 |\n'

const files = {
  'ssr-pages.config.mjs': "export default { markdown: { codeStyles: 'classes' } }",
  'src/layouts/Base.astro': LAYOUT,
  'src/pages/code.md': `---\nlayout: ../layouts/Base.astro\ntitle: Code\n---\n# Code\n\n${CODE}\n${TABLE}\n![dot](./dot.png)\n`,
  'src/pages/plain.md': '# Plain\n\n```js\n1\n```\n',
  'src/pages/once.md': '---\nprerender: true\n---\n# Once\n',
  'src/views/mails/welcome.md': `---\nlayout: ../../layouts/Base.astro\ntitle: Welcome\n---\n# Welcome\n\n${CODE}`,
  'src/views/mails/plain.md': 'Hello **there**\n',
}

let root: string
let pages: SsrPages
let server: Server

beforeAll(() => {
  root = createProjectInRepository(files)
  write(join(root, 'src/pages/dot.png'), PNG)
  build(root)
  pages = ssrPages({ dir: join(root, 'dist/pages') })
  const app = express()
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: { defaultSrc: ["'none'"], styleSrc: ["'self'"], imgSrc: ["'self'", 'data:'] },
      },
    }),
  )
  app.use('/help', pages, pages.views)
  app.get('/help/mail', (_req, res) => res.render('mails/welcome'))
  server = app.listen(0)
}, 60_000)

afterAll(() => {
  server?.close()
  rmSync(root, { recursive: true, force: true })
})

function at(path: string): string {
  const { port } = server.address() as AddressInfo
  return `http://localhost:${port}/help${path}`
}

async function get(path: string): Promise<string> {
  const response = await fetch(at(path))
  expect(response.status).toBe(200)
  return response.text()
}

describe('a Markdown view', () => {
  test('is sent by res.render() with its layout', async () => {
    const html = await get('/mail')
    expect(html).toContain('<title>Welcome</title>')
    expect(html).toMatch(
      /<nav><a href="#welcome">Welcome<\/a><\/nav><h1 id="welcome">Welcome<\/h1>/,
    )
  })

  test('is a mail with its styles inside', async () => {
    const html = await pages.render('mails/welcome')
    expect(html).toContain('<h1 id="welcome">Welcome</h1>')
    expect(html).toMatch(/<style>[^<]*h1\{color:#010203\}/)
    expect(html).toContain('.code-color-')
    expect(html).not.toContain('<link rel="stylesheet"')
  })

  test('without a layout is its HTML alone', async () => {
    const html = await pages.render('mails/plain')
    expect(html).toContain('<p>Hello <strong>there</strong></p>')
  })

  test('has no path of its own', async () => {
    expect((await fetch(at('/mails/plain'))).status).toBe(404)
  })
})

describe('a Markdown page', () => {
  test('is rendered with its styles by pages.render()', async () => {
    const html = await pages.render('/code')
    expect(html).toMatch(/<style>[^<]*h1\{color:#010203\}/)
  })

  test('prints the address of an image below the path where the pages are mounted', async () => {
    const [, src = ''] = /<img src="([^"]+)" alt="dot"/.exec(await get('/code')) ?? []
    expect(src).toMatch(/^\/help\/_image\?href=%2F_assets%2Fdot\./)
    const response = await fetch(new URL(src.replaceAll('&amp;', '&'), at('/')))
    expect(response.headers.get('content-type')).toBe('image/webp')
  })

  test('is rendered for each request, or once if its frontmatter says so', async () => {
    const kinds = await Promise.all(
      ['/plain', '/once'].map(async (path) => {
        return (await fetch(at(path))).headers.has('etag')
      }),
    )
    expect(kinds).toEqual([false, true])
    expect(await get('/once')).toContain('<h1 id="once">Once</h1>')
  })

  test('has no path of the disk in what a client gets, or in what the server runs', async () => {
    for (const path of ['/code', '/plain', '/once']) expect(await get(path)).not.toContain(root)
  })
})

const describeInBrowser = browserPath === undefined ? describe.skip : describe

describeInBrowser("under the policy style-src 'self'", () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await startBrowser()
  }, 60_000)

  afterAll(() => browser?.close())

  test.each(['/code', '/mail'])(
    'code and tables of %s keep their colors and places',
    async (path) => {
      const { page, complaints } = await openPage(browser)
      await page.goto(at(path))
      const styleOf = (selector: string, name: string) =>
        page
          .locator(selector)
          .first()
          .evaluate(
            (element, property) => getComputedStyle(element).getPropertyValue(property),
            name,
          )
      // The colors of the theme github-dark.
      expect(await styleOf('pre', 'background-color')).toBe('rgb(36, 41, 46)')
      expect(await styleOf('pre', 'overflow-x')).toBe('auto')
      expect(await styleOf('pre .line span', 'color')).toBe('rgb(249, 117, 131)')
      expect(await styleOf('pre[data-language=diff] .line span span', 'user-select')).toBe('none')
      if (path === '/code') {
        expect(await styleOf('th', 'text-align')).toBe('right')
        expect(await styleOf('td:nth-child(2)', 'text-align')).toBe('center')
      }
      expect(await page.content()).not.toContain(' style="')
      expect(complaints).toEqual([])
      await page.close()
    },
  )
})
