import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import express from 'express'
import supertest from 'supertest'
import { ssrPages } from '../src/index.ts'
import type { NetlifyHandler } from '../src/netlify/index.ts'
import { ROOT } from './support/root.ts'
import { runCli } from './support/cli.ts'

/** A site with all that is not a page: middleware, redirects, error pages. */
const FILES = {
  'ssr-pages.config.ts': `
    import { defineConfig } from 'ssr-pages'
    import netlify from 'ssr-pages/netlify'
    export default defineConfig({
      adapter: netlify(),
      trailingSlash: 'always',
      redirects: { '/old/[id]': '/items/[id]/', '/away': { status: 302, destination: 'https://example.com' } },
    })`,
  'src/greet.ts': 'export const greet = (name: string): string => `Hello ${name}`',
  'src/middleware.ts': `
    import { defineMiddleware, sequence } from 'astro:middleware'
    import { greet } from './greet'
    const first = defineMiddleware((context, next) => {
      Object.assign(context.locals, { greeting: greet('Ada') })
      return next()
    })
    export const onRequest = sequence(first, async (context, next) => {
      if (context.url.searchParams.has('closed')) return new Response('closed', { status: 503 })
      const response = await next()
      response.headers.set('x-route', context.routePattern)
      return response
    })`,
  'src/pages/items/[id].astro': '<p>{Astro.locals.greeting} {Astro.params.id}</p>',
  'src/pages/rewritten.astro': '---\nreturn Astro.rewrite("/items/7/")\n---\n',
  'src/pages/missing.astro':
    '---\nreturn new Response(null, { status: 404, statusText: "No such item" })\n---\n',
  'src/pages/throws.astro': '---\nthrow new Error("broken")\n---\n',
  'src/pages/404.astro': '<h1>{Astro.locals.greeting}, there is no {Astro.url.pathname}</h1>',
  'src/pages/500.astro': '---\nconst { error } = Astro.props\n---\n<h1>Sorry: {error.message}</h1>',
}

type Row = [path: string, status: number, seen: string | RegExp]

const answers: Row[] = [
  ['/items/1/', 200, '<!DOCTYPE html><p>Hello Ada 1</p>'],
  ['/items/1', 301, ''],
  ['/old/1', 301, ''],
  ['/away', 302, ''],
  ['/items/1/?closed', 503, 'closed'],
  ['/rewritten/', 200, '<!DOCTYPE html><p>Hello Ada 7</p>'],
  ['/missing/', 404, '<!DOCTYPE html><h1>Hello Ada, there is no /missing/</h1>'],
  ['/throws/', 500, '<!DOCTYPE html><h1>Sorry: broken</h1>'],
  ['/nope', 404, '<!DOCTYPE html><h1>Hello Ada, there is no /nope</h1>'],
]

// Inside of the repository, so that pages find the package by its name.
const root = mkdtempSync(`${ROOT}/__tests__/fixtures/dist-`)

afterAll(() => rmSync(root, { recursive: true, force: true }))

beforeAll(async () => {
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const { code, printed } = await runCli('build', root)
  if (code !== 0) throw new Error(printed)
}, 60_000)

describe('a built site with middleware, redirects and error pages', () => {
  test.each(answers)('in Express answers %s with %i', async (path, status, seen) => {
    const pages = ssrPages({
      dir: join(root, 'dist/pages'),
      notFound: 'render',
      serverError: 'render',
      onError: () => {},
    })
    const response = await supertest(express().use(pages)).get(path).redirects(0)
    expect([response.status, response.text]).toEqual([status, seen])
  })

  test.each(answers)('as a Netlify function answers %s with %i', async (path, status, seen) => {
    const entry = join(root, 'netlify/functions/entry/entry.mjs')
    const { default: handler }: { default: NetlifyHandler } = await import(
      pathToFileURL(entry).href
    )
    const log = console.error
    console.error = () => {}
    const response = await handler(new Request(`https://shop.test${path}`), {})
    console.error = log
    expect([response.status, await response.text()]).toEqual([status, seen])
  })

  test('has the redirects of its configuration', async () => {
    const app = express().use(ssrPages({ dir: join(root, 'dist/pages') }))
    await supertest(app).get('/old/a%20b').redirects(0).expect('location', '/items/a%20b/')
    await supertest(app).get('/away').redirects(0).expect('location', 'https://example.com')
    await supertest(app).get('/items/1').redirects(0).expect('location', '/items/1/')
  })

  test('has the headers that its middleware sets', async () => {
    const app = express().use(ssrPages({ dir: join(root, 'dist/pages') }))
    await supertest(app).get('/items/1/').expect('x-route', '/items/[id]')
  })
})
