import { describe, expect, test } from '@jest/globals'
import cookieSession from 'cookie-session'
import type { RequestHandler } from 'express'
import session from 'express-session'
import supertest from 'supertest'
import { withServer } from '../support/serve.ts'
import { FRAMEWORKS, pages } from './hosts.ts'
import { ANSWERS, readSetCookies, share } from './session-answers.ts'
import { watchProcess } from './watch-process.ts'

watchProcess()

const TOOLS: readonly [name: string, make: (options?: object) => RequestHandler][] = [
  ['express-session', (options) => session({ ...SESSION, ...options })],
  ['cookie-session', (options) => cookieSession({ name: 'sid', keys: ['key'], ...options })],
]

const SESSION = { name: 'sid', secret: 'key', resave: false, saveUninitialized: false }

describe.each(FRAMEWORKS)('%s', (_framework, framework) => {
  describe.each(TOOLS)('with %s', (_tool, makeSession) => {
    const app = framework().use(makeSession(), share, pages)
    const withCookie = framework()
      .use((_req, res, next) => {
        res.cookie('host', 'own')
        next()
      })
      .use(app)

    test.each(ANSWERS)('%s saves its changes of the session', async (_what, path, status) => {
      await withServer(app, async ({ url }) => {
        const client = supertest.agent(url)
        for (let visits = 1; visits <= 2; visits++) {
          await client.get(path).redirects(0).expect(status)
          await client.get('/api/session').expect(200, { visits })
        }
      })
    })

    test.each(ANSWERS)(
      '%s sends the cookies of host, session and page',
      async (_what, path, status) => {
        await withServer(withCookie, async ({ url }) => {
          const { headers } = await supertest(url).get(path).redirects(0).expect(status)
          const names = readSetCookies(headers).map((cookie) => cookie.split('=', 1)[0])
          expect(names).toEqual(expect.arrayContaining(['host', 'sid', 'page']))
        })
      },
    )

    test('a page that does not use the session sends no cookie', async () => {
      await withServer(app, async ({ url }) => {
        const { headers } = await supertest(url).get('/api/session').expect(200)
        expect(readSetCookies(headers)).toEqual([])
      })
    })
  })
})
