import { describe, expect, test } from '@jest/globals'
import helmet from 'helmet'
import { request } from 'undici'
import { withServer } from '../support/serve.ts'
import { FRAMEWORKS, built, pages } from './hosts.ts'
import { setLocals } from './locals.ts'
import { watchProcess } from './watch-process.ts'

watchProcess()

/** Headers that helmet sets and nothing else changes. */
const HEADERS = {
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
}

const ANSWERS: readonly [what: string, path: string, status: number][] = [
  ['a page', '/whole', 200],
  ['a streamed page', '/streamed', 200],
  ['a redirect', '/moved', 302],
  ['a Response of its own', '/own', 200],
  ['an answer without a body', '/unchanged', 304],
  ['an API route', '/api/visit', 200],
  ['a method an API route does not have', '/api/visit?method=DELETE', 405],
  ['a file of the build', '/robots.txt', 200],
  ["the host's 404", '/nowhere', 404],
  ['the page 404', '/404', 404],
  ['an error', '/fails', 500],
]

describe.each(FRAMEWORKS)('the headers of helmet in %s', (_framework, framework) => {
  const locals = setLocals({ rest: Promise.resolve('last') })
  const app = framework()
    .use(helmet(), locals, pages, built)
    .use('/nowhere', (_req, res) => void res.status(404).send('nowhere'))

  test.each(ANSWERS)('are on %s', async (_what, path, status) => {
    await withServer(app, async ({ url }) => {
      const method = path.endsWith('DELETE') ? 'DELETE' : 'GET'
      const { statusCode, headers, body } = await request(url + path, { method })
      await body.dump()
      expect(statusCode).toBe(status)
      expect(headers).toMatchObject(HEADERS)
      expect(headers['content-security-policy']).toContain("default-src '")
      expect(headers['x-powered-by']).toBeUndefined()
    })
  })

  test("are each replaced by a page's own", async () => {
    await withServer(app, async ({ url }) => {
      const { headers, body } = await request(`${url}/framed`)
      await body.dump()
      expect(headers).toMatchObject({ ...HEADERS, 'x-frame-options': 'DENY' })
    })
  })
})
