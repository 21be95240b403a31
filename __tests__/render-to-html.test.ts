import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type SsrPages, ssrPages } from '../src/index.ts'
import { ROOT } from './conformance/start.ts'

const MAIL = `import { html } from 'ssr-pages'
export default (Astro) => html\`<p>Dear \${Astro.props.name}, \${Promise.resolve(Astro.locals.text)}\${Astro.url.search}</p>\``

describe('pages.render()', () => {
  let dir: string
  let pages: SsrPages

  beforeAll(() => {
    dir = mkdtempSync(`${ROOT}/__tests__/fixtures/dist-`)
    mkdirSync(`${dir}/pages/mail`, { recursive: true })
    mkdirSync(`${dir}/client/_assets`, { recursive: true })
    writeFileSync(`${dir}/client/_assets/a.css`, 'p{content:"</style>"}')
    writeFileSync(`${dir}/pages/mail/welcome.mjs`, MAIL)
    writeFileSync(`${dir}/pages/api.mjs`, `export const GET = () => new Response('x')`)
    const common = { styles: ['_assets/a.css'], scripts: {}, hasHead: false }
    const routes = [
      { pattern: '/mail/welcome', file: 'mail/welcome.mjs', kind: 'page', ...common },
      { pattern: '/api', file: 'api.mjs', kind: 'endpoint', ...common },
    ]
    const manifest = { version: 1, base: '/', client: '../client', routes }
    writeFileSync(`${dir}/pages/manifest.json`, JSON.stringify(manifest))
    pages = ssrPages({ dir: `${dir}/pages` })
  })
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  test('gives a whole page, with props, locals and its styles in it', async () => {
    const init = { props: { name: '<Ada>' }, locals: { text: 'hello' } as App.Locals }
    expect(await pages.render('/mail/welcome?a', init)).toBe(
      String.raw`<!DOCTYPE html><style>p{content:"<\/style>"}</style><p>Dear &lt;Ada&gt;, hello?a</p>`,
    )
  })

  test('says that there is no such page', async () => {
    await expect(pages.render('/nope')).rejects.toMatchObject({ code: 'SSR_PAGES_PAGE_UNKNOWN' })
  })

  test('says that an API route is no page', async () => {
    await expect(pages.render('/api')).rejects.toMatchObject({ code: 'SSR_PAGES_PAGE_NOT_HTML' })
  })
})
