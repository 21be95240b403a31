import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import express from 'express'
import supertest from 'supertest'
import { type Options, ssrPages } from '../src/index.ts'
import { type PageRequest, renderSource, toText } from './support/render-source.ts'

const nonce = 'r4nd0m+/=='
const SCRIPT = '/src/pages/test.astro?astro&type=script&index=0&lang.ts'

const printed: [what: string, page: string, assets: PageRequest['assets'], html: string][] = [
  [
    'a link to a stylesheet',
    '<p>a</p>',
    { styles: ['_assets/a.css'] },
    `<link rel="stylesheet" href="/_assets/a.css" nonce="${nonce}"><p>a</p>`,
  ],
  [
    'a script',
    '<script>console.log(1)</script>',
    { scripts: { [SCRIPT]: '_assets/a.js' } },
    `<script type="module" src="/_assets/a.js" nonce="${nonce}"></script>`,
  ],
  [
    'a script that stands in the page',
    '<script>console.log(1)</script>',
    { scripts: { [SCRIPT]: { code: 'console.log(1)' } } },
    `<script type="module" nonce="${nonce}">console.log(1)</script>`,
  ],
  [
    'a script with variables of the page',
    '<script define:vars={{ a: 1 }}>console.log(a)</script>',
    {},
    `<script nonce="${nonce}">(function(){const a = 1;\nconsole.log(a)})();</script>`,
  ],
  [
    'the style of a transition',
    '<head></head><p transition:name="a">a</p>',
    { hasHead: true },
    `<style nonce="${nonce}">`,
  ],
  [
    'what stands after a slow part of the page',
    '<p>{new Promise((done) => setTimeout(done, 30, "late"))}</p><script>console.log(1)</script>',
    { scripts: { [SCRIPT]: '_assets/a.js' } },
    `<p>late</p><script type="module" src="/_assets/a.js" nonce="${nonce}"></script>`,
  ],
]

describe('the nonce of a content security policy', () => {
  test.each(printed)('is on %s', async (_, page, assets, html) => {
    expect(await toText(await renderSource({ page, assets: assets ?? {}, nonce }))).toContain(html)
  })

  test.each(printed)('is not printed without a policy: %s', async (_, page, assets) => {
    const html = await toText(await renderSource({ page, assets: assets ?? {} }))
    expect(html).not.toContain('nonce')
  })

  test.each(['"><script>', '', 'a b', "x' 'unsafe-inline", 'a;b', 7, null, { a: 1 }])(
    'is refused when it is %j',
    (nonce) => {
      const result = Promise.resolve().then(() => renderSource({ page: '<p>a</p>', nonce }))
      return expect(result).rejects.toMatchObject({ code: 'SSR_PAGES_NONCE_INVALID' })
    },
  )

  describe('is read', () => {
    let dir: string

    beforeAll(() => {
      dir = mkdtempSync(`${import.meta.dirname}/fixtures/dist-`)
      const route = { pattern: '/', file: 'index.mjs', kind: 'page', scripts: {}, hasHead: false }
      const routes = [{ ...route, styles: ['_assets/a.css'] }]
      writeFileSync(
        `${dir}/index.mjs`,
        "import { html } from 'ssr-pages'\nexport default () => html`a`",
      )
      writeFileSync(
        `${dir}/_middleware.mjs`,
        `export const onRequest = ({ locals, url }, next) => {
          if (url.searchParams.has('own')) locals.cspNonce = '${nonce}'
          return next()
        }`,
      )
      const middleware = '_middleware.mjs'
      const manifest = { version: 1, base: '/', client: '../client', routes, middleware }
      writeFileSync(`${dir}/manifest.json`, JSON.stringify(manifest))
    })
    afterAll(() => rmSync(dir, { recursive: true, force: true }))

    test.each<[where: string, options: Options, locals: Record<string, unknown>]>([
      ['from res.locals.cspNonce', {}, { cspNonce: nonce }],
      ['from the local with the given name', { cspNonce: 'nonce' }, { nonce, cspNonce: 'other' }],
      ['from res.locals, whatever pages get', { locals: () => ({}) }, { cspNonce: nonce }],
    ])('%s', async (_, options, locals) => {
      const app = express()
        .use((_req, res, next) => {
          Object.assign(res.locals, locals)
          next()
        })
        .use(ssrPages({ dir, ...options }))
      const { text } = await supertest(app).get('/').expect(200)
      expect(text).toContain(`nonce="${nonce}">`)
    })

    test('from what page middleware puts into locals', async () => {
      const pages = ssrPages({ dir })
      const { text } = await supertest(express().use(pages)).get('/?own')
      expect(text).toContain(`nonce="${nonce}">`)
      const response = await pages.fetch(new Request('http://localhost/?own'))
      expect(await response?.text()).toContain(`nonce="${nonce}">`)
    })

    test('from the locals of pages.fetch()', async () => {
      const locals = { cspNonce: nonce } as App.Locals
      const response = await ssrPages({ dir }).fetch(new Request('http://localhost/'), { locals })
      expect(await response?.text()).toContain(`nonce="${nonce}">`)
    })
  })
})
