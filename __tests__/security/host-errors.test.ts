import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import express from 'express'
import fc from 'fast-check'
import createError from 'http-errors'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { SsrPages } from '../../src/index.ts'
import { runs, timeLimit } from '../support/runs.ts'
import { type Files, createSite, removeSites } from '../support/site.ts'

const SECRET = 'SECRET-7f3a'

/** Texts that an error may have, each with the mark that no answer may contain. */
const text = fc
  .constantFrom(
    '/srv/app/db.js:12:3',
    'select * from users',
    '<script>',
    'a\r\nset-cookie: b=1',
    '',
  )
  .map((rest) => `${SECRET}${rest}`)

const status = fc.constantFrom<unknown>(
  undefined,
  200,
  99,
  404,
  422,
  500,
  503,
  600,
  404.5,
  'abc',
  NaN,
  null,
)

const headers = fc.dictionary(
  fc.constantFrom(
    'content-type',
    'set-cookie',
    'x-a',
    'x b',
    'location',
    'connection',
    '__proto__',
  ),
  fc.oneof(text, fc.constant(null), fc.constant({ SECRET })),
)

const fields = fc.record(
  {
    status,
    statusCode: status,
    headers,
    code: text,
    path: text,
    cause: text,
    stack: text,
    name: text,
  },
  { requiredKeys: [] },
)

/** Anything that a handler may throw or pass to `next()`, with the mark in all of its texts. */
const thrown: fc.Arbitrary<unknown> = fc.oneof(
  fc.tuple(text, fields).map(([message, more]) => Object.assign(new Error(message), more)),
  fc.tuple(text, fields).map(([message, more]) => ({ message, expose: true, ...more })),
  fc.tuple(text, headers).map(([message, own]) => {
    return createError(503, message, { headers: own, expose: false })
  }),
  text,
  fc.constantFrom<unknown>(1, true, Symbol(SECRET), [SECRET], () => SECRET),
)

const ACCEPTS = ['text/html', 'application/json', 'image/png', '*/*', 'text/plain']

const PAGES: Files = {
  '404.mjs': 'export default (Astro) => html`<p>404 page</p>`',
  '500.mjs': 'export default (Astro) => html`<p>500 page ${Astro.response.status}</p>`',
}

const BROKEN: Files = {
  '404.mjs': `export default () => { throw new Error('${SECRET}') }`,
  '500.mjs': `export default () => { throw new Error('${SECRET}') }`,
}

const NONE: Files = { 'index.mjs': 'export default () => html`a`' }

afterAll(removeSites)

describe.each([
  ['with error pages', PAGES],
  ['whose error pages fail', BROKEN],
  ['without error pages', NONE],
])('of a site %s', (_what, files) => {
  let server: Server
  let error: unknown

  beforeAll(async () => {
    const pages: SsrPages = createSite(files, { onError: () => {} })
    const app = express()
      .use((_req, _res, next) => next(error))
      .use(pages.errors)
    server = app.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  afterAll(() => new Promise((resolve) => server.close(resolve)))

  test(
    'nothing of an error leaves the server',
    async () => {
      const { port } = server.address() as AddressInfo
      const property = fc.asyncProperty(
        thrown,
        fc.constantFrom(...ACCEPTS),
        async (given, accept) => {
          error = given
          const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { accept } })
          const seen = `${answer.statusText} ${JSON.stringify([...answer.headers])} ${await answer.text()}`
          expect(withoutOwnHeaders(seen)).not.toContain(SECRET)
          expect(answer.status).toBeGreaterThanOrEqual(400)
          expect(answer.headers.get('set-cookie')).toBeNull()
        },
      )
      await fc.assert(property, runs(100))
    },
    timeLimit(100),
  )
})

// Valid headers of http-errors are meant for clients.
function withoutOwnHeaders(seen: string): string {
  return seen.replaceAll(/\["(?:x-a|location|__proto__)","[^"]*"\]/g, '')
}
