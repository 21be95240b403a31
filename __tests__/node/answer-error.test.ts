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
})

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}
