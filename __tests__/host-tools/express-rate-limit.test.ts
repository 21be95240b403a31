import { describe, expect, test } from '@jest/globals'
import { rateLimit } from 'express-rate-limit'
import { request } from 'undici'
import { withServer } from '../support/serve.ts'
import { FRAMEWORKS, pages } from './hosts.ts'
import { setLocals } from './locals.ts'
import { watchProcess } from './watch-process.ts'

watchProcess()

const LIMIT = 2

const ANSWERS: readonly [what: string, path: string, status: number][] = [
  ['a page', '/whole', 200],
  ['a streamed page', '/streamed', 200],
  ['a redirect', '/moved', 302],
  ['a Response of its own', '/own', 200],
  ['an API route', '/api/visit', 200],
  ['an error', '/fails', 500],
]

describe.each(FRAMEWORKS)('express-rate-limit in %s', (_framework, framework) => {
  test.each(ANSWERS)('sends on %s how many requests are left', async (_what, path, status) => {
    const limit = rateLimit({ limit: LIMIT, standardHeaders: 'draft-6', legacyHeaders: true })
    const locals = setLocals({ rest: Promise.resolve('last') })
    await withServer(framework().use(limit, locals, pages), async ({ url }) => {
      const { statusCode, headers, body } = await request(url + path)
      await body.dump()
      expect(statusCode).toBe(status)
      expect(headers).toMatchObject({
        'ratelimit-limit': '2',
        'ratelimit-remaining': '1',
        'x-ratelimit-remaining': '1',
      })
    })
  })

  test('answers 429 before the page runs', async () => {
    const session = { visits: 0 }
    const limit = rateLimit({ limit: LIMIT, standardHeaders: true, legacyHeaders: false })
    await withServer(framework().use(limit, setLocals({ session }), pages), async ({ url }) => {
      const statuses: number[] = []
      for (let i = 0; i < LIMIT + 2; i++) {
        const { statusCode, body } = await request(`${url}/whole`)
        await body.dump()
        statuses.push(statusCode)
      }
      expect(statuses).toEqual([200, 200, 429, 429])
      expect(session.visits).toBe(LIMIT)
    })
  })
})
