import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { RenderInit, SsrPages } from '../../src/index.ts'
import '../support/package.ts'
import { buildViews, loadViews, removeViews } from './site.ts'

let pages: SsrPages
beforeAll(() => {
  pages = loadViews(buildViews())
})
afterAll(removeViews)

const NONCE = 'r4nd0m=='
const form = () =>
  new Request('https://shop.example/orders?page=2', {
    method: 'POST',
    headers: {
      cookie: 'theme=dark',
      'content-type': 'application/x-www-form-urlencoded',
      origin: 'https://other.example',
    },
    body: 'a=1',
  })

const rows: readonly [says: string, name: string, init: RenderInit, html: string | RegExp][] = [
  ['a view with its props', 'plain', { props: { text: 'hi' } }, '<!DOCTYPE html><p>hi</p>'],
  ['a view of a folder', 'products', {}, '<!DOCTYPE html><p>all products</p>'],
  ['the styles of a view in it', 'styled', {}, /<style>[^<]*color:\s?#040506/],
  [
    'links to the styles if asked',
    'styled',
    { styles: 'link' },
    /<link rel="stylesheet" href="\/_assets\/[^"]+">/,
  ],
  ['the nonce on styles', 'styled', { nonce: NONCE }, `<style nonce="${NONCE}">`],
  [
    'the nonce on links',
    'styled',
    { nonce: NONCE, styles: 'link' },
    /<link rel="stylesheet" href="[^"]+" nonce="r4nd0m==">/,
  ],
  [
    'the nonce on scripts',
    'scripted',
    { nonce: NONCE },
    /<script type="module" src="[^"]+" nonce="r4nd0m==">/,
  ],
  [
    'the nonce of the locals',
    'styled',
    { locals: { cspNonce: NONCE } as App.Locals },
    `<style nonce="${NONCE}">`,
  ],
  [
    'the nonce on styles of a prerendered page',
    '/once',
    { nonce: NONCE },
    /<style nonce="r4nd0m==">[^<]*color:\s?#070809/,
  ],
  [
    'the nonce on scripts of a prerendered page',
    '/once',
    { nonce: NONCE },
    /<script type="module" src="\/_assets\/once[^"]+" nonce="r4nd0m==">/,
  ],
  [
    'no nonce on scripts in the content of a prerendered page',
    '/once',
    { nonce: NONCE },
    /<script>console\.log\('of the CMS'\)/,
  ],
  [
    'links of a prerendered page',
    '/once',
    { styles: 'link', nonce: NONCE },
    /<link rel="stylesheet" href="[^"]+" nonce="r4nd0m==">/,
  ],
  [
    'a view with its request, even a form of another site',
    'context',
    { request: form() },
    /"href":"https:\/\/shop\.example\/orders\?page=2".*"method":"POST","body":"a=1","cookie":"dark"/,
  ],
  [
    'a view without a request',
    'context',
    {},
    /"href":"http:\/\/localhost\/","path":"\/","params":\{\},"routePattern":"context","method":"GET"/,
  ],
  [
    'a page with the request, at its own path',
    '/page',
    { request: form() },
    '<!DOCTYPE html><p>page ran</p>',
  ],
]

test.each(rows)('pages.render() prints %s', async (_, name, init, html) => {
  const printed = await pages.render(name, init)
  if (typeof html === 'string') expect(printed).toContain(html)
  else expect(printed).toMatch(html)
})

test.each([
  ['plian', 'SSR_PAGES_VIEW_UNKNOWN'],
  ['/plain', 'SSR_PAGES_PAGE_UNKNOWN'],
  ['redirect', 'SSR_PAGES_PAGE_NOT_HTML'],
  ['response', 'SSR_PAGES_PAGE_NOT_HTML'],
])('pages.render() refuses %s', async (name, code) => {
  await expect(pages.render(name)).rejects.toMatchObject({ code })
})

test('pages.render() says how to write the name of a view that was written as a path', async () => {
  await expect(pages.render('/plain')).rejects.toThrow(
    "There is no page at /plain. There is a view of that name: pages.render('plain')",
  )
})

test('pages.render() waits for a slow view', async () => {
  const text = Promise.resolve('slow text')
  expect(await pages.render('slow', { props: { text } })).toContain('<i>slow text</i><p>last</p>')
})

test('pages.render() rejects with the error of the view', async () => {
  await expect(pages.render('later')).rejects.toThrow('broken later')
})
