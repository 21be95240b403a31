import { createServer } from 'node:http'
import { afterAll, describe, expect, test } from '@jest/globals'
import supertest from 'supertest'
import type { Options } from '../../src/index.ts'
import { type Files, createApp, createSite, removeSites } from '../support/site.ts'

const FILES: Files = {
  'throws.mjs': 'export default () => { throw new Error("boom") }',
  'throws-late.mjs':
    'export default () => html`${new Promise((_, fail) => setTimeout(fail, 20, new Error("late")))}`',
  'throws-nothing.mjs': 'export default () => { throw undefined }',
  'api-throws.mjs': 'export const GET = () => { throw new Error("api") }',
  'too-much.mjs':
    'export default () => { throw Object.assign(new Error("busy"), { status: 429 }) }',
  'cookie-throws.mjs':
    'export default (Astro) => { Astro.cookies.set("a", "1"); throw new Error("boom") }',
  'empty-404.mjs':
    'export default () => new Response(null, { status: 404, statusText: "No such thing", headers: { "x-a": "1", "content-type": "text/plain", "set-cookie": "b=2" } })',
  'empty-500.mjs': 'export default () => new Response(null, { status: 500 })',
  'full-404.mjs': 'export default () => new Response("my own", { status: 404 })',
  'api-404.mjs': 'export const GET = () => new Response(null, { status: 404 })',
  'api-500.mjs': 'export const GET = () => new Response(null, { status: 500 })',
}
const PAGES: Files = {
  ...FILES,
  '404.mjs': 'export default (Astro) => html`404 ${Astro.url.pathname}`',
  '500.mjs': 'export default (Astro) => html`500 ${Astro.props.error?.message}`',
}

afterAll(removeSites)

type Row = [name: string, path: string, status: number, text: string]

const asked: Row[] = [
  ['has the error of a page', '/throws', 500, '500 boom'],
  ['has the error of a part that comes late', '/throws-late', 500, '500 late'],
  ['has the error of an API route', '/api-throws', 500, '500 api'],
  ['is printed for what is no error', '/throws-nothing', 500, '500 '],
  ['leaves the errors of a client to the host', '/too-much', 429, 'host error busy'],
  ['takes the place of an empty 500 of a page', '/empty-500', 500, '500 '],
  ['never that of an API route', '/api-500', 500, ''],
  ['is a page like others', '/500', 500, '500 '],
]

describe('500.astro, when the option asks for it', () => {
  test.each(asked)('%s', async (_, path, status, text) => {
    const pages = createSite(PAGES, { serverError: 'render', onError: () => {} })
    const response = await supertest(createApp(pages)).get(path)
    expect([response.status, response.text.replace('<!DOCTYPE html>', '')]).toEqual([status, text])
  })

  test('does not hide the error from the log', async () => {
    const errors: unknown[] = []
    const pages = createSite(PAGES, {
      serverError: 'render',
      onError: (error) => errors.push(error),
    })
    await supertest(createApp(pages)).get('/throws')
    expect(errors).toMatchObject([{ message: 'boom' }])
  })

  test('keeps the cookies that were set before', async () => {
    const pages = createSite(PAGES, { serverError: 'render', onError: () => {} })
    const response = await supertest(createApp(pages)).get('/cookie-throws')
    expect(response.headers['set-cookie']).toEqual(['a=1'])
  })

  test('that fails itself passes its error to the host', async () => {
    const files = { ...FILES, '500.mjs': 'export default () => { throw new Error("again") }' }
    const pages = createSite(files, { serverError: 'render', onError: () => {} })
    await supertest(createApp(pages)).get('/throws').expect(500, 'host error again')
  })
})

describe('an app with an error handler of its own', () => {
  test.each<[name: string, options: Options, files: Files]>([
    ['gets the error though there is a 500 page', {}, PAGES],
    ['gets the error when there is no 500 page', { serverError: 'render' }, FILES],
  ])('%s', async (_, options, files) => {
    const errors: unknown[] = []
    const pages = createSite(files, { ...options, onError: (error) => errors.push(error) })
    await supertest(createApp(pages)).get('/throws').expect(500, 'host error boom')
    expect(errors).toEqual([])
  })
})

describe('a server without next()', () => {
  test('shows 500.astro, and reports the error once', async () => {
    const errors: unknown[] = []
    const pages = createSite(PAGES, { onError: (error) => errors.push(error) })
    await supertest(createServer(pages)).get('/throws').expect(500, '<!DOCTYPE html>500 boom')
    expect(errors).toHaveLength(1)
  })

  test('shows a bare status when 500.astro fails, and reports both errors', async () => {
    const errors: unknown[] = []
    const files = { ...FILES, '500.mjs': 'export default () => { throw new Error("again") }' }
    const pages = createSite(files, { onError: (error) => errors.push(error) })
    await supertest(createServer(pages)).get('/throws').expect(500, 'Internal Server Error')
    expect(errors).toMatchObject([{ message: 'boom' }, { message: 'again' }])
  })

  test('shows a bare 404 when there is no 404.astro', async () => {
    const { status, text } = await supertest(createServer(createSite(FILES))).get('/nope')
    expect([status, text]).toEqual([404, 'Not Found'])
  })
})

describe('404.astro', () => {
  test('replaces an empty 404 of a page, whose status text and headers stay', async () => {
    const response = await supertest(createApp(createSite(PAGES))).get('/empty-404')
    expect(response.text).toBe('<!DOCTYPE html>404 /empty-404')
    expect(response.status).toBe(404)
    expect((response as unknown as { res: { statusMessage: string } }).res.statusMessage).toBe(
      'No such thing',
    )
    expect(response.headers).toMatchObject({
      'x-a': '1',
      'content-type': 'text/html; charset=utf-8',
      'set-cookie': ['b=2'],
    })
  })

  test.each([
    ['a 404 of a page with a body', '/full-404', 'my own'],
    ['an empty 404 of an API route', '/api-404', ''],
  ])('leaves %s as it is', async (_, path, text) => {
    await supertest(createApp(createSite(PAGES)))
      .get(path)
      .expect(404, text)
  })

  test('that answers with an empty 404 itself is not rendered again', async () => {
    const files = {
      ...FILES,
      '404.mjs': 'export default () => new Response(null, { status: 404 })',
    }
    await supertest(createApp(createSite(files, { notFound: 'render' })))
      .get('/nope')
      .expect(404, '')
  })

  test('may redirect', async () => {
    const files = { ...FILES, '404.mjs': 'export default (Astro) => Astro.redirect("/")' }
    await supertest(createApp(createSite(files)))
      .get('/empty-404')
      .expect(302)
      .expect('location', '/')
  })

  test('is not fetched over the network', async () => {
    const { fetch } = globalThis
    globalThis.fetch = () => Promise.reject(new Error('fetched'))
    try {
      await supertest(createApp(createSite(PAGES)))
        .get('/empty-404')
        .expect(404, /404/)
    } finally {
      globalThis.fetch = fetch
    }
  })
})
