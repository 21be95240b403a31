import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import express, { type RequestHandler } from 'express'
import type { Browser, Page } from 'playwright-core'
import { ssrPages } from '../../src/index.ts'
import { browserPath, openPage, startBrowser } from '../support/browser.ts'
import { createProjectInRepository } from '../support/project.ts'
import { buildWarm } from '../support/warm-cli.ts'
import { FEATURES, writeFeatures } from './browser-site.ts'

const REST = "default-src 'none'; img-src 'self'; font-src 'self'; connect-src 'self'"

// These are generated for each response, so they need a nonce or a hash.
const INLINE = new Set(['solid', 'transition', 'variables', 'router', 'second'])

/** Who sends which policy. */
const POLICIES: readonly {
  readonly name: string
  readonly hasCsp: boolean
  readonly host: RequestHandler
  readonly folders: readonly string[]
  readonly leaves?: ReadonlySet<string>
}[] = [
  {
    name: "'self' of the host, without a nonce",
    hasCsp: false,
    host(_req, res, next) {
      res.set('content-security-policy', `${REST}; script-src 'self'; style-src 'self'`)
      next()
    },
    folders: ['file'],
    leaves: INLINE,
  },
  {
    name: 'nothing but the nonce of the host',
    hasCsp: false,
    host(_req, res, next) {
      const nonce = randomBytes(16).toString('base64')
      res.locals['cspNonce'] = nonce
      const values = `script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'`
      res.set('content-security-policy', `${REST}; ${values}`)
      next()
    },
    folders: ['live'],
  },
  {
    name: 'security.csp',
    hasCsp: true,
    host: (_req, _res, next) => next(),
    folders: ['live', 'file'],
  },
  {
    name: "security.csp beside a header of the host that allows nothing, and 'self'",
    hasCsp: true,
    host(_req, res, next) {
      res.set('content-security-policy', `${REST}; script-src 'none'`)
      next()
    },
    folders: ['live'],
  },
]

const describeInBrowser = browserPath === undefined ? describe.skip : describe

describeInBrowser('the browser blocks nothing under', () => {
  const roots = new Map<boolean, string>()
  const servers: Server[] = []
  let browser: Browser

  beforeAll(async () => {
    for (const hasCsp of [true, false]) {
      const root = createProjectInRepository({})
      roots.set(hasCsp, root)
      writeFeatures(root, hasCsp)
      await buildWarm(root)
    }
    browser = await startBrowser()
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    for (const server of servers) server.close()
    for (const root of roots.values()) rmSync(root, { recursive: true, force: true })
  })

  test.each(POLICIES)(
    '$name',
    async ({ hasCsp, host, folders, leaves }) => {
      const dir = join(roots.get(hasCsp) ?? '', 'dist/pages')
      const server = createServer(express().use(host, ssrPages({ dir }))).listen(0)
      servers.push(server)
      const { port } = server.address() as AddressInfo
      const { page, complaints } = await openPage(browser)
      // The router leads to the second page.
      const names = Object.keys(FEATURES).filter((name) => name !== 'second' && !leaves?.has(name))
      const paths = folders.flatMap((folder) => names.map((name) => `${folder}/${name}`))
      if (folders.includes('file')) paths.push('file/markdown', 'file/mdx')
      const wrong: unknown[] = []
      for (const path of paths) {
        await page.goto(`http://localhost:${port}/${path}`)
        await use(page, path.split('/')[1] ?? '').catch((error) =>
          wrong.push([path, String(error)]),
        )
        if (complaints.length > 0) wrong.push([path, ...complaints.splice(0)])
      }
      expect(wrong).toEqual([])
      await page.close()
    },
    120_000,
  )
})

// Waits for what the feature does: it would not happen if the policy blocked it.
async function use(page: Page, feature: string): Promise<void> {
  page.setDefaultTimeout(5000)
  if (feature === 'router') {
    await page.click('text=to the second')
    await page.waitForSelector('#second')
  }
  if (['react', 'only', 'svelte', 'solid', 'mdx', 'router', 'second'].includes(feature)) {
    await page.waitForSelector('astro-island:not([ssr]) button')
    await page.click('button')
    await page.waitForSelector('text="1"')
  }
  if (['script', 'variables', 'router', 'second'].includes(feature)) {
    await page.waitForSelector('body[data-ran=yes]', { state: 'attached' })
  }
  const colors: Readonly<Record<string, string>> = {
    '#styled': 'rgb(1, 2, 3)',
    '#second': 'rgb(4, 5, 6)',
    button: 'rgb(1, 2, 3)',
  }
  for (const [selector, wanted] of Object.entries(colors)) {
    const found = page.locator(selector)
    if ((await found.count()) === 0 || feature === 'solid') continue
    expect(await found.evaluate((element) => getComputedStyle(element).color)).toBe(wanted)
  }
  for (const image of await page.locator('img').all()) {
    await image.scrollIntoViewIfNeeded()
    await image.evaluate((element) => (element as unknown as { decode(): unknown }).decode())
  }
}
