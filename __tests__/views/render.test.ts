import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import express from 'express'
import express4 from 'express4'
import express416 from 'express416'
import session from 'express-session'
import supertest from 'supertest'
import type { SsrPages } from '../../src/index.ts'
import '../support/package.ts'
import { ROOT } from '../support/root.ts'
import { buildViews, loadViews, removeViews } from './site.ts'

type Framework = typeof express

const FRAMEWORKS: readonly [name: string, framework: Framework][] = [
  ['Express 5', express],
  ['Express 4', express4 as unknown as Framework],
  ['Express 4.16', express416 as unknown as Framework],
]

let folder: string
let templates: string
let pages: SsrPages
const told: unknown[] = []

beforeAll(() => {
  folder = buildViews()
  pages = loadViews(folder, { onError: (error) => told.push(error) })
  templates = mkdtempSync(`${ROOT}/__tests__/fixtures/dist-ejs-`)
  writeFileSync(join(templates, 'old.ejs'), '<p>ejs <%= text %> <%= locals.appName %></p>')
  writeFileSync(join(templates, 'Plain.ejs'), '<p>ejs with a capital</p>')
  writeFileSync(join(templates, '__proto__.ejs'), '<p>ejs of that name</p>')
})

afterAll(() => {
  removeViews()
  rmSync(templates, { recursive: true, force: true })
})

/** A handler with what it needs, and what a client gets from it. */
interface Case {
  readonly says: string
  /** Adds handlers to an app that has `pages.views`. */
  readonly app: (app: express.Express, framework: Framework) => void
  readonly path?: string
  readonly method?: 'get' | 'head' | 'post' | 'options'
  readonly headers?: Readonly<Record<string, string>>
  readonly form?: string
  readonly status?: number
  readonly text?: string | RegExp
  readonly has?: Readonly<Record<string, string | RegExp | undefined>>
}

/** Answers errors with what the host saw. */
const showError: express.ErrorRequestHandler = (error, _req, res, next) => {
  if (res.headersSent) return next(error)
  res.status(error.status ?? 500).send(`host error: ${error.code ?? error.message}`)
}

const seen = (fields: object) => (text: string) => {
  const [, json = '{}'] = /<script[^>]*>(.*)<\/script>/.exec(text) ?? []
  expect(JSON.parse(json)).toMatchObject(fields)
}

interface SeenCase extends Omit<Case, 'text'> {
  /** What the view `context` sees. */
  readonly sees: object
}

const contexts: readonly SeenCase[] = [
  {
    says: 'the whole URL of the request',
    app: (app) => app.get('/a/:id', (_req, res) => res.render('context')),
    path: '/a/7?q=1',
    sees: { href: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/a\/7\?q=1$/), path: '/a/7' },
  },
  {
    says: "the params and the pattern of the host's route",
    app: (app) => app.get('/a/:id/:size', (_req, res) => res.render('context')),
    path: '/a/7/b%20c',
    sees: { params: { id: '7', size: 'b c' }, routePattern: '/a/:id/:size' },
  },
  {
    says: 'the params of nested routers, and the pattern with the path of the router',
    app: (app, { Router }) => {
      const router = Router({ mergeParams: true })
      router.get('/items/:id', (_req, res) => res.render('context'))
      app.use('/shops/:shop', router)
    },
    path: '/shops/a/items/7',
    sees: {
      params: { shop: 'a', id: '7' },
      routePattern: '/shops/a/items/:id',
      path: '/shops/a/items/7',
    },
  },
  {
    says: 'its own name as the pattern of a route that is a regular expression',
    app: (app) => app.get(/^\/re\/(\d+)$/, (_req, res) => res.render('context')),
    path: '/re/7',
    sees: { routePattern: 'context', params: { 0: '7' } },
  },
  {
    says: 'res.locals, and the values of app.locals that res.locals does not have',
    app: (app) => {
      Object.assign(app.locals, { appName: 'the shop', title: 'of the app' })
      app.get('/', (_req, res) => {
        Object.assign(res.locals, { user: 'Ada', title: 'of the response' })
        res.render('context')
      })
    },
    sees: { user: 'Ada', app: 'the shop', title: 'of the response', settings: false },
  },
  {
    says: 'what the page middleware of the site adds',
    app: (app) => app.get('/', (_req, res) => res.render('context')),
    sees: { middleware: 'ran' },
  },
  {
    says: 'the cookies of the request',
    app: (app) => app.get('/', (_req, res) => res.render('context')),
    headers: { cookie: 'theme=dark' },
    sees: { cookie: 'dark' },
  },
  {
    says: 'a body that the host has parsed',
    app: (app, { urlencoded }) => {
      app.post('/', urlencoded({ extended: false }), (_req, res) => res.render('context'))
    },
    method: 'post',
    form: 'a=1&b=two',
    sees: { method: 'POST', body: 'a=1&b=two' },
  },
  {
    says: 'a form that another site has sent, because the handler has accepted it',
    app: (app) => app.post('/', (_req, res) => res.render('context')),
    method: 'post',
    form: 'a=1',
    headers: { origin: 'https://other.example', 'sec-fetch-site': 'cross-site' },
    sees: { method: 'POST', body: 'a=1' },
  },
  {
    says: 'the URL as it was sent, in an app below a path',
    app: (app, framework) => {
      const below = framework()
      below.get('/x/:id', (_req, res) => res.render('context'))
      app.use('/below', below)
    },
    path: '/below/x/7',
    sees: { path: '/below/x/7', params: { id: '7' }, routePattern: '/below/x/:id' },
  },
]

const answers: readonly Case[] = [
  {
    says: 'with its props, and the styles of its components',
    app: (app) =>
      app.get('/', (_req, res) =>
        res.render('products/show', { product: { name: 'Lamp', price: 7 } }),
      ),
    text: /<title>Lamp<\/title><link rel="stylesheet" href="\/_assets\/[^"]+"><\/head><body><h1>Lamp<\/h1><b class="price[^"]*">7 EUR<\/b>/,
    has: { 'content-type': 'text/html; charset=utf-8' },
  },
  {
    says: 'by the name of its file',
    app: (app) => app.get('/', (_req, res) => res.render('plain.astro', { text: 'named' })),
    text: '<!DOCTYPE html><p>named</p>',
  },
  {
    says: 'of a folder by its index',
    app: (app) => app.get('/', (_req, res) => res.render('products')),
    text: '<!DOCTYPE html><p>all products</p>',
  },
  {
    says: 'whose name has brackets, which mean nothing in a view',
    app: (app) => app.get('/', (_req, res) => res.render('[id]')),
    text: '<!DOCTYPE html><p>brackets</p>',
  },
  {
    says: 'without a doctype if it is a partial',
    app: (app) => app.get('/', (_req, res) => res.render('partial')),
    text: '<li>part</li>',
  },
  {
    says: 'with the status and headers of the handler',
    app: (app) => app.get('/', (_req, res) => res.status(422).set('x-own', 'kept').render('plain')),
    status: 422,
    has: { 'x-own': 'kept' },
  },
  {
    says: 'with the status that it sets itself, over that of the handler',
    app: (app) => app.get('/', (_req, res) => res.status(422).render('status')),
    status: 418,
  },
  {
    says: 'with cookies and headers of both',
    app: (app) =>
      app.get('/', (_req, res) => res.cookie('own', '1').set('x-own', 'kept').render('cookie')),
    has: { 'set-cookie': 'own=1; Path=/,seen=yes; Path=/', 'x-view': 'set', 'x-own': 'kept' },
  },
  {
    says: 'that redirects',
    app: (app) => app.get('/', (_req, res) => res.render('redirect')),
    status: 303,
    text: '',
    has: { location: '/login' },
  },
  {
    says: 'that returns a Response',
    app: (app) => app.get('/', (_req, res) => res.render('response')),
    status: 202,
    text: 'plain',
    has: { 'content-type': 'text/plain' },
  },
  {
    says: 'that rewrites to a page',
    app: (app) => app.get('/', (_req, res) => res.render('rewrite')),
    text: '<!DOCTYPE html><p>page ran</p>',
  },
  {
    says: 'whose middleware rewrites to a page',
    app: (app) => app.get('/', (_req, res) => res.render('plain')),
    path: '/?rewrite',
    text: '<!DOCTYPE html><p>page ran</p>',
  },
  {
    says: 'whose middleware changes the HTML',
    app: (app) => app.get('/', (_req, res) => res.render('plain')),
    path: '/?shout',
    text: '<!DOCTYPE HTML><P>NO TEXT</P>',
  },
  {
    says: 'that answers with an empty 404 gets the site its 404 page',
    app: (app) => app.get('/', (_req, res) => res.render('missing')),
    status: 404,
    text: '<!DOCTYPE html><h1>no such thing</h1>',
  },
  {
    says: 'to HEAD, without the body',
    app: (app) => app.get('/', (_req, res) => res.render('plain')),
    method: 'head',
    text: undefined as never,
    has: { 'content-length': String('<!DOCTYPE html><p>no text</p>'.length) },
  },
  {
    says: 'to OPTIONS, which its handler answers',
    app: (app) => app.options('/', (_req, res) => res.render('plain')),
    method: 'options',
    text: '<!DOCTYPE html><p>no text</p>',
  },
  {
    says: 'with the nonce of the host on its styles and scripts',
    app: (app) =>
      app.get('/', (_req, res) => {
        res.locals['cspNonce'] = 'abc'
        res.render('scripted')
      }),
    text: /<script type="module" src="\/_assets\/[^"]+" nonce="abc"><\/script>/,
  },
  {
    says: 'with a session of ours',
    app: (app) => app.get('/', (_req, res) => res.render('session')),
    text: '<!DOCTYPE html><p>visit 1</p>',
    has: { 'set-cookie': /^ssr-pages-session=/ },
  },
  {
    says: 'that begins a session of express-session',
    app: (app) => {
      app.use(session({ secret: 'x', resave: false, saveUninitialized: false }))
      app.get('/', (req, res) => {
        Object.assign(req.session ?? {}, { user: 'Ada' })
        res.render('plain')
      })
    },
    text: '<!DOCTYPE html><p>no text</p>',
    has: { 'set-cookie': /^connect\.sid=/ },
  },
  {
    says: 'to a callback, which gets the whole HTML',
    app: (app) =>
      app.get('/', (_req, res, next) =>
        res.render('plain', { text: 'called' }, (error, html) =>
          error ? next(error) : void res.send(`(${html})`),
        ),
      ),
    text: '(<!DOCTYPE html><p>called</p>)',
  },
  {
    says: 'to a callback without props',
    app: (app) =>
      app.get('/', (_req, res, next) =>
        res.render('plain', (error: unknown, html: string) =>
          error ? next(error) : void res.send(`(${html})`),
        ),
      ),
    text: '(<!DOCTYPE html><p>no text</p>)',
  },
  {
    says: 'to a callback, whose response gets cookies, headers and status of the view',
    app: (app) =>
      app.get('/', (_req, res, next) => {
        res.cookie('own', '1')
        res.render('cookie', {}, (error, html) => {
          if (error) return next(error)
          res.render('status', {}, () => res.send(html))
        })
      }),
    status: 418,
    has: { 'set-cookie': 'own=1; Path=/,seen=yes; Path=/', 'x-view': 'set' },
  },
  {
    says: 'to a callback, whose status stays',
    app: (app) =>
      app.get('/', (_req, res) =>
        res.status(422).render('status', {}, (_error, html) => res.send(html)),
      ),
    status: 422,
  },
  {
    says: 'to a callback, with the HTML that the middleware has changed',
    app: (app) =>
      app.get('/', (_req, res) => res.render('plain', {}, (_error, html) => res.send(html))),
    path: '/?shout',
    text: '<!DOCTYPE HTML><P>NO TEXT</P>',
    has: { 'content-type': 'text/html; charset=utf-8', 'x-route': '/' },
  },
  {
    says: 'to a callback, which gets an error instead of a redirect',
    app: (app) =>
      app.get('/', (_req, res) =>
        res.render('redirect', {}, (error, html) =>
          res.send(`${(error as { code?: string }).code} ${html}`),
        ),
      ),
    text: 'SSR_PAGES_PAGE_NOT_HTML undefined',
  },
  {
    says: 'to a callback, which gets the error of the view',
    app: (app) =>
      app.get('/', (_req, res) =>
        res.render('later', {}, (error, html) => res.send(`${error.message} ${html}`)),
      ),
    text: 'broken later undefined',
  },
  {
    says: 'to a callback, whose own error goes to the host once',
    app: (app) =>
      app.get('/', (_req, res) => {
        let calls = 0
        res.render('plain', {}, () => {
          calls += 1
          throw new Error(`callback ${calls}`)
        })
      }),
    status: 500,
    text: 'host error: callback 1',
  },
  {
    says: 'with an error, which goes to the host',
    app: (app) => app.get('/', (_req, res) => res.status(201).render('broken')),
    status: 500,
    text: 'host error: broken view',
  },
  {
    says: 'with a later error, which goes to the host',
    app: (app) => app.get('/', (_req, res) => res.render('later')),
    status: 500,
    text: 'host error: broken later',
  },
  {
    says: 'with an error, which the router that rendered it handles',
    app: (app, { Router }) => {
      const router = Router()
      router.get('/', (_req, res) => res.render('later'))
      router.use(((error, _req, res, _next) => {
        res.status(503).send(`router error: ${error.message}`)
      }) as express.ErrorRequestHandler)
      app.use('/r', router)
    },
    path: '/r',
    status: 503,
    text: 'router error: broken later',
  },
  {
    says: 'below the path of the views, where its files are',
    app: (app, framework) => {
      const site = framework()
      site.use('/shop', pages.views)
      site.get('/shop/deep/:id', (_req, res) => res.render('styled'))
      app.use(site)
    },
    path: '/shop/deep/1',
    text: /<link rel="stylesheet" href="\/shop\/_assets\//,
  },
  {
    says: 'in a router whose path is not part of the URLs of files',
    app: (app, { Router }) => {
      const router = Router()
      router.get('/:id', (_req, res) => res.render('styled'))
      app.use('/router', router)
    },
    path: '/router/1',
    text: /<link rel="stylesheet" href="\/_assets\//,
  },
  {
    says: 'beside the pages of the same site',
    app: (app) => {
      app.use(pages)
      app.get('/view', (_req, res) => res.render('plain'))
    },
    path: '/view',
    text: '<!DOCTYPE html><p>no text</p>',
  },
]

/** Names that are no view of ours: the host renders them, or says that nobody can. */
const names: readonly [name: string, text: string][] = [
  ['old', '<p>ejs hi the shop</p>'],
  ['old.ejs', '<p>ejs hi the shop</p>'],
  ['Plain', '<p>ejs with a capital</p>'],
  ['__proto__', '<p>ejs of that name</p>'],
  ...[
    'constructor',
    'toString',
    '../views/plain',
    './plain',
    '/plain',
    'plain/',
    'products//show',
    'products\\show',
    'plain\0',
    'PLAIN',
    '_part',
    'page',
    '_views/plain',
    '',
  ].map((name): [string, string] => [name, 'host error: ']),
]

describe.each(FRAMEWORKS)('res.render() of %s', (_, framework) => {
  async function ask(one: Omit<Case, 'says' | 'text'>): Promise<supertest.Response> {
    const app = framework()
    app.use(pages.views)
    one.app(app, framework)
    app.use(showError)
    const asked = supertest(app)[one.method ?? 'get'](one.path ?? '/')
    for (const [name, value] of Object.entries(one.headers ?? {})) asked.set(name, value)
    return one.form === undefined ? asked : asked.type('form').send(one.form)
  }

  test.each(contexts)('shows a view $says', async ({ sees, ...one }) => {
    const answer = await ask(one)
    expect(answer.status).toBe(200)
    seen(sees)(answer.text)
  })

  test.each(answers)('renders a view $says', async ({ text, status = 200, has = {}, ...one }) => {
    const answer = await ask(one)
    expect([answer.status, answer.text]).toEqual([
      status,
      text instanceof RegExp ? expect.stringMatching(text) : (text ?? answer.text),
    ])
    for (const [name, value] of Object.entries(has)) {
      expect(String(answer.headers[name])).toMatch(value instanceof RegExp ? value : exactly(value))
    }
  })

  test.each(names)('leaves the name %j to the engine of the host', async (name, text) => {
    const answer = await ask({
      app: (app) => {
        app.set('views', templates).set('view engine', 'ejs')
        app.locals['appName'] = 'the shop'
        app.get('/', (_req, res) => res.render(name, { text: 'hi' }))
      },
    })
    expect(answer.text.slice(0, text.length)).toBe(text)
    expect(answer.text).not.toContain('SSR_PAGES')
  })

  test.each([
    ['plian', 'Did you mean "plain"?'],
    ['__proto__', 'The views are '],
    ['nothing.astro', 'The views are '],
    ['_part', 'The views are '],
  ])('says that there is no view %j in an app without an engine', async (name, advice) => {
    const answer = await ask({
      app: (app) => {
        app.get('/', (_req, res) => res.render(name))
        app.use(((error, _req, res, _next) => {
          res.status(500).send(error.message)
        }) as express.ErrorRequestHandler)
      },
    })
    expect(answer.text).toContain(`There is no view ${JSON.stringify(name)}.\n${advice}`)
    expect(answer.text).toContain('[SSR_PAGES_VIEW_UNKNOWN]')
  })

  test.each([
    ['plian', 'Did you mean "plain"?'],
    ['nothing', 'The views are '],
  ])('says that no engine has a view %j, and which one was meant', async (name, advice) => {
    for (const withCallback of [false, true]) {
      const answer = await ask({
        app: (app) => {
          app.set('views', templates).set('view engine', 'ejs')
          app.get('/', (_req, res, next) => {
            if (withCallback) res.render(name, {}, (error) => next(error))
            else res.render(name)
          })
          app.use(((error, _req, res, _next) => {
            res.status(500).json([error.message, error.stack])
          }) as express.ErrorRequestHandler)
        },
      })
      for (const text of answer.body as string[]) {
        expect(text.match(/no \.astro view/g)).toHaveLength(1)
        expect(text).toContain(
          `Failed to lookup view "${name}" in views directory "${templates}"\nThere is no .astro view of this name. ${advice}`,
        )
      }
    }
  })

  test('does not change the errors of a template of another engine', async () => {
    writeFileSync(join(templates, 'throws.ejs'), '<% throw new Error("their own") %>')
    const answer = await ask({
      app: (app) => {
        app.set('views', templates).set('view engine', 'ejs')
        app.get('/', (_req, res) => res.render('throws'))
        app.use(((error, _req, res, _next) => {
          res.status(500).send(error.message)
        }) as express.ErrorRequestHandler)
      },
    })
    expect(answer.text).toContain('their own')
    expect(answer.text).not.toContain('.astro')
  })

  test('uses a render() that another middleware has put on the response before', async () => {
    const app = framework()
    app.use((_req, res, next) => {
      res.render = ((name: string) => res.send(`theirs: ${name}`)) as express.Response['render']
      next()
    })
    app.use(pages.views)
    app.get('/:name', (req, res) => res.render(req.params.name))
    expect((await supertest(app).get('/old')).text).toBe('theirs: old')
    expect((await supertest(app).get('/plain')).text).toBe('<!DOCTYPE html><p>no text</p>')
  })

  test('renders the views of two sites', async () => {
    const other = loadViews(folder)
    const app = framework()
    app.use(pages.views, other.views, pages.views)
    app.set('views', templates).set('view engine', 'ejs')
    app.get('/:name', (req, res) => res.render(req.params.name, { text: 'hi' }))
    expect((await supertest(app).get('/plain')).text).toBe('<!DOCTYPE html><p>hi</p>')
    expect((await supertest(app).get('/old')).text).toBe('<p>ejs hi </p>')
  })

  test('leaves a name to the host once when a wrapper of res.render() is between two uses', async () => {
    const { Router } = framework
    const wrap: express.RequestHandler = (_req, res, next) => {
      const { render } = res
      res.render = function wrapped(this: express.Response, name: string, props: object) {
        this.append('x-wrapped', name)
        Reflect.apply(render, this, [name, props])
      } as express.Response['render']
      next()
    }
    const app = framework()
    app.set('views', templates).set('view engine', 'ejs')
    app.use(pages.views, wrap, pages.views)
    const router = Router()
    router.use(wrap, wrap, pages.views, pages.views)
    router.get('/:name', (req, res) => res.render(req.params.name, { text: 'hi' }))
    app.use(router, showError)
    const old = await supertest(app).get('/old')
    expect([old.text, old.headers['x-wrapped']]).toEqual(['<p>ejs hi </p>', 'old, old, old'])
    expect((await supertest(app).get('/plain')).text).toBe('<!DOCTYPE html><p>hi</p>')
    expect((await supertest(app).get('/none')).text).toMatch(/^host error: Failed to lookup view/)
  })

  test('reports a second render() of one response, which stays as it is', async () => {
    told.length = 0
    const answer = await ask({
      app: (app) =>
        app.get('/', (_req, res) => {
          res.render('plain', { text: 'first' })
          res.render('plain', { text: 'second' })
        }),
    })
    expect(answer.text).toBe('<!DOCTYPE html><p>first</p>')
    expect(told).toEqual([expect.objectContaining({ code: 'SSR_PAGES_RESPONSE_SENT' })])
  })

  test('reports a render() after the response, with what to do', async () => {
    told.length = 0
    const answer = await ask({
      app: (app) =>
        app.get('/', (_req, res) => {
          res.send('sent')
          res.render('plain')
        }),
    })
    expect(answer.text).toBe('sent')
    expect(told).toEqual([
      expect.objectContaining({
        code: 'SSR_PAGES_RESPONSE_SENT',
        message: expect.stringContaining('return after the first answer'),
      }),
    ])
  })

  test.each([
    ['of a view', 'later', 'broken later'],
    ['of an unknown name', 'plian', 'There is no view "plian"'],
  ])('tells a callback the error %s although the response has ended', async (_, name, message) => {
    const error = await new Promise<unknown>((resolve, reject) => {
      const app = framework().use(pages.views)
      app.get('/', (_req, res) => {
        res.send('sent')
        res.render(name, {}, resolve)
        res.on('close', () => setTimeout(reject, 500, new Error('The callback was not called.')))
      })
      supertest(app).get('/').catch(reject)
    })
    expect(error).toMatchObject({ message: expect.stringContaining(message) })
  })

  test('reports an error of a callback that has answered', async () => {
    told.length = 0
    const answer = await ask({
      app: (app) =>
        app.get('/', (_req, res) =>
          res.render('plain', {}, (_error, html) => {
            res.send(html)
            throw new Error('after the answer')
          }),
        ),
    })
    expect(answer.text).toBe('<!DOCTYPE html><p>no text</p>')
    expect(told).toEqual([expect.objectContaining({ message: 'after the answer' })])
  })
})

function exactly(text = 'undefined'): RegExp {
  return new RegExp(`^${text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$`)
}

test('the files of views are answered by pages.views, and nothing else is', async () => {
  const app = express().use(pages.views)
  app.get('/', (_req, res) => res.render('styled'))
  app.use((_req, res) => void res.status(404).send('host 404'))
  const { text } = await supertest(app).get('/')
  const [, href = ''] = /href="([^"]+)"/.exec(text) ?? []
  const style = await supertest(app).get(href)
  expect([style.status, style.headers['cache-control'], style.headers['content-type']]).toEqual([
    200,
    'public, max-age=31536000, immutable',
    'text/css; charset=utf-8',
  ])
  for (const path of ['/robots.txt', '/page', '/_assets/none.css', '/_assets', '/x/_assets/y']) {
    expect([path, (await supertest(app).get(path)).text]).toEqual([path, 'host 404'])
  }
  expect((await supertest(app).post(href)).text).toBe('host 404')
})

describe('no URL of a built site answers with a view', () => {
  const paths = [
    '/_views/plain',
    '/_views/plain/',
    '/_views/plain.mjs',
    '/%5fviews/plain',
    '/%5Fviews%2Fplain',
    '/_views//plain',
    '//_views/plain',
    '/./_views/plain',
    '/x/../_views/plain',
    '/pages/_views/plain',
    '/pages/_views/plain.mjs',
    '/views/plain',
    '/plain',
    '/src/views/plain.astro',
    '/_assets/../_views/plain.mjs',
    '/_assets/%2e%2e/%2e%2e/pages/_views/plain.mjs',
    '/@fs/src/views/plain.astro',
  ]
  test.each(paths.flatMap((path) => [path, `${path}?raw`, `${path}?url`, `${path}?import`]))(
    '%s',
    async (path) => {
      const app = express().use(pages.views).use(pages)
      app.use((_req, res) => void res.status(404).send('host 404'))
      const answer = await supertest(app).get(path)
      expect([answer.status, answer.text.includes('no text')]).toEqual([404, false])
    },
  )

  test('nor does pages.fetch(), nor a rewrite', async () => {
    expect(await pages.fetch(new Request('http://localhost/_views/plain'))).toBeUndefined()
    expect(pages.routes.map(({ pattern }) => pattern)).toEqual(['/404', '/once', '/page', '/same'])
  })
})
