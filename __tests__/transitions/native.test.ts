import { mkdtempSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import express from 'express'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { ssrPages } from '../../src/index.ts'
import { writeAll } from '../support/project.ts'
import { browserPath, openPage, startBrowser } from '../support/browser.ts'
import { ROOT } from '../support/root.ts'
import { buildWarm } from '../support/warm-cli.ts'

const LAYOUT = `<html lang="en"><head><title>a</title><link rel="icon" href="data:," /></head><body><slot /></body></html>
<style is:global>
  @view-transition { navigation: auto }
</style>`

const page = (name: string, body: string, code = ''): Record<string, string> => ({
  [`src/pages/${name}.astro`]: `---
import Layout from '../Layout.astro'
${code}
---
<Layout>${body}</Layout>`,
})

const GROW = `const grow = { name: 'grow', duration: 210, easing: 'ease-out' }
const own = { old: { ...grow, direction: 'reverse' }, new: grow }`

const slide = (link: string): string =>
  `<main transition:name="product-1" transition:animate="slide">${link}</main>`

const NONCE = 'const { cspNonce } = Astro.locals'

const BACK = `<script is:inline nonce={cspNonce}>
  addEventListener('pagereveal', ({ viewTransition }) => {
    const { navigationType, from, entry } = navigation.activation ?? {}
    if (!viewTransition || navigationType !== 'traverse' || entry.index > from.index) return
    const { dataset } = document.documentElement
    dataset.astroTransition = 'back'
    viewTransition.finished.then(() => delete dataset.astroTransition)
  })
</script>`

const FILES: Readonly<Record<string, string>> = {
  'src/Layout.astro': LAYOUT,
  ...page(
    'index',
    `{[1, 2].map((id) => <h2 transition:name={\`product-\${id}\`}><a id={id} href={\`/shop/product-\${id}\`}>{id}</a></h2>)}
{['slide', 'none', 'initial', 'own', 'slow'].map((name) => <a id={name} href={\`/shop/\${name}\`}>{name}</a>)}
<a id="host" href="/host">host</a>`,
  ),
  ...page('product-1', '<h1 transition:name="product-1">1</h1>'),
  ...page('slide', '<main transition:name="product-1" transition:animate="slide">b</main>'),
  ...page('none', '<main transition:name="product-1" transition:animate="none">b</main>'),
  ...page('initial', '<main transition:name="product-1" transition:animate="initial">b</main>'),
  ...page('back-1', slide('<a href="/shop/back-2">2</a>') + BACK, NONCE),
  ...page('back-2', slide('') + BACK, NONCE),
  ...page(
    'own',
    `<main transition:name="product-1" transition:animate={{ forwards: own, backwards: own }}>b</main>
<style is:global>@keyframes grow { from { transform: scale(0.5) } }</style>`,
    GROW,
  ),
}

/** Said by Chromium when the next page has no rule. */
const OF_CHROMIUM = /ViewTransition opt-in disabled/

/** What a page sees of the transition that it begins with. */
interface Seen {
  /** The name of each animation of the browser, by its pseudo-element. */
  readonly animations: Readonly<Record<string, string>>
  readonly hasTransition: boolean
}

const describeInBrowser = browserPath === undefined ? describe.skip : describe

describeInBrowser("the browser's own transitions, without a script", () => {
  let root: string
  let server: Server
  let browser: Browser
  let origin: string

  beforeAll(async () => {
    root = mkdtempSync(`${ROOT}/__tests__/fixtures/dist-transitions-`)
    writeAll(root, FILES)
    await buildWarm(root)
    server = createApp(join(root, 'dist/pages')).listen(0)
    origin = `http://localhost:${(server.address() as AddressInfo).port}`
    browser = await startBrowser()
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    server?.close()
    if (root) rmSync(root, { recursive: true, force: true })
  })

  /** Follows a link of the list, and tells what the page that it leads to has seen. */
  async function follow(link: string, options: BrowserContextOptions = {}): Promise<Seen> {
    const { page, complaints } = await openPage(browser, options)
    await page.addInitScript(watchTransition)
    await page.goto(`${origin}/shop/`)
    await page.click(link)
    await page.waitForFunction(() => location.pathname !== '/shop/' && 'seen' in window)
    const seen = await page.evaluate(() => Reflect.get(window, 'seen') as Promise<Seen>)
    await page.close()
    expect(complaints.filter((text) => !OF_CHROMIUM.test(text))).toEqual([])
    return seen
  }

  test.each<[link: string, animations: Readonly<Record<string, string>>]>([
    [
      '[id="1"]',
      {
        old: 'astroFadeOut',
        new: 'astroFadeIn',
        group: '-ua-view-transition-group-anim-product-1',
      },
    ],
    [
      '#slide',
      {
        old: 'astroFadeOut, astroSlideToLeft',
        new: 'astroFadeIn, astroSlideFromRight',
        group: '-ua-view-transition-group-anim-product-1',
      },
    ],
    ['#none', {}],
    ['#own', { old: 'grow', new: 'grow', group: '-ua-view-transition-group-anim-product-1' }],
  ])(
    'a pair of elements moves from page to page as its directive says: %s',
    async (link, animations) => {
      const seen = await follow(link)
      expect(seen.hasTransition).toBe(true)
      expect(namedOf(seen, 'product-1')).toEqual(animations)
    },
  )

  test('initial leaves the animation to the browser', async () => {
    const { old, new: now } = namedOf(await follow('#initial'), 'product-1')
    expect([old, now]).toEqual([expect.stringMatching(/^-ua-/), expect.stringMatching(/^-ua-/)])
  })

  test('an element without a counterpart is not part of the page that follows', async () => {
    const seen = await follow('[id="1"]')
    expect(Object.keys(namedOf(seen, 'product-2'))).not.toContain('new')
  })

  test('nobody who asks for reduced motion sees one', async () => {
    const { animations } = await follow('#slide', { reducedMotion: 'reduce' })
    expect(animations).toEqual({})
  })

  test('a small script tells the browser that a visitor goes back', async () => {
    const { page, complaints } = await openPage(browser)
    await page.addInitScript(watchTransition)
    await page.goto(`${origin}/shop/back-1`)
    await page.click('a')
    await page.waitForURL('**/back-2')
    await page.evaluate(() => Reflect.get(window, 'seen') as Promise<Seen>)
    await page.goBack()
    await page.waitForFunction(() => location.pathname.endsWith('/back-1') && 'seen' in window)
    const seen = await page.evaluate(() => Reflect.get(window, 'seen') as Promise<Seen>)
    expect(namedOf(seen, 'product-1')).toMatchObject({ new: 'astroFadeIn, astroSlideFromLeft' })
    expect(complaints).toEqual([])
    await page.close()
  })

  test('a page of the host without the rule is loaded as ever', async () => {
    expect(await follow('#host')).toEqual({ hasTransition: false, animations: {} })
  })
})

function namedOf({ animations }: Seen, name: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(animations).flatMap(([pseudo, animation]) => {
      const [, kind = '', of] = /^::view-transition-([\w-]+)\((.+)\)$/.exec(pseudo) ?? []
      return of === name ? [[kind, animation]] : []
    }),
  )
}

// Runs in the browser before the page.
function watchTransition(): void {
  addEventListener('pagereveal', (event) => {
    const transition = (event as Event & { viewTransition: ViewTransition | null }).viewTransition
    const read = (): Seen => {
      const animations: Record<string, string> = {}
      for (const one of document.getAnimations()) {
        const { pseudoElement } = one.effect as KeyframeEffect
        const { animationName } = one as CSSAnimation
        const before = animations[pseudoElement ?? '']
        animations[pseudoElement ?? ''] =
          before === undefined ? animationName : `${before}, ${animationName}`
      }
      return { hasTransition: transition !== null, animations }
    }
    Reflect.set(
      window,
      'seen',
      transition === null ? Promise.resolve(read()) : transition.ready.then(read),
    )
  })
}

function createApp(dir: string): express.Express {
  const policy =
    "default-src 'none'; style-src 'nonce-bm9uY2U'; script-src 'nonce-bm9uY2U'; img-src data:"
  return express()
    .use((_req, res, next) => {
      res.locals['cspNonce'] = 'bm9uY2U'
      res.set('content-security-policy', policy)
      next()
    })
    .get('/host', (_req, res) => void res.send('<title>host</title><h1>host</h1>'))
    .use('/shop', ssrPages({ dir }))
}
