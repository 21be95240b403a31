import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Options, type RenderInit, type SsrPages, ssrPages } from '../../src/index.ts'
import { ROOT } from '../support/root.ts'

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

  test('returns a whole page, with props, locals and inlined styles', async () => {
    const init = { props: { name: '<Ada>' }, locals: { text: 'hello' } as App.Locals }
    expect(await pages.render('/mail/welcome?a', init)).toBe(
      String.raw`<!DOCTYPE html><style>p{content:"<\/style>"}</style><p>Dear &lt;Ada&gt;, hello?a</p>`,
    )
  })

  test.each([
    ['of its own', {}, { nonce: 'bm9uY2U=' }],
    ['from the locals', {}, { locals: { cspNonce: 'bm9uY2U=' } }],
    ['under another name', { cspNonce: 'other' }, { locals: { other: 'bm9uY2U=' } }],
  ])('prints a nonce %s on its styles', async (_, options: Options, init: object) => {
    const html = await ssrPages({ dir: `${dir}/pages`, ...options }).render('/mail/welcome', init)
    expect(html).toMatch(/^<!DOCTYPE html><style nonce="bm9uY2U=">/)
  })

  test('refuses an invalid nonce', async () => {
    await expect(pages.render('/mail/welcome', { nonce: '"><script>' })).rejects.toMatchObject({
      code: 'SSR_PAGES_NONCE_INVALID',
    })
  })

  test('says that there is no such page', async () => {
    await expect(pages.render('/nope')).rejects.toMatchObject({ code: 'SSR_PAGES_PAGE_UNKNOWN' })
  })

  test.each(['//x/mail/welcome', String.raw`/\x/mail/welcome`, '/\t/mail/welcome', '//////'])(
    'reads %j as a path, not as an address of another host',
    async (path) => {
      await expect(pages.render(path)).rejects.toMatchObject({ code: 'SSR_PAGES_PAGE_UNKNOWN' })
    },
  )

  test('says that an API route is not a page', async () => {
    await expect(pages.render('/api')).rejects.toMatchObject({ code: 'SSR_PAGES_PAGE_NOT_HTML' })
  })
})

/** Pages with a style of their own each; what they print is their name. */
const NAMES = ['from', 'shown', 'inner', '404']
const SITE: Readonly<Record<string, string>> = {
  shown: page('html`<b>shown ${Astro.props.name}</b>`'),
  from: page("Astro.rewrite('/shown')"),
  inner: page("html`<p>${Astro.rewrite('/shown')}</p>`"),
  lost: page("Astro.rewrite('/absent')"),
  gone: page('new Response(null, { status: 404 })'),
  own: page("new Response('<i>own</i>', { headers: { 'content-type': 'text/html' } })"),
  made: page(
    "new Response('<i>made</i>', { status: 201, headers: { location: '/x', 'content-type': 'text/html' } })",
  ),
  login: page("Astro.redirect('/login?next')"),
  json: page('Response.json({})'),
  nothing: page('new Response(null)'),
  '404': page('html`<b>lost</b>`'),
}

describe('pages.render() with page middleware', () => {
  const dirs: string[] = []
  afterAll(() => dirs.forEach((dir) => rmSync(dir, { recursive: true, force: true })))

  function render(path: string, onRequest: string, init: RenderInit = {}): Promise<string> {
    const dir = mkdtempSync(`${ROOT}/__tests__/fixtures/dist-`)
    dirs.push(dir)
    mkdirSync(`${dir}/pages`)
    mkdirSync(`${dir}/client`)
    for (const [name, text] of Object.entries(SITE)) writeFileSync(`${dir}/pages/${name}.mjs`, text)
    for (const name of NAMES) writeFileSync(`${dir}/client/${name}.css`, `.${name}{}`)
    writeFileSync(`${dir}/pages/_middleware.mjs`, `export const onRequest = ${onRequest}`)
    const routes = Object.keys(SITE).map((name) => ({
      pattern: `/${name}`,
      file: `${name}.mjs`,
      kind: 'page',
      styles: NAMES.includes(name) ? [`${name}.css`] : [],
      scripts: {},
      hasHead: false,
    }))
    const middleware = '_middleware.mjs'
    const manifest = { version: 1, base: '/', client: '../client', middleware, routes }
    writeFileSync(`${dir}/pages/manifest.json`, JSON.stringify(manifest))
    return ssrPages({ dir: `${dir}/pages` }).render(path, init)
  }

  const SHOWN = '<!DOCTYPE html><style>.shown{}</style><b>shown </b>'
  const LOST = '<!DOCTYPE html><style>.404{}</style><b>lost</b>'
  const PASS = '(context, next) => next()'

  test.each([
    ['a page', '/shown', PASS, SHOWN],
    [
      'a page that it reads',
      '/shown',
      'async (c, next) => { const r = await next(); await r.clone().text(); return r }',
      SHOWN,
    ],
    [
      'a page that it puts into a new response',
      '/shown',
      'async (c, next) => { const r = await next(); return new Response(r.body, r) }',
      SHOWN,
    ],
    [
      'a page that it changes',
      '/shown',
      'async (c, next) => { const r = await next(); return new Response((await r.text()).replace("shown </b>", "new</b>"), r) }',
      SHOWN.replace('shown </b>', 'new</b>'),
    ],
    ['a page that it returns nothing for', '/shown', 'async (c, next) => { await next() }', SHOWN],
    [
      'HTML of its own',
      '/shown',
      '() => new Response("<i>", { headers: { "Content-Type": "text/html; charset=utf-8" } })',
      '<i>',
    ],
    ['another page that it goes on to', '/from', '(c, next) => next("/shown")', SHOWN],
    [
      'another page that it rewrites to',
      '/from',
      '(c, next) => c.url.pathname === "/from" ? c.rewrite("/shown") : next()',
      SHOWN,
    ],
    ['a page that rewrites', '/from', PASS, SHOWN],
    ['a page with a part that rewrites', '/inner', PASS, SHOWN],
    ['the page of what is not there', '/lost', PASS, LOST],
    ['the page of an empty 404', '/gone', PASS, LOST],
    ['a page that answers with HTML', '/own', PASS, '<i>own</i>'],
    ['a page that was made somewhere', '/made', PASS, '<i>made</i>'],
  ])('gives %s, with the styles of what was rendered', async (_, path, onRequest, html) => {
    expect(await render(path, onRequest)).toBe(html)
  })

  test('says that the response was already read', async () => {
    const onRequest = 'async (c, next) => { const r = await next(); await r.text(); return r }'
    const code = 'SSR_PAGES_RESPONSE_USED'
    await expect(render('/shown', onRequest)).rejects.toMatchObject({ code })
  })

  test('lets page middleware create the nonce', async () => {
    const onRequest = '(c, next) => { c.locals.cspNonce = "bm9uY2U="; return next() }'
    expect(await render('/shown', onRequest)).toContain('<style nonce="bm9uY2U=">.shown{}</style>')
  })

  test.each([
    [
      'a redirect',
      '/login',
      'login.mjs must answer with HTML; it answered with a redirect to /login?next.',
    ],
    [
      'JSON',
      '/json',
      'json.mjs must answer with HTML; it answered with a Response of status 200 whose body is not HTML',
    ],
    [
      'nothing',
      '/nothing',
      'nothing.mjs must answer with HTML; it answered with a Response of status 200 without a body',
    ],
  ])('says what came in place of HTML: %s', async (_, path, message) => {
    await expect(render(path, PASS)).rejects.toMatchObject({
      code: 'SSR_PAGES_PAGE_NOT_HTML',
      message: expect.stringContaining(message),
    })
  })
})

function page(result: string): string {
  return `import { html } from 'ssr-pages'\nexport default (Astro) => ${result}`
}
