import { readFileSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { type SsrPages, ssrPages } from '../../src/index.ts'
import type { Manifest, ManifestRoute } from '../../src/shared/types.ts'
import { browserPath, openPage, startBrowser } from '../support/browser.ts'
import { runCli } from '../support/cli.ts'
import { createProjectInRepository, readTree } from '../support/project.ts'
import { clientSite, createApp } from './client-site.ts'

const describeInBrowser = browserPath === undefined ? describe.skip : describe

/** What Astro 7.3.5 prints into each page for the same directives. */
const BYTES_OF_ASTRO = 5569

/** A built and served site. */
interface Site {
  readonly root: string
  readonly server: Server
  readonly pages: SsrPages
  readonly manifest: Manifest
  /** By path in the folder of browser files. */
  readonly files: ReadonlyMap<string, string>
}

const sites: Site[] = []

async function createSite(vite?: string): Promise<Site> {
  const root = createProjectInRepository(clientSite(vite))
  const { code, printed } = await runCli('build', root)
  if (code !== 0) throw new Error(printed)
  const pages = ssrPages({ dir: join(root, 'dist/pages') })
  const site = {
    root,
    server: createApp(pages).listen(0),
    pages,
    manifest: JSON.parse(readFileSync(join(root, 'dist/pages/manifest.json'), 'utf8')),
    files: readTree(join(root, 'dist/client')),
  }
  sites.push(site)
  return site
}

function urlOf({ server }: Site, path: string): string {
  return `http://localhost:${(server.address() as AddressInfo).port}${path}`
}

function routeOf({ manifest }: Site, pattern: string): ManifestRoute {
  const route = manifest.routes.find((one) => one.pattern === pattern)
  if (!route) throw new Error(`no route ${pattern}`)
  return route
}

let built: Site
let browser: Browser

beforeAll(async () => {
  built = await createSite()
  if (browserPath !== undefined) browser = await startBrowser()
}, 120_000)

afterAll(async () => {
  await browser?.close()
  for (const { root, server } of sites) {
    server.closeAllConnections()
    server.close()
    rmSync(root, { recursive: true, force: true })
  }
})

describe('the files for browsers of a site with islands', () => {
  const REACT = 'virtual:ssr-pages/client-renderer/@astrojs/react'
  const ALWAYS = ['virtual:ssr-pages/before-hydration', 'virtual:ssr-pages/island']
  const COUNTER = '/src/components/Counter.jsx'

  test.each([
    ['/', [...ALWAYS, REACT, COUNTER, '/src/components/Only.jsx']],
    [
      '/vue',
      [...ALWAYS, 'virtual:ssr-pages/client-renderer/@astrojs/vue', '/src/components/Scoped.vue'],
    ],
    ['/signal', [...ALWAYS, REACT, 'virtual:ssr-pages/directive/signal', COUNTER]],
    ['/static', []],
    ['/plain', []],
  ])('%s loads the modules of its own islands and frameworks only', (pattern, ids) => {
    const { scripts, preloads } = routeOf(built, pattern)
    expect(Object.keys(scripts).toSorted()).toEqual(ids.toSorted())
    if (ids.length === 0) expect(preloads).toBeUndefined()
  })

  test('a page without islands has no script', async () => {
    for (const path of ['/plain', '/static']) {
      const response = await fetch(urlOf(built, path))
      expect(await response.text()).not.toMatch(/<script|astro-island|modulepreload/)
    }
  })

  test('a component of client:only is not in the code of the server', () => {
    const server = [...readTree(join(built.root, 'dist/pages')).values()].join('')
    expect(server).not.toContain('ONLY-IN-BROWSERS')
    expect([...built.files.values()].join('')).toContain('ONLY-IN-BROWSERS')
  })

  test('all modules that a module imports statically are preloaded', () => {
    const { scripts, preloads = {} } = routeOf(built, '/')
    for (const id of [COUNTER, REACT]) {
      const file = String(scripts[id])
      expect(preloads[id]?.toSorted()).toEqual([...importsOf(file)].toSorted())
      expect(preloads[id]?.length).toBeGreaterThan(0)
    }
  })

  test('every style is linked once, and no stylesheet is there that no page links', () => {
    const sheets = [...built.files.keys()].filter((path) => path.endsWith('.css'))
    const linked = new Set(built.manifest.routes.flatMap(({ styles }) => styles))
    expect(sheets.toSorted()).toEqual([...linked].toSorted())
    const css = (pattern: string) =>
      routeOf(built, pattern)
        .styles.map((it) => built.files.get(it))
        .join('')
    const counts = (text: string) =>
      [11, 12, 13, 14].map((pixels) => text.split(`${pixels}px`).length - 1)
    expect(counts(css('/'))).toEqual([1, 1, 1, 1])
    expect(counts(css('/static'))).toEqual([1, 1, 0, 0])
    expect(css('/vue')).toMatch(/\.scoped\[data-v-\w+\]\{color:#010101\}\s*$/)
  })

  test('the element and its directives are smaller than those of Astro', () => {
    const file = String(routeOf(built, '/').scripts['virtual:ssr-pages/island'])
    const code = built.files.get(file) ?? ''
    expect(code).toContain('astro-island')
    // 300 bytes of it give late modules the page's nonce, 130 ignore elements that are named like members
    // of the document.
    expect(code.length).toBeLessThan(4550)
    expect(code.length).toBeLessThan(BYTES_OF_ASTRO)
    expect(gzipSync(code).length).toBeLessThan(1950)
  })

  test('frameworks are bundled for production', () => {
    const code = [...built.files]
      .flatMap(([path, text]) => (path.endsWith('.js') ? [text] : []))
      .join('')
    expect(code).not.toContain('process.env.NODE_ENV')
    expect(code).not.toContain('You provided a `value` prop to a form field')
  })

  /** The files that a module imports, and what these import. */
  function importsOf(file: string, found: Set<string> = new Set()): Set<string> {
    const code = built.files.get(file) ?? ''
    for (const [, name = ''] of code.matchAll(
      /(?:from|^import|;import)\s*[`"']\.\/([^`"']+)[`"']/g,
    )) {
      const path = `_assets/${name}`
      if (!found.has(path) && path !== file) importsOf(path, found.add(path))
    }
    return found
  }
})

describeInBrowser('in a browser, under a strict policy', () => {
  async function open(site: Site, path: string): Promise<{ page: Page; complaints: string[] }> {
    const opened = await openPage(browser)
    await opened.page.goto(urlOf(site, path))
    return opened
  }

  async function hydrated(page: Page, count: number): Promise<void> {
    await page.waitForFunction(
      (wanted) => document.querySelectorAll('astro-island:not([ssr])').length === wanted,
      count,
    )
  }

  test.each([['/docs/'], ['/']])(
    'islands of one build hydrate under the mount %s',
    async (path) => {
      const { page, complaints } = await open(built, path)
      await hydrated(page, 2)
      const source = await page.locator('img').getAttribute('src')
      expect(source).toMatch(new RegExp(`^${path}_assets/pic\\.`))
      await page.locator('button').click()
      expect(await page.locator('.counter').innerText()).toBe('6text')
      // The code of the browser prints the same URL as that of the server.
      expect(await page.locator('img').getAttribute('src')).toBe(source)
      const margins = await page.locator('.counter, b').evaluateAll((elements) =>
        elements.map((element) => {
          const { marginLeft, marginRight, marginTop, marginBottom } = getComputedStyle(element)
          return [marginLeft, marginRight, marginTop, marginBottom]
        }),
      )
      expect(margins[0]?.slice(0, 2)).toEqual(['11px', '12px'])
      expect(await page.locator('b').textContent()).toBe('ONLY-IN-BROWSERS true')
      // Scripts of the stage before-hydration have run while no island was hydrated.
      expect(await page.evaluate(() => Reflect.get(globalThis, 'early'))).toBe(2)
      expect(complaints).toEqual([])
      await page.close()
    },
  )

  test('a scoped style of Vue applies, and the island hydrates when the browser is idle', async () => {
    const { page, complaints } = await open(built, '/docs/vue')
    await hydrated(page, 1)
    await page.locator('button').click()
    expect(await page.locator('button').innerText()).toBe('1')
    const color = await page.locator('button').evaluate((it) => getComputedStyle(it).color)
    expect(color).toBe('rgb(1, 1, 1)')
    expect(complaints).toEqual([])
    await page.close()
  })

  test('a custom directive decides when its island hydrates', async () => {
    const { page, complaints } = await open(built, '/docs/signal')
    await page.waitForFunction(() => 'signal' in Object(Reflect.get(globalThis, 'Astro')))
    await page.locator('button').click()
    expect(await page.locator('button').innerText()).toBe('0')
    await page.evaluate(() => dispatchEvent(new Event('go')))
    await hydrated(page, 1)
    await page.locator('button').click()
    expect(await page.locator('button').innerText()).toBe('1')
    expect(complaints).toEqual([])
    await page.close()
  })

  test('an island of a partial hydrates when a script puts it into a page', async () => {
    const { page, complaints } = await open(built, '/docs/')
    await hydrated(page, 2)
    await page.evaluate(async () => {
      const response = await fetch('/docs/part')
      document.body.insertAdjacentHTML('beforeend', await response.text())
    })
    await hydrated(page, 3)
    await page.locator('button').last().click()
    expect(await page.locator('button').last().innerText()).toBe('10')
    expect(complaints).toEqual([])
    await page.close()
  })

  test('an island of a prerendered page hydrates', async () => {
    const opened = await openPage(browser)
    // A file has no nonce: its pages need a policy of their own.
    await opened.page.route('**/fixed', async (route) => {
      const response = await route.fetch()
      await route.fulfill({ response, headers: { 'content-type': 'text/html' } })
    })
    await opened.page.goto(urlOf(built, '/fixed'))
    await hydrated(opened.page, 1)
    await opened.page.locator('button').click()
    expect(await opened.page.locator('button').innerText()).toBe('8')
    expect(opened.complaints).toEqual([])
    await opened.page.close()
  })

  test('islands hydrate in a page that pages.render() has rendered', async () => {
    const html = await built.pages.render('/')
    expect(html.match(/<script type="module" async/g)).toHaveLength(1)
    const opened = await openPage(browser)
    await opened.page.route('**/rendered', (route) =>
      route.fulfill({ body: html, contentType: 'text/html' }),
    )
    await opened.page.goto(urlOf(built, '/rendered'))
    await hydrated(opened.page, 2)
    expect(opened.complaints).toEqual([])
    await opened.page.close()
  })

  test('settings of `vite.build` keep working', async () => {
    const site = await createSite(
      '{ build: { assetsInlineLimit: 20000, minify: false, sourcemap: true, cssCodeSplit: false, rolldownOptions: { treeshake: true } } }',
    )
    const { scripts } = routeOf(site, '/')
    // Only scripts of pages are inlined: the URLs of islands are printed.
    for (const file of Object.values(scripts)) expect(site.files.has(String(file))).toBe(true)
    expect([...site.files.keys()].filter((path) => path.endsWith('.svg'))).toEqual([])
    expect(site.files.get(String(scripts['virtual:ssr-pages/island']))).toContain(
      'class extends HTMLElement {\n',
    )
    expect(site.files.has(`${String(scripts['/src/components/Counter.jsx'])}.map`)).toBe(true)
    const { page, complaints } = await open(site, '/docs/')
    await hydrated(page, 2)
    await page.locator('button').click()
    expect(await page.locator('img').getAttribute('src')).toMatch(/^data:image\/svg/)
    expect(await page.locator('.counter').innerText()).toBe('6text')
    expect(complaints).toEqual([])
    await page.close()
  }, 120_000)
})
