import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { browserPath, openPage, startBrowser, visit } from '../support/browser.ts'
import { readTree } from '../support/project.ts'
import { type Server, startServer } from '../support/servers.ts'
import { type BuiltExamples, buildExamples, EXAMPLES } from './build-examples.ts'
import { PAGES } from './pages.ts'

const STANDALONE = `warning astro.config.mjs has options that are not used:
  node({ mode }): No server is written: call ssrPages() in your own, or run \`ssr-pages preview\` instead of dist/server/entry.mjs
`
const WARNINGS: Readonly<Record<string, string>> = {
  middleware: STANDALONE,
  ssr: STANDALONE,
}

let examples: BuiltExamples
let server: Server
let ports: Readonly<Record<string, number>>

beforeAll(async () => {
  examples = await buildExamples()
  const built = EXAMPLES.filter((name) => examples.builds.get(name)?.code === 0)
  server = await startServer('examples.mjs', examples.folder, ...built)
  ports = JSON.parse(await (await fetch(`http://127.0.0.1:${server.port}`)).text())
}, 300_000)

afterAll(async () => {
  await server?.stop()
  rmSync(examples.folder, { recursive: true, force: true })
})

function at(name: string, path = '/'): string {
  return `http://127.0.0.1:${ports[name]}${path}`
}

async function get(name: string, path?: string, init?: RequestInit): Promise<string> {
  const response = await fetch(at(name, path), init)
  return `${response.status} ${await response.text()}`
}

describe("a site with the constructs of Astro's example is built without a change:", () => {
  test.each(EXAMPLES)('%s', (name) => {
    expect(examples.builds.get(name)).toEqual({ code: 0, stderr: WARNINGS[name] ?? '' })
  })
})

describe("a page of Astro's example is served:", () => {
  test.each(PAGES)('%s %s', async (name, path, expected) => {
    expect(await get(name, path)).toMatch(expected)
  })
})

test('a site with Tailwind has the styles of its classes', () => {
  const files = [...readTree(join(examples.folder, 'with-tailwindcss/dist/client'))]
  const css = files.filter(([name]) => name.endsWith('.css')).map(([, text]) => text)
  expect(css.join('')).toMatch(/\.bg-purple-500\{[^}]*background-color:var\(--color-purple-500\)/)
})

test('a site with Sass has the styles of its files, and of styles in pages', () => {
  const files = [...readTree(join(examples.folder, 'starlog/dist/client'))]
  const css = files.filter(([name]) => name.endsWith('.css')).map(([, text]) => text)
  expect(css.join('')).toMatch(
    /(?=.*a:hover\{text-decoration:none\})(?=.*\{border-color:#ecb194\})/s,
  )
})

test('a user who has logged in passes the middleware of the example', async () => {
  const body = new URLSearchParams({ username: 'ada' })
  const headers = { origin: at('middleware', '').replace(/\/$/, '') }
  const response = await fetch(at('middleware', '/api/login'), { method: 'POST', body, headers })
  expect(await response.json()).toEqual({ ok: true, user: 1 })
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? ''
  expect(await get('middleware', '/admin', { headers: { cookie } })).toContain('Ada Lovelace')
})

test('the oldest form of a configuration for Netlify gives a function that renders the page', () => {
  const files = [...readTree(join(examples.folder, 'oldest-netlify')).keys()]
  expect(files).toContain('netlify/functions/entry/entry.mjs')
  expect(files).not.toContain('dist/client/index.html')
})

const describeInBrowser = browserPath === undefined ? describe.skip : describe

describeInBrowser('in a browser,', () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterAll(() => browser?.close())

  async function inPage(name: string, run: (page: Page) => Promise<void>): Promise<void> {
    const { page, complaints } = await openPage(browser)
    await visit(page, at(name))
    await run(page)
    expect(complaints).toEqual([])
    await page.close()
  }

  async function hydrated(page: Page): Promise<void> {
    await page.waitForFunction(() => document.querySelector('astro-island[ssr]') === null)
  }

  // Runs in the browser: Alpine notes its state at elements, and an island without `ssr` is hydrated.
  const isAlive = (counter: Element) =>
    '_x_dataStack' in counter || counter.closest('astro-island:not([ssr])') !== null

  const counters: readonly [name: string, counts: readonly string[]][] = [
    ['framework-alpine', ['0', '5']],
    ['framework-multiple', ['0', '0', '0', '0', '0']],
    ['framework-preact', ['0', '1']],
    ['framework-react', ['0']],
    ['framework-solid', ['0']],
    ['framework-svelte', ['0']],
    ['framework-vue', ['0']],
    ['with-mdx', ['0']],
  ]
  test.each(counters)('the counters of %s count', async (name, counts) => {
    await inPage(name, async (page) => {
      for (const [index, count] of counts.entries()) {
        const counter = page.locator('.counter').nth(index)
        await counter.scrollIntoViewIfNeeded()
        await page.waitForFunction(isAlive, await counter.elementHandle())
        expect(await counter.locator('pre').textContent()).toBe(count)
        await counter.getByText('+').click()
        await counter.getByText(String(Number(count) + 1), { exact: true }).waitFor()
      }
    })
  })

  test('islands of the example with nanostores share a cart', async () => {
    await inPage('with-nanostores', async (page) => {
      await hydrated(page)
      expect(await page.locator('aside').isVisible()).toBe(false)
      await page.locator('form button').click()
      await page.locator('form button').click()
      await page.locator('aside').getByText('Number: 2').waitFor()
      await page.getByText('Cart', { exact: true }).click()
      await page.locator('aside').waitFor({ state: 'hidden' })
    })
  })

  test('the cart of the shop counts what a logged-in user puts in', async () => {
    await inPage('ssr', async (page) => {
      await visit(page, at('ssr', '/login'))
      await page.locator('input[type=submit]').click()
      await page.getByText('user 1').waitFor()
      await visit(page, at('ssr', '/products/2'))
      await hydrated(page)
      await page.getByText('Into the cart').click()
      await page.locator('.count', { hasText: '1' }).waitFor()
      await visit(page, at('ssr', '/cart'))
      expect(await page.locator('td').allTextContents()).toEqual(['Bread', '1'])
    })
  })

  test('the theme of the portfolio is switched', async () => {
    await inPage('portfolio', async (page) => {
      await visit(page, at('portfolio', '/work/paper-kite'))
      await page.getByText('Dark theme').click()
      await page.locator('html.theme-dark.loaded').waitFor()
      await page.locator('button[aria-pressed=true]').waitFor()
    })
  })

  test('the script of the example with Tailwind runs', async () => {
    await inPage('with-tailwindcss', async (page) => {
      await page.locator('button').click()
      await page.locator('button[data-clicks="1"]').waitFor()
    })
  })
})
