import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { afterAll, describe, expect, test } from '@jest/globals'
import connect from 'connect'
import express from 'express'
import express4 from 'express4'
import createError from 'http-errors'
import supertest from 'supertest'
import type { Options, SsrPages } from '../../src/index.ts'
import { type Files, createSite, removeSites } from '../support/site.ts'

const SECRET = 'secret of /srv/app/db.js'

const THROWS = `() => { throw new Error('${SECRET}') }`
const PAGES: Files = {
  '404.mjs':
    'export default (Astro) => html`<p>404 page ${Astro.url.pathname} ${Astro.response.status}</p>`',
  '500.mjs': 'export default (Astro) => html`<p>500 page ${Astro.response.status}</p>`',
  'throws.mjs': `export default ${THROWS}`,
  'streams.mjs': `export default () => html\`first \${new Promise((_, fail) => setTimeout(fail, 20, new Error('${SECRET}')))}\``,
  'busy.mjs': `export default () => { throw Object.assign(new Error('${SECRET}'), { status: 503 }) }`,
}

const NO_PAGES: Files = { 'plain.mjs': 'export default () => html`plain`' }

afterAll(removeSites)

/** What a handler of the host does with a request for /fails. */
type Handler = (req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void) => void

type Build = (pages: SsrPages, handler: Handler) => RequestListener

const fromExpress =
  (framework: typeof express): Build =>
  (pages, handler) =>
    framework()
      .use('/fails', handler)
      .use(pages)
      .use((_req, _res, next) => next(createError(404)))
      .use(pages.errors)

const HOSTS: readonly [name: string, build: Build][] = [
  ['Express 5', fromExpress(express)],
  ['Express 4', fromExpress(express4 as unknown as typeof express)],
  [
    'Connect',
    (pages, handler) =>
      connect()
        .use('/fails', handler as connect.NextHandleFunction)
        .use(pages as connect.NextHandleFunction)
        .use((_req: unknown, _res: unknown, next: (error?: unknown) => void) =>
          next(createError(404)),
        )
        .use(pages.errors as connect.ErrorHandleFunction),
  ],
]

const passing =
  (error: unknown): Handler =>
  (_req, _res, next) =>
    next(error)

const create = (files: Files = PAGES, options: Options = {}): SsrPages =>
  createSite(files, { onError: () => {}, ...options })

const site = create()

class Prototyped {
  status = 422
}
Object.setPrototypeOf(Prototyped.prototype, Error.prototype)

describe.each(HOSTS)('pages.errors in %s', (_, build) => {
  test.each<[what: string, error: unknown, status: number]>([
    ['an error without a status is a 500', new Error(SECRET), 500],
    ['http-errors have their status', createError(422), 422],
    ['statusCode counts, too', Object.assign(new Error(SECRET), { statusCode: 403 }), 403],
    ['a status of plain data counts', { status: 409, message: SECRET }, 409],
    ['an error of an old class has its status', new Prototyped(), 422],
    ['a string is a 500', SECRET, 500],
    ['a number is a 500', 404, 500],
    ['status 200 is a 500', Object.assign(new Error(SECRET), { status: 200 }), 500],
    ['status 99 is a 500', Object.assign(new Error(SECRET), { status: 99 }), 500],
    ['status 600 is a 500', Object.assign(new Error(SECRET), { status: 600 }), 500],
    ['status 404.5 is a 500', Object.assign(new Error(SECRET), { status: 404.5 }), 500],
    ['status "abc" is a 500', Object.assign(new Error(SECRET), { status: 'abc' }), 500],
    [
      'a status that throws is a 500',
      {
        get status() {
          throw new Error(SECRET)
        },
      },
      500,
    ],
    ['a revoked proxy is a 500', revoked(), 500],
  ])('%s', async (_what, error, status) => {
    const { body, headers, ...answer } = await supertest(build(site, passing(error))).get('/fails')
    expect([answer.status, answer.text]).toEqual([
      status,
      `<!DOCTYPE html><p>500 page ${status}</p>`,
    ])
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect([headers, body]).not.toContain(SECRET)
  })

  test('a status that the host has set counts for an error without one', async () => {
    const handler: Handler = (_req, res, next) => {
      res.statusCode = 503
      next(new Error(SECRET))
    }
    await supertest(build(site, handler))
      .get('/fails')
      .expect(503, /500 page 503/)
  })

  test.each([
    ['a 404 of the host', '/nowhere', 404, '<p>404 page /nowhere 404</p>'],
    ['the error of a page', '/throws', 500, '<p>500 page 500</p>'],
    ['the error of a page with a status', '/busy', 503, '<p>500 page 503</p>'],
  ])('%s is answered by its page', async (_what, path, status, text) => {
    await supertest(build(site, passing(0)))
      .get(path)
      .expect(status, `<!DOCTYPE html>${text}`)
  })

  test.each<[accept: string, type: string, text: string]>([
    ['text/html', 'text/html', '<!DOCTYPE html><p>500 page 422</p>'],
    ['application/json', 'application/json', '{"error":{"status":422,"message":"Name missing"}}'],
    ['image/png', 'text/plain', 'Unprocessable Entity'],
  ])('a client that accepts %s gets %s', async (accept, type, text) => {
    const app = build(site, passing(createError(422, 'Name missing')))
    const answer = await supertest(app).get('/fails').set('accept', accept)
    expect([answer.status, answer.text]).toEqual([422, text])
    expect(answer.headers).toMatchObject({
      'content-type': `${type}; charset=utf-8`,
      'content-length': String(text.length),
      vary: 'Accept',
    })
    const head = await supertest(app).head('/fails').set('accept', accept)
    expect([head.status, head.text, head.headers['content-length']]).toEqual([
      422,
      undefined,
      String(text.length),
    ])
  })

  test.each([
    ['*/*', 'Accept, Content-Type, HX-Request'],
    ['text/html', 'Accept'],
    ['application/json', 'Accept'],
    ['image/png', 'Accept'],
  ])('a cache is told what decides for clients that accept %s: %s', async (accept, vary) => {
    const app = build(site, passing(createError(404)))
    const sent = [{}, { 'content-type': 'application/json' }, { 'hx-request': 'true' }]
    const answers = await Promise.all(
      sent.map((headers) =>
        supertest(app)
          .get('/fails')
          .set({ accept, ...headers }),
      ),
    )
    expect(answers.map(({ headers }) => headers['vary'])).toEqual([vary, vary, vary])
    const differs = new Set(answers.map(({ text }) => text)).size > 1
    expect(differs).toBe(vary !== 'Accept')
  })

  test.each<[what: string, error: unknown, message: string]>([
    ['of http-errors for clients', createError(403, 'Not yours'), 'Not yours'],
    ['of http-errors for the server', createError(503, SECRET), 'Service Unavailable'],
    ['that is exposed', createError(503, 'Try at noon', { expose: true }), 'Try at noon'],
    ['of an error with a status', Object.assign(new Error(SECRET), { status: 403 }), 'Forbidden'],
    ['of plain data', { status: 403, expose: true, message: SECRET }, 'Forbidden'],
    ['that is no string', createError(403, { message: { SECRET } } as object), 'Forbidden'],
    [
      'of an error with an unregistered status',
      createError(499, '', { expose: false }),
      'Bad Request',
    ],
  ])('JSON has the message %s, or the phrase of the status', async (_what, error, message) => {
    const app = build(site, passing(error))
    const { text } = await supertest(app).get('/fails').set('accept', 'application/json')
    expect(JSON.parse(text).error.message).toBe(message)
    expect(text).not.toContain(SECRET)
  })

  test('a form that sends JSON gets JSON, unless htmx sends it', async () => {
    const post = () =>
      supertest(build(site, passing(createError(422))))
        .post('/fails')
        .send({ a: 1 })
    expect((await post()).body).toEqual({ error: { status: 422, message: 'Unprocessable Entity' } })
    expect((await post().set('hx-request', 'true')).text).toContain('500 page 422')
  })

  test.each([
    [10, '<!DOCTYPE html><p>10 bytes</p>'],
    [11, 'Unprocessable Entity'],
  ])('an error page reads at most bodyLimit bytes: %s of 10', async (length, text) => {
    const reads =
      'export default async ({ request }) => html`<p>${(await request.text()).length} bytes</p>`'
    const app = build(create({ '500.mjs': reads }, { bodyLimit: 10 }), passing(createError(422)))
    const sent = supertest(app).post('/fails').type('text/plain').send('x'.repeat(length))
    await sent.expect(422, text)
  })

  test('headers of http-errors are sent, and those of an error of another server are not', async () => {
    const headers = { 'Retry-After': 7, allow: ['GET', 'PUT'], 'x-own': 'a' }
    const own = await supertest(build(site, passing(createError(429, '', { headers })))).get(
      '/fails',
    )
    expect(own.headers).toMatchObject({ 'retry-after': '7', allow: 'GET, PUT', 'x-own': 'a' })
    const foreign = Object.assign(new Error('undici'), { statusCode: 502, headers })
    const { status, headers: sent } = await supertest(build(site, passing(foreign))).get('/fails')
    expect([status, sent['x-own'], sent['retry-after']]).toEqual([502, undefined, undefined])
  })

  test('headers of an error cannot break or split the answer', async () => {
    const headers = {
      'x-a': 'a\r\nset-cookie: evil=1',
      'x b': 'c',
      'content-length': '1',
      'Content-Type': 'text/javascript',
      'transfer-encoding': 'chunked',
      connection: 'upgrade',
      'set-cookie': 'evil=1',
      'x-object': {},
      'x-null': null,
      'x-empty': [],
      'x-good': 'yes',
    }
    const app = build(site, passing(createError(400, '', { headers })))
    const answer = await supertest(app)
      .get('/fails')
      .expect(400, /500 page 400/)
    expect(answer.headers['x-good']).toBe('yes')
    for (const name of ['x-a', 'set-cookie', 'x-object', 'x-null', 'x-empty']) {
      expect([name, answer.headers[name]]).toEqual([name, undefined])
    }
  })

  test('nothing of the answer that failed stays, except what forbids to keep it', async () => {
    const handler: Handler = (_req, res, next) => {
      res.setHeader('content-type', 'application/pdf')
      res.setHeader('content-length', '3')
      res.setHeader('content-encoding', 'br')
      res.setHeader('content-disposition', 'attachment')
      res.setHeader('etag', '"a"')
      res.setHeader('last-modified', new Date().toUTCString())
      res.setHeader('cache-control', 'public, max-age=31536000, immutable')
      res.setHeader('location', '/done')
      res.setHeader('set-cookie', 'host=1')
      res.setHeader('vary', 'Origin, accept')
      res.statusMessage = 'Fine'
      next(new Error(SECRET))
    }
    const { headers } = await supertest(build(site, handler))
      .get('/fails')
      .set('accept', 'text/html')
      .expect(500, /500 page/)
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(headers).toMatchObject({ 'set-cookie': ['host=1'], vary: 'Origin, accept' })
    for (const name of ['content-encoding', 'content-disposition', 'etag', 'cache-control']) {
      expect([name, headers[name]]).toEqual([name, undefined])
    }
    expect([headers['location'], headers['last-modified']]).toEqual([undefined, undefined])
    const kept: Handler = (_req, res, next) => {
      res.setHeader('cache-control', 'no-store')
      next(new Error(SECRET))
    }
    const answer = await supertest(build(site, kept)).get('/fails')
    expect(answer.headers['cache-control']).toBe('no-store')
  })

  test('a site without error pages answers with the phrase of the status', async () => {
    const app = build(create(NO_PAGES), passing(createError(422, SECRET)))
    for (const [path, status, text] of [
      ['/fails', 422, 'Unprocessable Entity'],
      ['/nowhere', 404, 'Not Found'],
    ] as const) {
      const answer = await supertest(app).get(path)
      expect([answer.status, answer.text]).toEqual([status, text])
      expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8')
    }
  })

  test('500.astro is no page for a 404', async () => {
    const { '404.mjs': _absent, ...files } = PAGES
    await supertest(build(create(files), passing(0)))
      .get('/nowhere')
      .expect(404, 'Not Found')
  })

  test('errors of the server are reported once, and those of clients are not', async () => {
    const seen: unknown[] = []
    const reporting = create(PAGES, { onError: (error) => seen.push(error) })
    const error = new Error(SECRET)
    for (const given of [error, createError(404), createError(422), createError(503)]) {
      await supertest(build(reporting, passing(given))).get('/fails')
    }
    await supertest(build(reporting, passing(0))).get('/throws')
    expect(seen).toMatchObject([error, { status: 503 }, { message: SECRET }])
  })

  test('an onError that fails does not keep the answer back', async () => {
    const failing = create(PAGES, {
      onError() {
        throw new Error('log is full')
      },
    })
    const print = console.error
    console.error = () => {}
    try {
      await supertest(build(failing, passing(new Error())))
        .get('/fails')
        .expect(500, /500 page/)
    } finally {
      console.error = print
    }
  })

  test.each<[what: string, page: string]>([
    ['throws', `export default ${THROWS}`],
    [
      'fails late',
      "export default () => html`a ${new Promise((_, fail) => setTimeout(fail, 10, new Error('again')))}`",
    ],
    ['cannot be imported', `throw new Error('${SECRET}')`],
    [
      'sets a status that cannot be sent',
      'export default (Astro) => { Astro.response.status = 99; return html`a` }',
    ],
  ])('a 500.astro that %s is replaced by the phrase of the status', async (_what, page) => {
    const seen: unknown[] = []
    const broken = create({ ...PAGES, '500.mjs': page }, { onError: (error) => seen.push(error) })
    const answer = await supertest(build(broken, passing(createError(503)))).get('/fails')
    expect([answer.status, answer.text]).toEqual([503, 'Service Unavailable'])
    expect(seen).toHaveLength(2)
  })

  test('a 404.astro that fails is answered by 500.astro', async () => {
    const broken = create({ ...PAGES, '404.mjs': `export default ${THROWS}` })
    await supertest(build(broken, passing(0)))
      .get('/nowhere')
      .expect(500, /500 page 500/)
  })

  test('an error after the response has started breaks it off', async () => {
    const handler: Handler = (_req, res, next) => {
      res.write('begun')
      setImmediate(next, new Error(SECRET))
    }
    const answer = supertest(build(site, handler)).get('/fails')
    await expect(answer.then(({ text }) => text)).rejects.toThrow(/aborted|hang up/)
    const streamed = supertest(build(site, passing(0))).get('/streams')
    await expect(streamed.then(({ text }) => text)).rejects.toThrow(/aborted|hang up/)
  })

  test('500.astro has the error, the locals, the nonce and the URL of the request', async () => {
    const page = `export default (Astro) => html\`\${Astro.props.error.message} \${Astro.locals.user}
      \${Astro.url.pathname + Astro.url.search} \${Astro.request.method}\``
    const handler: Handler = (_req, res, next) => {
      Object.assign(res, { locals: { user: 'Ada' } })
      next(new Error('shown on purpose'))
    }
    const showing = create({ ...PAGES, '500.mjs': page })
    const { text } = await supertest(build(showing, handler)).post('/fails/a?b=1')
    expect(text.replaceAll(/\s+/g, ' ')).toBe(
      '<!DOCTYPE html>shown on purpose Ada /fails/a?b=1 POST',
    )
  })

  test('500.astro prints the nonce of the policy, and reads and empties a message of the session', async () => {
    const page = `export default async (Astro) => {
      const message = await Astro.session.get('message')
      await Astro.session.delete('message')
      return html\`\${message ?? 'no message'}\`
    }`
    const set = `export default async (Astro) => {
      await Astro.session.set('message', 'Saved.')
      return html\`set\`
    }`
    const files = { ...PAGES, '500.mjs': page, 'set.mjs': set }
    const options = { onError: () => {}, session: 'memory' } as const
    const pages = createSite(files, options, { styles: ['a.css'] })
    const handler: Handler = (_req, res, next) => {
      Object.assign(res, { locals: { cspNonce: 'abc123' } })
      next(new Error(SECRET))
    }
    const client = supertest.agent(build(pages, handler))
    await client.get('/set').expect(200)
    const { text } = await client.get('/fails').expect(500, /Saved\./)
    expect(text).toContain('<link rel="stylesheet" href="/a.css" nonce="abc123">')
    await client.get('/fails').expect(500, /no message/)
  })

  test('500.astro answers when the option locals is what fails', async () => {
    const failing = create(PAGES, { locals: () => Promise.reject(new Error(SECRET)) })
    await supertest(build(failing, passing(0)))
      .get('/throws')
      .expect(500, /500 page 500/)
  })

  test('page middleware runs before 404.astro, and not before 500.astro', async () => {
    const files = {
      ...PAGES,
      '_middleware.mjs': `export const onRequest = async (context, next) => {
        if (context.url.pathname === '/bad') throw new Error('${SECRET}')
        const response = await next()
        response.headers.set('x-middleware', 'yes')
        return response
      }`,
    }
    const app = build(createSite(files, { onError: () => {} }, {}), passing(new Error()))
    const missing = await supertest(app)
      .get('/nowhere')
      .expect(404, /404 page/)
    expect(missing.headers['x-middleware']).toBe('yes')
    const failed = await supertest(app)
      .get('/fails')
      .expect(500, /500 page/)
    expect(failed.headers['x-middleware']).toBeUndefined()
    await supertest(app)
      .get('/bad')
      .expect(500, /500 page/)
  })

  test('a form of another site is a 403 with its page', async () => {
    const app = build(site, passing(0))
    const answer = await supertest(app)
      .post('/throws')
      .set({ origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' })
      .send('a=1')
    expect([answer.status, answer.text]).toEqual([403, '<!DOCTYPE html><p>500 page 403</p>'])
  })

  test('OPTIONS gets the phrase of the status', async () => {
    await supertest(build(site, passing(createError(403))))
      .options('/fails')
      .expect(403, 'Forbidden')
  })

  test('an error page may redirect or answer with a Response', async () => {
    const page = (code: string) =>
      create({ ...PAGES, '500.mjs': `export default (Astro) => ${code}` })
    const redirected = await supertest(
      build(page('Astro.redirect("/login")'), passing(createError(401))),
    ).get('/fails')
    expect([redirected.status, redirected.headers['location']]).toEqual([302, '/login'])
    const own = build(page('new Response("own", { status: 402 })'), passing(createError(401)))
    await supertest(own).get('/fails').expect(402, 'own')
  })
})

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}

test('the last 404 and the error handler of express-generator become one line', async () => {
  // The end of app.js of express-generator 4.16, with the line in place of its error handler.
  const app = (express4 as unknown as typeof express)()
  app.use(site)
  app.use(function (_req, _res, next) {
    next(createError(404))
  })
  app.use(site.errors)
  await supertest(app).get('/nope').expect(404, '<!DOCTYPE html><p>404 page /nope 404</p>')
})

describe('the styles of an error page of mounted pages', () => {
  const STYLED: Files = { 'a.mjs': 'export default () => html`a`', '500.mjs': '', '404.mjs': '' }
  const page = 'export default (Astro) => html`<a href="${Astro.url.pathname}"></a>`'
  const styled = (base: string) => {
    const files = Object.fromEntries(Object.keys(STYLED).map((name) => [name, page]))
    return createSite(files, { onError: () => {} }, { base, styles: ['_assets/a.css'] })
  }
  type Mount = (app: express.Express, pages: SsrPages) => void

  test.each<[what: string, base: string, first: string, mount: Mount, href: string]>([
    ['root', '/', '/', (app, pages) => app.use(pages, pages.errors), '/_assets'],
    [
      'a mount',
      '/',
      '/docs/a',
      (app, pages) => app.use('/docs', pages).use(pages.errors),
      '/docs/_assets',
    ],
    ['a base', '/docs/', '/x', (app, pages) => app.use(pages, pages.errors), '/docs/_assets'],
    [
      'a mount at the base',
      '/docs/',
      '/docs/a',
      (app, pages) => app.use('/docs', pages).use(pages.errors),
      '/docs/_assets',
    ],
    [
      'an error handler at the mount',
      '/',
      '/x',
      (app, pages) => app.use('/docs', pages, pages.errors),
      '/docs/_assets',
    ],
    [
      'mounts for several tenants',
      '/',
      '/acme/a',
      (app, pages) => app.use('/:tenant', pages).use(pages.errors),
      '/_assets',
    ],
  ])('are below %s', async (_what, base, first, mount, href) => {
    const pages = styled(base)
    const app = express()
    mount(app.use('/docs/fails', passing(createError(500))), pages)
    await supertest(app).get(first)
    if (first === '/acme/a') await supertest(app).get('/other/a')
    const { text } = await supertest(app).get('/docs/fails')
    expect(text).toContain(`href="${href}/a.css"`)
  })
})
