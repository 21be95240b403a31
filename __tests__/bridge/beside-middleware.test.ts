import { describe, expect, test } from '@jest/globals'
import compression from 'compression'
import express from 'express'
import express4 from 'express4'
import { once } from 'node:events'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import net from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { html } from '../../src/render/html.ts'
import type { Context } from '../../src/context/context.ts'
import { failOnFaults } from '../support/faults.ts'
import { until } from '../support/until.ts'
import { Strategy, cors, passport, session } from './packages.ts'
import { withServer } from '../support/serve.ts'
import { siteOf } from './site.ts'
import { type Answer, OK, exchange, lines } from '../support/wire.ts'

failOnFaults()

const LINE = 'A line that is long enough to be worth it. \u00e9\n'
const MEGABYTE = LINE.repeat(22_000)

interface Locals {
  session?: { visits?: number; late?: boolean }
  user?: { name: string }
}

const localsOf = (context: unknown) => (context as { locals: Locals }).locals

/** Pages as a user writes them; `Astro.locals` is the host's `res.locals`. */
const pages = siteOf({
  'next.ts': { GET: () => new Response('next') },
  'long.astro': { default: () => html`<pre>${MEGABYTE}</pre>` },
  'parts.astro': {
    default() {
      const part = () => nextTurn().then(() => LINE.repeat(1000))
      return html`<p>first</p>
        ${Array.from({ length: 60 }, part)}`
    },
  },
  'cookies.astro': {
    default(astro: unknown) {
      const { cookies, response } = astro as Context & { response: { headers: Headers } }
      cookies.set('page', '1')
      response.headers.set('vary', 'Cookie')
      const { session: own } = localsOf(astro)
      if (own) own.visits = (own.visits ?? 0) + 1
      return html`<p>${own?.visits}</p>`
    },
  },
  'late.astro': {
    default(astro: unknown) {
      const { session: own } = localsOf(astro)
      const last = pause(30).then(() => {
        if (own) own.late = true
        return 'last'
      })
      return html`<p>first ${last}</p>`
    },
  },
  'session.ts': {
    GET: (context: Context) => Response.json({ ...localsOf(context).session, cookie: undefined }),
  },
  'me.ts': {
    GET: (context: Context) => new Response(localsOf(context).user?.name ?? 'nobody'),
  },
})

const get = (path: string, ...headers: string[]) =>
  lines(`GET ${path} HTTP/1.1`, 'Host: a', ...headers)

/**
 * Sends two requests on one connection; returns the first answer. The second answer must be
 * complete.
 */
async function ask(app: express.Express, bytes: string): Promise<Answer> {
  const [answer, next, ...more] = await withServer(app, ({ port }) => exchange(port, bytes + OK))
  expect([next?.body, more]).toEqual(['next', []])
  if (answer === undefined) throw new Error('no answer')
  return answer
}

describe.each([
  ['Express 5', express],
  ['Express 4', express4 as unknown as typeof express],
])('in %s', (_, framework) => {
  const sessions = () => session({ secret: 'a', resave: false, saveUninitialized: false })
  const expose: express.RequestHandler = (req, res, next) => {
    const { session: own, user } = req as typeof req & Locals
    Object.assign(res.locals, { session: own, user })
    next()
  }

  test('cors, a session and a page each set their own headers', async () => {
    const app = framework().use(cors({ origin: true }), sessions(), expose, pages)
    const { headers } = await ask(app, get('/cookies', 'Origin: http://b'))
    expect(headers).toMatchObject({
      'access-control-allow-origin': 'http://b',
      'set-cookie': expect.stringMatching(/^page=1, connect\.sid=/),
      'x-powered-by': 'Express',
      vary: 'Origin, Cookie',
    })
  })

  test('a value that a page stores in the session is there at the next request', async () => {
    const app = framework().use(sessions(), expose, pages)
    await withServer(app, async ({ port }) => {
      const [first] = await exchange(port, get('/cookies') + OK)
      const [cookie = ''] = /connect\.sid=[^;]+/.exec(first?.headers['set-cookie'] ?? '') ?? []
      const [second] = await exchange(port, get('/cookies', `Cookie: ${cookie}`) + OK)
      expect([first?.body, second?.body]).toEqual(
        ['1', '2'].map((visits) => `<!DOCTYPE html><p>${visits}</p>`),
      )
      const [late] = await exchange(port, get('/late', `Cookie: ${cookie}`) + OK)
      const [kept] = await exchange(port, get('/session', `Cookie: ${cookie}`) + OK)
      expect([late?.body, kept?.body]).toEqual([
        '<!DOCTYPE html><p>first last</p>',
        '{"visits":2,"late":true}',
      ])
      // A session that begins after the head was sent has no cookie, so it cannot be found again.
      const [begun] = await exchange(port, get('/late') + OK)
      expect(begun?.headers['set-cookie']).toBeUndefined()
    })
  })

  test('a page knows who has signed in by passport', async () => {
    passport.use(new Strategy((name, _password, done) => done(null, { name })))
    passport.serializeUser((user, done) => done(null, user))
    passport.deserializeUser((user, done) => done(null, user))
    const app = framework().use(sessions(), passport.session())
    const signIn = [framework.urlencoded({ extended: false }), passport.authenticate('local')]
    app.post('/sign-in', ...signIn, (_req, res) => void res.end('in'))
    app.use(expose, pages)
    await withServer(app, async ({ port }) => {
      const body = 'username=ann&password=x'
      const type = 'Content-Type: application/x-www-form-urlencoded'
      const head = lines(
        'POST /sign-in HTTP/1.1',
        'Host: a',
        type,
        `Content-Length: ${body.length}`,
      )
      const [done] = await exchange(port, head + body + OK)
      const [cookie = ''] = /connect\.sid=[^;]+/.exec(done?.headers['set-cookie'] ?? '') ?? []
      const [me] = await exchange(port, get('/me', `Cookie: ${cookie}`) + OK)
      const [other] = await exchange(port, get('/me') + OK)
      expect([done?.body, me?.body, other?.body]).toEqual(['in', 'ann', 'nobody'])
    })
  })

  test.each(['/long', '/parts'])(
    'compression passes on all of %s, without a length',
    async (path) => {
      const plain = await ask(framework().use(pages), get(path))
      const app = framework().use(compression(), pages)
      const { headers, body } = await ask(app, get(path, 'Accept-Encoding: gzip'))
      expect(headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' })
      expect(headers['content-length']).toBeUndefined()
      expect(gunzipSync(Buffer.from(body, 'latin1')).toString('latin1')).toBe(plain.body)
    },
  )

  test('compression and a slow reader stop a page until there is room', async () => {
    const PARTS = 2000
    let pulled = 0
    const noise = Buffer.from(
      Array.from({ length: 100_000 }, (_x, i) => (i * i * 31 + (i >> 3)) % 251),
    )
    const endless = siteOf({
      'index.ts': {
        GET: () =>
          new Response(
            new ReadableStream({
              async pull(controller) {
                await nextTurn()
                if (pulled++ < PARTS) controller.enqueue(noise)
                else controller.close()
              },
            }),
            { headers: { 'content-type': 'text/plain' } },
          ),
      },
    })
    const app = framework().use(compression({ level: 0 }), endless)
    await withServer(app, async ({ server, port }) => {
      const accepted = once(server, 'connection')
      const socket = net.connect(port, '127.0.0.1')
      socket.on('error', () => undefined).write(get('/', 'Accept-Encoding: gzip'))
      const [connection] = (await accepted) as [net.Socket]
      await until(() => connection.writableNeedDrain)
      // Without the reader's pace, each part would take one turn or two.
      for (let turns = 0; turns < 10 * PARTS; turns++) await nextTurn()
      expect([pulled > 1, pulled < PARTS / 4]).toEqual([true, true])
      socket.destroy()
    })
  })
})
