import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import express from 'express'
import type { Browser } from 'playwright-core'
import { type SsrPages, ssrPages } from '../../src/index.ts'
import { browserPath, openPage, startBrowser } from '../support/browser.ts'
import { runCli } from '../support/cli.ts'
import { createProjectInRepository } from '../support/project.ts'

/** Notes the stages that have run, in the page and on the server. */
const FILES = {
  'ssr-pages.config.mjs': `
export default {
  integrations: [{
    name: 'stages',
    hooks: {
      'astro:config:setup'({ injectScript, injectRoute }) {
        injectRoute({ pattern: '/extra', entrypoint: new URL('src/extra.astro', import.meta.url) })
        injectScript('head-inline', 'window.ran = ["head-inline"]')
        injectScript('head-inline', 'window.ran.push("second </b>")')
        injectScript('head-inline', \`window.ends = ['<!-- <script>', '</script>', '</SCRIPT >', /^<\\\\/script>$/u.test('</script>')]\`)
        injectScript('page', 'import "/src/injected.css"; import { note } from "/src/note.ts"; note("page")')
        injectScript('page-ssr', 'import "/src/reset.css"; globalThis.pageSsrRuns = (globalThis.pageSsrRuns ?? 0) + 1')
      },
    },
  }],
}`,
  'src/note.ts': 'export const note = (stage: string) => { (window as any).ran.push(stage) }',
  'src/injected.css': 'p { border-top: 3px solid rgb(1, 2, 3) }',
  'src/reset.css': 'p { color: rgb(9, 9, 9); margin-left: 7px }',
  'src/pages/index.astro': `---
import './own.css'
const runs = globalThis.pageSsrRuns
---
<html><head><title>a</title><link rel="icon" href="data:," /></head><body><p>{runs}</p></body></html>`,
  'src/pages/own.css': 'p { color: rgb(4, 5, 6) }',
  'src/extra.astro': '<p>{globalThis.pageSsrRuns}</p>',
  'src/pages/part.astro': '---\nexport const partial = true\n---\n<p>part</p>',
  'src/pages/fixed.astro': `---
export const prerender = true
---
<html><head><title>b</title></head><body><p>fixed</p></body></html>`,
  'src/pages/api.ts': "export const GET = () => new Response('api')",
}

const describeInBrowser = browserPath === undefined ? describe.skip : describe

let root: string
let server: Server
let pages: SsrPages

beforeAll(async () => {
  root = createProjectInRepository(FILES)
  const { code, printed } = await runCli('build', root)
  if (code !== 0) throw new Error(printed)
  pages = ssrPages({ dir: join(root, 'dist/pages') })
  server = createApp(pages).listen(0)
}, 120_000)

afterAll(() => {
  server?.close()
  rmSync(root, { recursive: true, force: true })
})

function createApp(pages: SsrPages): express.Express {
  return express()
    .use((_req, res, next) => {
      const nonce = randomBytes(16).toString('base64')
      res.locals['cspNonce'] = nonce
      const policy = `default-src 'none'; img-src data:; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'`
      res.set('content-security-policy', policy)
      next()
    })
    .use('/docs', pages)
}

function urlOf(path: string): string {
  return `http://localhost:${(server.address() as AddressInfo).port}/docs${path}`
}

async function read(path: string): Promise<string> {
  const response = await fetch(urlOf(path))
  return response.text()
}

test('scripts of the stages head-inline and page are in the head, after the styles', async () => {
  const html = await read('/')
  const [head = ''] = html.split('</head>')
  expect(head.replaceAll(/\.[\w-]{8}(?=\.)/g, '').replaceAll(/nonce="[^"]+"/g, 'nonce')).toMatch(
    new RegExp(
      [
        '(?:<link rel="stylesheet" href="/docs/_assets/[\\w-]+.css" nonce>)+',
        '<script nonce>window.ran = \\["head-inline"\\]</script>',
        '<script nonce>window.ran.push\\("second </b>"\\)</script>',
        '<script nonce>window.ends = [^\\n]+?</script>',
        '<script type="module" src="/docs/_assets/page-scripts.js" nonce></script>$',
      ].join(''),
    ),
  )
})

test('a partial and an API route have none of them', async () => {
  expect(await read('/part')).toBe('<p>part</p>')
  expect(await read('/api')).toBe('api')
})

test('a page of an integration has them, and imports the stage page-ssr', async () => {
  const html = await read('/extra')
  expect(html).toContain('<p>1</p>')
  expect(html.split('<script').length).toBe(5)
  const [, sheet = ''] = /href="\/docs(\/[^"]+\.css)" nonce="[^"]+"><script/.exec(html) ?? []
  expect(await read(sheet)).toContain('margin-left:7px')
})

test('a prerendered page has them', async () => {
  const html = await read('/fixed')
  expect(html).toContain('<script>window.ran = ["head-inline"]</script>')
  expect(html).toMatch(/<script type="module" src="\/_assets\/page-scripts\.[\w-]+\.js">/)
})

test('pages.render() prints them beside the text of the styles', async () => {
  for (const path of ['/', '/fixed']) {
    const html = await pages.render(path)
    expect(html).toContain('<style>')
    expect(html).not.toContain('<link rel="stylesheet"')
    expect(html).toContain('<script>window.ran = ["head-inline"]</script>')
    expect(html.split('page-scripts').length).toBe(2)
  }
})

describeInBrowser('in a browser with a strict policy', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterAll(() => browser?.close())

  test('they run in order, and their styles come before those of the page', async () => {
    const { page, complaints } = await openPage(browser)
    await page.goto(urlOf('/'))
    await page.waitForFunction(() => Reflect.get(globalThis, 'ran').length === 3)
    const ran = await page.evaluate(() => Reflect.get(globalThis, 'ran'))
    expect(ran).toEqual(['head-inline', 'second </b>', 'page'])
    // Code may contain the end of its own element.
    const ends = await page.evaluate(() => Reflect.get(globalThis, 'ends'))
    expect(ends).toEqual(['<!-- <script>', '</script>', '</SCRIPT >', true])
    const style = await page.locator('p').evaluate((element) => {
      const { color, marginLeft, borderTopWidth } = getComputedStyle(element)
      return [element.textContent, color, marginLeft, borderTopWidth]
    })
    // The number of times that the server has run the stage page-ssr.
    expect(style).toEqual(['1', 'rgb(4, 5, 6)', '7px', '3px'])
    expect(complaints).toEqual([])
  })
})
