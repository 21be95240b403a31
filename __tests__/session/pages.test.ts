import { setTimeout as pause } from 'node:timers/promises'
import { cpSync, readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import { afterAll, afterEach, describe, expect, test } from '@jest/globals'
import express from 'express'
import supertest from 'supertest'
import { handle } from '../../src/core/handler.ts'
import { type Options, type SsrPages, ssrPages } from '../../src/index.ts'
import { loadPages } from '../../src/loader/load.ts'
import { MemoryDriver } from '../../src/session/memory-driver.ts'
import { toSessionSettings } from '../../src/session/settings.ts'
import { SessionStore } from '../../src/session/store.ts'
import { createApp, createSite, removeSites, writeSite } from '../support/site.ts'
import { WatchedDriver } from './start-session.ts'

afterAll(removeSites)

/** The store's log of a value that is set for two weeks, the lifetime of a session. */
const SET = 'set {"ttl":1209600}'

const wait = 'await new Promise((done) => setTimeout(done, 20))'

const FILES = {
  'index.mjs': 'export default async (Astro) => html`${await Astro.session.get("user")}`',
  'login.mjs':
    'export default async ({ session, redirect }) => { await session.regenerate(); session.set("user", "Ada"); return redirect("/") }',
  'logout.mjs': 'export default ({ session }) => (session.destroy(), html`bye`)',
  'set.mjs': 'export default (Astro) => (Astro.session.set("user", "Bob"), html`set`)',
  'api.mjs':
    'export const GET = async ({ session }) => Response.json(await session.entries())\nexport const POST = async ({ session, request }) => (session.set("user", await request.text()), new Response("made", { status: 201 }))',
  'plain.mjs': 'export default () => html`plain`',
  'throws.mjs':
    'export default (Astro) => { Astro.session.set("user", "nobody"); throw new Error("page failed") }',
  'rewrites.mjs':
    'export default (Astro) => (Astro.session.set("user", "rewritten"), Astro.rewrite("/"))',
  'late.mjs': `export default (Astro) => html\`<p>first</p>\${(async () => { ${wait}; Astro.session.set("late", Astro.url.search); return "last" })()}\``,
  'ends.mjs': `export default (Astro) => (Astro.session.set("user", "Bob"), html\`<p>first</p>\${(async () => { ${wait}; Astro.session.destroy(); return "last" })()}\`)`,
  'stream.mjs': `export const GET = ({ session }) => new Response(new ReadableStream({ async pull(controller) { ${wait}; try { session.set("late", 1) } catch (error) { controller.enqueue(new TextEncoder().encode(error.code)) } controller.close() } }), { headers: { "content-type": "text/plain" } })`,
  'dropped.mjs':
    'export const GET = ({ session, locals }) => (session.set("a", 1), new Response(new ReadableStream({ cancel: locals.onCancel })))',
  '404.mjs':
    'export default async (Astro) => html`nothing here, ${await Astro.session.get("user")}`',
  'off.mjs': 'export default (Astro) => html`${String(Astro.session)}`',
}

function createSessionSite(options: Options = {}): SsrPages {
  return createSite(FILES, { session: 'memory', ...options })
}

function cookieOf(response: supertest.Response): string {
  const [cookie = ''] = response.get('set-cookie') ?? []
  return cookie.split(';', 1)[0] ?? ''
}

describe('a session', () => {
  const pages = createSessionSite({ notFound: 'render' })
  const agent = supertest.agent(createApp(pages))

  test('is available in pages, after a redirect, in API routes and on the 404 page', async () => {
    await agent.get('/').expect(200, '')
    await agent.get('/login').redirects(1).expect(200, '<!DOCTYPE html>Ada')
    await agent.get('/api').expect(200, [['user', 'Ada']])
    await agent.post('/api').type('text').send('Eve').expect(201, 'made')
    await agent.get('/').expect('<!DOCTYPE html>Eve')
    await agent.get('/nope').expect(404, '<!DOCTYPE html>nothing here, Eve')
    await agent.get('/logout').expect('set-cookie', /=deleted; Path=\/; Expires=Thu, 01 Jan 1970/)
    await agent.get('/').expect(200, '')
  })

  test('is kept in a rewrite', async () => {
    await supertest(createApp(pages)).get('/rewrites').expect(200, '<!DOCTYPE html>rewritten')
  })

  test('is available in page middleware, before and after the page', async () => {
    const middleware =
      'export const onRequest = async ({ session }, next) => { session.set("before", 1); const response = await next(); session.set("after", await session.get("user")); return response }'
    const site = createSite({ ...FILES, '_middleware.mjs': middleware }, { session: 'memory' }, {})
    const visitor = supertest.agent(createApp(site))
    await visitor.get('/set').expect(200)
    const { body } = await visitor.get('/api').expect(200)
    expect(body).toEqual(
      expect.arrayContaining([
        ['before', 1],
        ['user', 'Bob'],
        ['after', 'Bob'],
      ]),
    )
  })

  test('is available without a socket', async () => {
    const made = await pages.fetch(new Request('http://localhost/set'))
    const cookie = made?.headers.get('set-cookie')?.split(';', 1)[0] ?? ''
    const found = await pages.fetch(new Request('http://localhost/', { headers: { cookie } }))
    expect(await found?.text()).toBe('<!DOCTYPE html>Bob')
  })

  test('sets its cookie in addition to those of the host', async () => {
    const app = express()
      .use((_req, res, next) => (res.cookie('host', '1'), next()))
      .use(pages)
    const response = await supertest(app).get('/set').expect(200)
    expect(response.get('set-cookie')).toEqual([
      'host=1; Path=/',
      expect.stringMatching(/^ssr-pages-session=/),
    ])
  })

  test('is for the whole host, wherever pages are mounted', async () => {
    const app = express().use('/docs', pages)
    await supertest(app)
      .get('/docs/set')
      .expect('set-cookie', /; Path=\/;/)
  })
})

describe('without a need for it', () => {
  test('no store is opened and no folder created', async () => {
    const driver = new WatchedDriver()
    const app = createApp(createSessionSite({ session: driver }))
    await supertest(app).get('/plain').expect(200)
    await supertest(app).get('/').expect(200)
    const cookie = 'ssr-pages-session=6f2c1b7e-9d3a-4c55-8a10-2b7d4e9f0a11'
    await supertest(app).get('/plain').set('cookie', cookie).expect(200)
    expect(driver.calls).toEqual([])
  })

  test('a page stays synchronous', () => {
    const settings = toSessionSettings('memory', 'memory')
    if (settings === undefined) throw new Error('no settings')
    const sessions = new SessionStore(settings, () => Promise.resolve(new MemoryDriver()))
    const pages = loadPages(writeSite(FILES))
    const load = () => ({ default: () => new Response('at once') })
    const match = { route: { ...pages.notFound, load }, params: {} }
    const url = new URL('http://localhost/')
    const source = {
      method: 'GET',
      base: '',
      url,
      request: new Request(url),
      clientAddress: '',
      node: undefined,
      header: () => undefined,
      onAbort() {},
    }
    expect(handle(pages, match, source, { locals: {}, sessions })).not.toHaveProperty('then')
  })
})

describe('where sessions are kept', () => {
  test('is the folder beside the pages by default', async () => {
    const root = writeSite({})
    cpSync(writeSite(FILES), `${root}/pages`, { recursive: true })
    const app = createApp(ssrPages({ dir: `${root}/pages` }))
    await supertest(app).get('/plain').expect(200)
    expect(readdirSync(root)).toEqual(['pages'])
    const response = await supertest(app).get('/set').expect(200)
    expect(readdirSync(`${root}/sessions`)).toEqual([cookieOf(response).split('=')[1]])
  })

  test('is nowhere if they are switched off, or not used by any page', async () => {
    const off = createSessionSite({ session: false })
    await supertest(createApp(off)).get('/off').expect('<!DOCTYPE html>undefined')
    expect(await createSessionSite().render('/off')).toBe('<!DOCTYPE html>undefined')
  })
})

describe('the response', () => {
  test('waits until the session is stored, so that the next request finds it', async () => {
    const driver = new WatchedDriver()
    const stored: boolean[] = []
    const app = express()
      .use((_req, res, next) => {
        const { writeHead } = res
        res.writeHead = ((...args: Parameters<typeof writeHead>) => {
          stored.push(driver.calls.includes(SET))
          return writeHead.apply(res, args)
        }) as typeof writeHead
        next()
      })
      .use(createSessionSite({ session: driver }))
    await supertest(app).get('/login').expect(302)
    expect(stored).toEqual([true])
  })

  test('is left to the error handling of the host when the session cannot be stored', async () => {
    const driver = new WatchedDriver()
    driver.failure = new Error('disk full')
    const app = createApp(createSessionSite({ session: driver }))
    const response = await supertest(app).get('/set')
    expect([response.status, response.text, response.get('set-cookie')]).toEqual([
      500,
      'host error SSR_PAGES_SESSION_STORE_FAILED',
      undefined,
    ])
  })

  test('is 500.astro when the session cannot be stored and the site handles errors', async () => {
    const driver = new WatchedDriver()
    driver.failure = new Error('disk full')
    const errors: unknown[] = []
    const pages = createSite(
      { ...FILES, '500.mjs': 'export default (Astro) => html`sorry: ${Astro.props.error.code}`' },
      { session: driver, onError: (error) => errors.push(error) },
    )
    const response = await supertest(createServer(pages)).get('/set')
    expect([response.status, response.text, response.get('set-cookie')]).toEqual([
      500,
      '<!DOCTYPE html>sorry: SSR_PAGES_SESSION_STORE_FAILED',
      undefined,
    ])
    expect(errors).toHaveLength(1)
  })

  test('that cannot be sent because the session cannot be stored is ended', async () => {
    const driver = new WatchedDriver()
    driver.failure = new Error('disk full')
    let isCancelled = false
    const app = express()
      .use((_req, res, next) => {
        res.locals['onCancel'] = () => (isCancelled = true)
        next()
      })
      .use(createApp(createSessionSite({ session: driver })))
    await supertest(app).get('/dropped').expect(500)
    expect(isCancelled).toBe(true)
  })

  test('of a page that fails stores nothing when the host answers', async () => {
    const driver = new WatchedDriver()
    const app = createApp(createSessionSite({ session: driver }))
    const response = await supertest(app).get('/throws').expect(500, 'host error page failed')
    expect(response.get('set-cookie')).toBeUndefined()
    expect(driver.calls).toEqual([])
  })

  test('of a page that streams stores what is set while it is sent', async () => {
    const visitor = supertest.agent(createApp(createSessionSite()))
    await visitor.get('/set').expect(200)
    await visitor.get('/late?1').expect(200, '<!DOCTYPE html><p>first</p>last')
    await visitor.get('/api').expect([
      ['user', 'Bob'],
      ['late', '?1'],
    ])
  })

  test('of a page that ends its session while a slow store is still writing deletes the cookie', async () => {
    const driver = new WatchedDriver()
    const setItem = driver.setItem.bind(driver)
    driver.setItem = async (...args) => {
      await pause(200)
      await setItem(...args)
    }
    await supertest(createApp(createSessionSite({ session: driver })))
      .get('/ends')
      .expect('set-cookie', /^ssr-pages-session=deleted;/)
    expect(driver.calls).toEqual([SET, 'remove'])
  })

  test('that has started cannot begin a session: it is aborted, and the error reported', async () => {
    const errors: unknown[] = []
    const pages = createSessionSite({ onError: (error) => errors.push(error) })
    await expect(supertest(createApp(pages)).get('/late')).rejects.toThrow('aborted')
    expect(errors).toMatchObject([{ code: 'SSR_PAGES_RESPONSE_SENT' }])
  })

  test('of an API route that streams refuses late changes of a session instead of losing them', async () => {
    const visitor = supertest.agent(createApp(createSessionSite()))
    await visitor.get('/set').expect(200)
    await visitor.get('/stream').expect(200, 'SSR_PAGES_RESPONSE_SENT')
  })
})

describe('the cookie is Secure', () => {
  const { NODE_ENV } = process.env

  afterEach(() => {
    process.env['NODE_ENV'] = NODE_ENV
  })

  test.each<[name: string, env: string, options: Options, header: string, isSecure: boolean]>([
    ['not over http in development', 'development', {}, 'http', false],
    ['behind a proxy that speaks https', 'development', {}, 'https', true],
    ['in production', 'production', {}, 'http', true],
    [
      'not in production over http, when told so',
      'production',
      { session: { driver: 'memory', cookie: { secure: false } } },
      'http',
      false,
    ],
  ])('%s', async (_, env, options, proto, isSecure) => {
    process.env['NODE_ENV'] = env
    const app = express().set('trust proxy', true).use(createSessionSite(options))
    const response = await supertest(app).get('/set').set('x-forwarded-proto', proto)
    expect(response.get('set-cookie')?.[0]?.includes('; Secure')).toBe(isSecure)
  })
})
