import { promisify } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import compression from 'compression'
import cors from 'cors'
import type express from 'express'
import type { ErrorRequestHandler, RequestHandler } from 'express'
import { rateLimit } from 'express-rate-limit'
import session from 'express-session'
import helmet from 'helmet'
import { createProxyMiddleware } from 'http-proxy-middleware'
import morgan from 'morgan'
import multer from 'multer'
import { Passport } from 'passport'
import { Strategy } from 'passport-local'
import serveStatic from 'serve-static'
import { FormData, type Dispatcher, request } from 'undici'
import { withServer } from '../support/serve.ts'
import { addEcho, closeEcho, echo, openEcho } from './echo.ts'
import { type Gate, createGate } from './gate.ts'
import { FIXTURES, FRAMEWORKS, ORIGIN, built, pages } from './hosts.ts'
import { readBody } from './read-body.ts'
import { readSetCookies } from './session-answers.ts'
import { watchProcess } from './watch-process.ts'

watchProcess(['util._extend'])

/** What the tools together leave on every answer of a page. */
const MARKS = {
  'access-control-allow-origin': ORIGIN,
  'x-content-type-options': 'nosniff',
  'ratelimit-limit': '100',
}

function createApp(
  framework: typeof express,
  { rest, log, target }: { rest: Gate; log: string[]; target: string },
): express.Express {
  const passport = new Passport()
  passport.use(new Strategy((name, _password, done) => done(null, { name })))
  passport.serializeUser((user, done) => done(null, user.name))
  passport.deserializeUser((name, done) => done(null, { name }))
  const share: RequestHandler = (req, res, next) => {
    const logOut = promisify(req.logOut.bind(req))
    Object.assign(res.locals, { session: req.session, user: req.user, logOut, rest: rest.promise })
    next()
  }
  const explain: ErrorRequestHandler = (error: Error, _req, res, _next) => {
    res.status(500).send(`explained: ${error.message}`)
  }
  return framework()
    .use(morgan(':method :url :status', { stream: { write: (line) => log.push(line.trim()) } }))
    .use(helmet(), cors({ origin: ORIGIN, credentials: true }), compression({ threshold: 0 }))
    .use(rateLimit({ limit: 100, standardHeaders: 'draft-6', legacyHeaders: false }))
    .use(serveStatic(`${FIXTURES}/static`, { index: false, redirect: false }))
    .use(session({ name: 'sid', secret: 'key', resave: false, saveUninitialized: false }))
    .use(framework.json(), framework.urlencoded({ extended: false }))
    .use(passport.session())
    .post('/login', passport.authenticate('local', { successRedirect: '/account' }))
    .use('/api/upload', multer({ storage: multer.memoryStorage() }).any())
    .use(share, pages, built)
    .use(createProxyMiddleware({ target, pathFilter: '/backend' }), explain)
}

/** A browser, as far as cookies and encodings are concerned. */
function createBrowser(url: string) {
  const cookies = new Map<string, string>()
  return async function ask(path: string, init: Partial<Dispatcher.RequestOptions> = {}) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const { statusCode, headers, body } = await request(url + path, {
      method: init.method ?? 'GET',
      body: init.body ?? null,
      headers: { origin: ORIGIN, cookie, 'accept-encoding': 'gzip', ...(init.headers as object) },
    })
    for (const set of readSetCookies(headers)) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      cookies.set(name, value)
    }
    return { statusCode, headers, reader: readBody(body, headers['content-encoding']) }
  }
}

describe.each(FRAMEWORKS)('all tools together in %s', (_framework, framework) => {
  test('a visitor logs in, uploads, and reads pages, data and files, all as gzip', async () => {
    const rest = createGate()
    const log: string[] = []
    const upstream = framework().use((req, res) => void req.pipe(res))
    await withServer(upstream, async ({ url: target }) => {
      await withServer(
        createApp(framework, { rest, log, target }),
        async ({ server, port, url }) => {
          const sockets = addEcho(server)
          const ask = createBrowser(url)

          const guarded = await ask('/account')
          expect([guarded.statusCode, guarded.headers['location']]).toEqual([302, '/login'])
          expect(guarded.headers).toMatchObject(MARKS)
          await guarded.reader.rest()

          const login = await ask('/login', {
            method: 'POST',
            headers: { 'content-type': 'application/x-www-form-urlencoded' },
            body: 'username=ada&password=engine',
          })
          expect([login.statusCode, login.headers['location']]).toEqual([302, '/account'])
          await login.reader.rest()

          const account = await ask('/account')
          expect(account.headers).toMatchObject({ ...MARKS, 'content-encoding': 'gzip' })
          expect(await account.reader.rest()).toBe('<!DOCTYPE html><h1>Hello ada</h1>')

          const form = new FormData()
          form.append('picture', new Blob(['bytes'], { type: 'image/png' }), 'a.png')
          const upload = await ask('/api/upload', { method: 'POST', body: form })
          expect(upload.headers).toMatchObject({ ...MARKS, 'content-encoding': 'gzip' })
          expect(JSON.parse(await upload.reader.rest())).toEqual([
            ['picture', { name: 'a.png', type: 'image/png', bytes: btoa('bytes') }],
          ])

          const streamed = await ask('/streamed')
          expect(streamed.headers).toMatchObject({ ...MARKS, 'content-encoding': 'gzip' })
          expect(streamed.headers['vary']).toBe('Origin, Accept-Encoding')
          await streamed.reader.until('<h1>first</h1>')
          const socket = await openEcho(port)
          expect(await echo(socket, 'meanwhile')).toBe('meanwhile')
          await closeEcho(socket, sockets)
          rest.open()
          expect(await streamed.reader.rest()).toMatch(/<p>last<\/p>$/)

          const data = await ask('/api/session')
          expect(data.headers).toMatchObject({ ...MARKS, 'content-encoding': 'gzip' })
          expect(JSON.parse(await data.reader.rest())).toEqual({ visits: 1 })

          for (const [path, text] of [
            ['/logo.txt', 'from static'],
            ['/_assets/page.css', 'color: teal'],
          ] as const) {
            const file = await ask(path)
            expect(file.headers).toMatchObject({ ...MARKS, 'content-encoding': 'gzip' })
            expect(await file.reader.rest()).toContain(text)
            const etag = String(file.headers['etag'])
            const again = await ask(path, { headers: { 'if-none-match': etag } })
            expect([again.statusCode, await again.reader.rest()]).toEqual([304, ''])
          }

          const proxied = await ask('/backend', { method: 'POST', body: 'through' })
          expect([proxied.statusCode, await proxied.reader.rest()]).toEqual([200, 'through'])

          const failed = await ask('/fails')
          expect(failed.headers).toMatchObject(MARKS)
          expect([failed.statusCode, await failed.reader.rest()]).toEqual([
            500,
            'explained: from the page',
          ])

          await (await ask('/api/logout', { method: 'POST' })).reader.rest()
          const after = await ask('/account')
          expect([after.statusCode, await after.reader.rest()]).toEqual([302, ''])
          expect(log).toEqual([
            'GET /account 302',
            'POST /login 302',
            'GET /account 200',
            'POST /api/upload 200',
            'GET /streamed 200',
            'GET /api/session 200',
            'GET /logo.txt 200',
            'GET /logo.txt 304',
            'GET /_assets/page.css 200',
            'GET /_assets/page.css 304',
            'POST /backend 200',
            'GET /fails 500',
            'POST /api/logout 303',
            'GET /account 302',
          ])
        },
      )
    })
  })
})
