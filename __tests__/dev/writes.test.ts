import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { browserPath, startBrowser, visit } from '../support/browser.ts'
import { type Server, startServer } from '../support/servers.ts'
import { until } from '../support/until.ts'
import { type Project, createProject } from './project.ts'

const describeInBrowser = browserPath === undefined ? describe.skip : describe

const WRITE = `import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
export const POST = async ({ request }) => {
  for (const [file, text] of await request.json()) {
    mkdirSync(dirname(file), { recursive: true })
    if (text === null) rmSync(file)
    else writeFileSync(file, text)
  }
  return new Response('written')
}`

// As editors save: the file is empty for a moment.
const SAVE = `import { writeFileSync } from 'node:fs'
export const POST = async ({ request }) => {
  const [file, text] = await request.json()
  writeFileSync(file, '')
  await new Promise((done) => setTimeout(done, 50))
  writeFileSync(file, text)
  return new Response('saved')
}`

const FILES = {
  'src/pages/index.astro': `---
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import word from '../word.json'
import mark from '../mark.svg'
readFileSync(resolve('ROOT', 'src/store/read.json'))
---
<html><head><title>page</title><link rel="stylesheet" href="/used.css"></head><body>
<h1>{word.text}</h1><img src={mark}><img src="/used.svg"><img src="/a%20b.svg"><img src="/missing.svg">
<script is:inline>fetch('/used.json')</script>
<style>h1 { color: rgb(0, 0, 0) }</style></body></html>`,
  'src/pages/counter.astro': `---
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
const file = 'ROOT/public/count.svg'
const count = existsSync(file) ? readFileSync(file, 'utf8').length : 0
writeFileSync(file, '<svg xmlns="http://www.w3.org/2000/svg"/>' + ' '.repeat(count))
---
<html><head><title>page</title></head><body><h1>{count}</h1><img src="/count.svg">
<script is:inline>setTimeout(() => fetch('/count.svg'), 100)</script>
<style>h1 { color: rgb(0, 0, 0) }</style></body></html>`,
  'src/pages/write.ts': WRITE,
  'src/pages/save.ts': SAVE,
  'src/word.json': '{ "text": "old" }',
  'src/mark.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'src/store/read.json': '{}',
  'src/store/gone.json': '{}',
  'data/store.json': '{}',
  'public/used.css': 'h1 { margin: 0 }',
  'public/used.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'public/a b.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'public/used.json': '{}',
  'public/unused.txt': 'old',
  'public/gone.txt': 'old',
}

type Written = readonly (readonly [file: string, text: string | null])[]

/** Files that a page writes, and that are not part of any page. */
const kept: readonly (readonly [what: string, files: Written])[] = [
  ['an upload into public/', [['public/uploads/one.txt', 'one']]],
  ['ten uploads', Array.from({ length: 10 }, (_, at) => [`public/many/${at}.txt`, 'text'])],
  ['a public file that no browser has requested', [['public/unused.txt', 'new']]],
  ['a public file that is removed', [['public/gone.txt', null]]],
  ['a public page', [['public/report.html', '<p>report</p>']]],
  ['a store among the sources that a page reads', [['src/store/read.json', '{ "a": 1 }']]],
  ['a new store among the sources', [['src/store/new.json', '{}']]],
  ['a removed store among the sources', [['src/store/gone.json', null]]],
  [
    'a lock that is added and removed',
    [
      ['src/store/lock', ''],
      ['src/store/lock', null],
    ],
  ],
  ['a store beside the sources', [['data/store.json', '{ "a": 1 }']]],
  [
    'a database beside the sources',
    [
      ['data/shop.db', 'rows'],
      ['data/shop.db-wal', 'rows'],
    ],
  ],
  ['a page of a cache', [['cache/page.html', '<p>cached</p>']]],
  [
    'a script and a style of a cache',
    [
      ['cache/a.js', 'a()'],
      ['cache/a.css', 'p {}'],
    ],
  ],
  ['a module that no page imports', [['src/made/new.ts', 'export {}']]],
]

/** Files that are part of a page, saved by a developer. */
const loaded: readonly (readonly [what: string, files: Written])[] = [
  ['a module that a page imports', [['src/word.json', '{ "text": "new" }']]],
  [
    'an image that a page imports',
    [['src/mark.svg', '<svg xmlns="http://www.w3.org/2000/svg" />']],
  ],
  [
    'a public image that a page shows',
    [['public/used.svg', '<svg xmlns="http://www.w3.org/2000/svg" />']],
  ],
  [
    'a public image with a space in its name',
    [['public/a b.svg', '<svg xmlns="http://www.w3.org/2000/svg" />']],
  ],
  ['a public stylesheet that a page links', [['public/used.css', 'h1 { margin: 1px }']]],
  ['public data that a script fetches', [['public/used.json', '{ "a": 1 }']]],
  [
    'a missing public image that a page requested',
    [['public/missing.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>']],
  ],
  ['a public image that is removed', [['public/used.svg', null]]],
  ['a page that is added', [['src/pages/later.astro', '<p>later</p>']]],
  ['a page that is removed', [['src/pages/later.astro', null]]],
  [
    'a page middleware that is added',
    [['src/middleware.ts', 'export const onRequest = (context, next) => next()']],
  ],
  ['a page middleware that is removed', [['src/middleware.ts', null]]],
]

describeInBrowser('an open page', () => {
  let project: Project
  let server: Server
  let browser: Browser
  let page: Page
  let url: string
  let color = 0

  beforeAll(async () => {
    project = await createProject(FILES)
    await project.edit('src/pages/index.astro', 'ROOT', project.root)
    await project.edit('src/pages/counter.astro', 'ROOT', project.root)
    server = await startServer('dev-plain.mjs', project.root, 'express')
    url = `http://localhost:${server.port}`
    browser = await startBrowser()
    page = await browser.newPage()
  })

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await project?.remove()
  })

  test.each(kept)('stays when a page writes %s', async (_what, files) => {
    await open()
    const body = JSON.stringify(files.map(([file, text]) => [`${project.root}/${file}`, text]))
    for (let count = 0; count < 3 && (count === 0 || !body.includes('null')); count++) {
      const answer = await fetch(`${url}/write`, { method: 'POST', body })
      expect(await answer.text()).toBe('written')
    }
    // The server handles this change before the changes that are saved after it.
    await saveStyle()
    await wait(150)
    await saveStyle()
    expect(await mark()).toBe('kept')
  })

  test('of an upload can be shown at once', async () => {
    await open()
    const body = JSON.stringify([[`${project.root}/public/uploads/shown.txt`, 'shown']])
    await fetch(`${url}/write`, { method: 'POST', body })
    await until(async () => (await fetch(`${url}/uploads/shown.txt`)).status === 200)
    expect(await mark()).toBe('kept')
  })

  test('stays when an editor empties the file of a style before it writes it', async () => {
    await open()
    await saveStyle('index', async (file, text) => {
      const body = JSON.stringify([`${project.root}/${file}`, text])
      expect(await (await fetch(`${url}/save`, { method: 'POST', body })).text()).toBe('saved')
    })
    await wait(150)
    await saveStyle()
    expect(await mark()).toBe('kept')
  })

  test('that writes a public file it shows does not reload', async () => {
    for (let visits = 0; visits < 3; visits++) await open('/counter')
    const count = await page.locator('h1').textContent()
    await page.waitForTimeout(300)
    await saveStyle('counter')
    expect([await mark(), await page.locator('h1').textContent()]).toEqual(['kept', count])
  })

  test.each(loaded)('reloads for %s', async (_what, files) => {
    await open()
    for (const [file, text] of files) {
      if (text === null) await project.remove(file)
      else await project.write(file, text)
    }
    await until(async () => (await mark()) === undefined)
  })

  async function open(path = ''): Promise<void> {
    // After connecting, the page asks whether it is out of date.
    const asked = page.waitForResponse((response) => response.request().method() === 'HEAD')
    await visit(page, url + path)
    await page.waitForLoadState('networkidle')
    await asked
    await page.evaluate(() => Reflect.set(globalThis, 'mark', 'kept'))
  }

  async function mark(): Promise<unknown> {
    return page.evaluate(() => Reflect.get(globalThis, 'mark')).catch(() => 'loading')
  }

  async function saveStyle(name = 'index', write = project.write): Promise<void> {
    const file = `src/pages/${name}.astro`
    const after = `rgb(${++color}, 0, 0)`
    await write(file, (await project.read(file)).replace(/rgb\(\d+, 0, 0\)/, after))
    await page.waitForFunction((expected) => {
      const heading = document.querySelector('h1')
      return heading && getComputedStyle(heading).color === expected
    }, after)
  }
})
