import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { browserPath, openPage, startBrowser } from '../support/browser.ts'
import { build } from '../support/cli.ts'
import { readTree } from '../support/project.ts'
import { ROOT } from '../support/root.ts'
import { type Server, startServer } from '../support/servers.ts'
import { ATTACK, FEATURES, TYPES_TEXT } from './feature-pages.ts'
import { FRAMEWORKS } from './frameworks.ts'
import { sectionsOf } from './sections.ts'
import { createIslandsSite } from './site.ts'

type Markup = Readonly<Record<string, Readonly<Record<string, string>>>>

/** What Astro 7.3.5 prints for the same sources; `npm run build` of the same pages with its adapter. */
const ASTRO: Markup = JSON.parse(
  readFileSync(join(ROOT, '__tests__/fixtures/islands/astro.json'), 'utf8'),
)

// Astro prints a waiting text, and inline scripts that replace it. Ours waits for the content.
const LATE =
  '<div class="counter" data-effect="ran"><button class="count">0</button><!--$--><b class="late">it<!-- --> is here</b><!--/$--></div>'

/** Where ours is better than Astro's, by framework and feature. */
const BETTER: Markup = {
  react: {
    async: `<astro-island uid prefix="#0#" component-url component-export="default" renderer-url props={"name":[0,"it"]} ssr client="load" opts={"name":"ReactAsync","value":true} await-children>${LATE}<!--astro:end--></astro-island>`,
    'async without directive': LATE,
  },
  // Astro prints an element for the empty slot, which the browser's half does not render.
  preact: { 'empty slot': emptySlot('preact', '<aside></aside>') },
  vue: { 'empty slot': emptySlot('vue', '<aside><!--[--><!----><!--]--></aside>') },
}

function emptySlot(framework: string, aside: string): string {
  const astro = ASTRO[framework]?.['empty slot'] ?? ''
  return astro
    .replace(/<aside>.*<\/aside>/, aside)
    .replace('<!--astro:end-->', '<template data-astro-template="side"></template><!--astro:end-->')
}

const HOSTS = { 'at the root': '', 'below a path': '/docs', 'under a strict policy': '/strict' }

const INLINE_SCRIPT: unknown = expect.stringMatching(/^Executing inline script violates/)

const describeInBrowser = browserPath === undefined ? describe.skip : describe

let root: string
let server: Server

const load = (path: string) => fetch(`http://localhost:${server.port}${path}`)
const read = async (path: string) => (await load(path)).text()

beforeAll(async () => {
  root = createIslandsSite()
  build(root)
  server = await startServer('islands.mjs', join(root, 'dist/pages'))
  // Preact prints other comments until it has loaded a late component.
  for (const { name } of FRAMEWORKS) await read(`/features/${name}`)
}, 120_000)

afterAll(async () => {
  await server?.stop()
  rmSync(root, { recursive: true, force: true })
})

describe.each(FRAMEWORKS)('an island of $name', ({ name }) => {
  test.each(Object.keys(FEATURES))('has the markup of Astro: %s', async (feature) => {
    const sections = sectionsOf(await read(`/features/${name}`))
    expect(sections[feature]).toBe(BETTER[name]?.[feature] ?? ASTRO[name]?.[feature])
  })

  test('has the same bytes at each request', async () => {
    const first = await read(`/features/${name}`)
    expect(await read(`/features/${name}`)).toBe(first)
  })

  test('answers with an error when the component throws', async () => {
    const response = await load(`/throws/${name}`)
    expect([response.status, await response.text()]).toEqual([500, 'host error'])
  })
})

/** What Astro 7.3.5 sends for a page with one island, without the files that it loads. */
const BYTES_OF_ASTRO: Readonly<Record<string, number>> = {
  react: 5396,
  preact: 5393,
  vue: 5470,
  svelte: 5496,
  solid: 5887,
}

test.each(FRAMEWORKS)(
  'a page with one island of $name is a third of that of Astro',
  async ({ name }) => {
    const { byteLength } = await (await load(`/alone/${name}`)).arrayBuffer()
    expect(byteLength).toBeLessThan((BYTES_OF_ASTRO[name] ?? 0) / 3)
  },
)

test('components of client:only are not in the code of the server', () => {
  const pages = [...readTree(join(root, 'dist/pages')).values()].join('\n')
  const client = [...readTree(join(root, 'dist/client')).values()].join('\n')
  expect(client).toContain('only-in-browsers')
  expect(pages).not.toContain('only-in-browsers')
})

describeInBrowser('in a browser', () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await startBrowser()
  })

  afterAll(() => browser?.close())

  describe.each(Object.entries(HOSTS))('%s', (_, mount) => {
    test.each(FRAMEWORKS)(
      'an island of $name gets its props, runs no code in them, shows what is late, and uses packages',
      async ({ name }) => {
        const { page, complaints } = await openFeatures(`${mount}/features/${name}`)
        const output = sectionIn(page, 'types').locator('output')
        expect([await output.textContent(), await output.getAttribute('data-arrived')]).toEqual([
          TYPES_TEXT,
          TYPES_TEXT,
        ])
        const attacked = sectionIn(page, 'attack')
        expect(await attacked.locator('.label').textContent()).toBe(`${ATTACK}, clicks`)
        expect(await attacked.locator('.children').textContent()).toBe(ATTACK)
        expect(await page.locator('img').count()).toBe(0)
        const late = sectionIn(page, 'async')
        await late.locator('.count').click()
        await late.locator('.count', { hasText: '1' }).waitFor()
        expect(await late.locator('.late').textContent()).toBe('it is here')
        const widget = sectionIn(page, 'package').locator('.widget')
        await widget.click()
        await page.locator('section[title=package] .widget[aria-checked=true]').waitFor()
        // Solid sends what it has waited for in an inline script; without it, the browser waits.
        const blocked = name === 'solid' && mount === '/strict' ? [INLINE_SCRIPT] : []
        expect(complaints).toEqual(blocked)
        await page.close()
      },
    )
  })

  test('islands of all frameworks share a store', async () => {
    const { page, complaints } = await openPage(browser)
    await page.goto(`http://localhost:${server.port}/places/page`)
    const loaded = page.locator('astro-island[client=load]:not([ssr])')
    await loaded.nth(FRAMEWORKS.length - 1).waitFor()
    await loaded.first().locator('.total').click()
    for (const [index] of FRAMEWORKS.entries()) {
      await loaded.nth(index).locator('.total', { hasText: '1' }).waitFor()
    }
    expect(complaints).toEqual([])
    await page.close()
  })

  test('islands hydrate while the rest of their page is still to come', async () => {
    const { page, complaints } = await openPage(browser)
    await page.goto(`http://localhost:${server.port}/slow`, { waitUntil: 'commit' })
    const islands = page.locator('astro-island:not([ssr]) [data-effect=ran]')
    await islands.nth(FRAMEWORKS.length - 1).waitFor()
    expect(await page.evaluate(() => document.readyState)).toBe('loading')
    await load('/release')
    await page.locator('#end', { hasText: 'the end' }).waitFor()
    expect(complaints).toEqual([])
    await page.close()
  })

  async function openFeatures(path: string): Promise<{ page: Page; complaints: string[] }> {
    const { page, complaints } = await openPage(browser)
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    await page.goto(`http://localhost:${server.port}${path}`)
    await page.waitForFunction(
      () => document.querySelectorAll('astro-island[client=load][ssr]').length === 0,
    )
    await page.locator('output[data-arrived^=big]').waitFor()
    return { page, complaints }
  }
})

function sectionIn(page: Page, title: string) {
  return page.locator(`section[title="${title}"]`)
}
