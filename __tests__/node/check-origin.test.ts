import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import connect from 'connect'
import express from 'express'
import express4 from 'express4'
import type { RequestListener } from 'node:http'
import type { SsrPages } from '../../src/index.ts'
import { withServer } from '../support/serve.ts'
import { createSite, removeSites } from '../support/site.ts'

const HOSTS: readonly [name: string, create: () => typeof express.application][] = [
  ['Express 5', express],
  ['Express 4', express4 as unknown as typeof express],
]

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const EVIL = { ...FORM, origin: 'https://evil.example' }

let pages: SsrPages

beforeAll(() => {
  pages = createSite(
    { 'index.mjs': 'export default () => html`home`' },
    { checkOrigin: ['https://pay.example'] },
  )
})
afterAll(removeSites)

describe.each(HOSTS)('a handler of %s behind pages.checkOrigin', (_name, create) => {
  const handler = jest.fn<express.RequestHandler>((_req, res) => void res.send('handled'))
  const fail: express.ErrorRequestHandler = (error, _req, res, _next) =>
    void res.status(error.status).send(error.code)

  test.each<[what: string, status: number, method: string, headers: Record<string, string>]>([
    ['a form of another site', 403, 'POST', EVIL],
    [
      'a form of another site that a proxy names',
      403,
      'POST',
      { ...FORM, 'sec-fetch-site': 'cross-site' },
    ],
    ['a deletion of another site', 403, 'DELETE', EVIL],
    ['a form of its own site', 200, 'POST', { ...FORM, 'sec-fetch-site': 'same-origin' }],
    ['a form of a site that is allowed', 200, 'POST', { ...FORM, origin: 'https://pay.example' }],
    ['a webhook', 200, 'POST', FORM],
    [
      'JSON that a preflight has allowed',
      200,
      'POST',
      { ...EVIL, 'content-type': 'application/json' },
    ],
    ['a link on another site', 200, 'GET', EVIL],
    ['a preflight', 200, 'OPTIONS', EVIL],
  ])('%s is answered %i', async (_what, status, method, headers) => {
    handler.mockClear()
    const app = create().use(pages.checkOrigin).use(handler).use(fail)
    await withServer(app, async ({ url }) => {
      const response = await fetch(url, { method, headers })
      const refused = 'SSR_PAGES_CROSS_SITE_FORM'
      expect([response.status, await response.text()]).toEqual([
        status,
        status === 403 ? refused : 'handled',
      ])
      expect(handler).toHaveBeenCalledTimes(status === 403 ? 0 : 1)
    })
  })
})

test('an invalid host is no reason to refuse a GET request of the app', async () => {
  const app = connect()
    .use(pages.checkOrigin as never)
    .use((_req: unknown, res: { end(text: string): void }) => res.end('handled'))
  await withServer(app as RequestListener, async ({ raw }) => {
    expect(await raw('GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n')).toMatch(
      /handled$/,
    )
  })
})
