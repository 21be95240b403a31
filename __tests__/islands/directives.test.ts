import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { browserPath, startBrowser } from '../support/browser.ts'
import { build } from '../support/cli.ts'
import { type Server, startServer } from '../support/servers.ts'
import { DIRECTIVES, PLACES, labelOf } from './directive-pages.ts'
import { FRAMEWORKS } from './frameworks.ts'
import { type Hydration, hydratePage } from './hydrate-page.ts'
import { createIslandsSite } from './site.ts'

/** How a host serves the same build. */
const HOSTS = { 'at the root': '', 'below a path': '/docs', 'under a strict policy': '/strict' }

const CASES = Object.entries(HOSTS).flatMap(([host, mount]) =>
  Object.keys(PLACES)
    // A file has no nonce.
    .filter((place) => place !== 'prerendered' || mount !== '/strict')
    .map((place) => ({ host, place, path: pathOf(mount, place) })),
)

/** Pages that are open at the same time. */
const AT_ONCE = 3

const describeInBrowser = browserPath === undefined ? describe.skip : describe

describeInBrowser('islands of five frameworks', () => {
  let root: string
  let server: Server
  let browser: Browser
  const results = new Map<string, Promise<Hydration>>()

  beforeAll(async () => {
    root = createIslandsSite()
    build(root)
    server = await startServer('islands.mjs', join(root, 'dist/pages'))
    browser = await startBrowser()
    hydrateAll(browser, `http://localhost:${server.port}`, results)
  }, 120_000)

  afterAll(async () => {
    await Promise.allSettled(results.values())
    await browser?.close()
    await server?.stop()
    rmSync(root, { recursive: true, force: true })
  })

  describe.each(CASES)('in the place "$place" $host', ({ place, path }) => {
    test('hydrate when their directive says so, and not before', async () => {
      const { steps, early } = (await results.get(path)) as Hydration
      const around = place === 'nested' ? namesOf('around') : []
      expect(steps).toEqual({
        'at once': [...around, ...namesOf('load'), ...namesOf('only')].toSorted(),
        'when idle': namesOf('idle').toSorted(),
        'when narrow': namesOf('media').toSorted(),
        'at the signal': namesOf('signal').toSorted(),
        'when visible': namesOf('visible').toSorted(),
      })
      expect(early).toEqual([])
    })

    test('react to clicks, and keep what their slots hold', async () => {
      const { islands } = (await results.get(path)) as Hydration
      const slots = { children: 'child', side: 'side', later: 'later' }
      const none = { children: undefined, side: undefined, later: undefined }
      const counters = Object.keys(DIRECTIVES).flatMap(namesOf)
      expect(islands).toMatchObject({
        ...Object.fromEntries(counters.map((name) => [name, { counted: 1, ...slots }])),
        ...Object.fromEntries(namesOf('only').map((name) => [name, { counted: 1, ...none }])),
        ...(place === 'nested' &&
          Object.fromEntries(namesOf('around').map((name) => [name, { counted: 1 }]))),
      })
    })

    test('hydrate without a message in the console, each one after the one around it', async () => {
      const { complaints, order } = (await results.get(path)) as Hydration
      expect(complaints).toEqual([])
      if (place !== 'nested') return
      for (const outer of FRAMEWORKS) {
        const inner = innerOf(outer)
        const at = order.indexOf(`${outer.name} around ${inner.name}`)
        const first = order.findIndex(
          (name) => name.startsWith(`${inner.name} `) && !name.includes('around'),
        )
        expect(at).toBeLessThan(first)
      }
    })
  })
})

/** Visits the pages, a few at once; each result is a promise from the start. */
function hydrateAll(browser: Browser, url: string, results: Map<string, Promise<Hydration>>): void {
  const lanes = Array.from({ length: AT_ONCE }, () => Promise.resolve<unknown>(undefined))
  for (const [index, { path, place }] of CASES.entries()) {
    const lane = index % AT_ONCE
    const names = (name: string) => (name === 'around' && place !== 'nested' ? [] : namesOf(name))
    const result = (lanes[lane] ?? Promise.resolve()).then(() =>
      hydratePage(browser, url + path, names),
    )
    results.set(path, result)
    lanes[lane] = result.catch(() => {})
  }
}

function namesOf(directive: string): string[] {
  if (directive === 'around') {
    return FRAMEWORKS.map((outer) => `${outer.name} around ${innerOf(outer).name}`)
  }
  return FRAMEWORKS.map((framework) => labelOf(framework, directive))
}

function innerOf(outer: (typeof FRAMEWORKS)[number]): (typeof FRAMEWORKS)[number] {
  return FRAMEWORKS[(FRAMEWORKS.indexOf(outer) + 1) % FRAMEWORKS.length] ?? outer
}

function pathOf(mount: string, place: string): string {
  return place === 'partial' ? `${mount}/host` : `${mount}/places/${place}`
}
