import { describe, expect, test } from '@jest/globals'
import cors from 'cors'
import { request } from 'undici'
import { withServer } from '../support/serve.ts'
import { FRAMEWORKS, pages } from './hosts.ts'
import { setLocals } from './locals.ts'
import { watchProcess } from './watch-process.ts'

watchProcess()

const ORIGIN = 'https://app.example'
const PREFLIGHT = {
  origin: ORIGIN,
  'access-control-request-method': 'POST',
  'access-control-request-headers': 'content-type',
}

const VARYING: readonly [what: string, path: string][] = [
  ['a page', '/whole'],
  ['a Response of its own', '/own'],
  ['an API route', '/api/visit'],
]

const PATHS: readonly [what: string, path: string][] = [
  ['a page', '/whole'],
  ['an API route', '/api/visit'],
  ['what is no page', '/nowhere'],
]

describe.each(FRAMEWORKS)('cors in %s', (_framework, framework) => {
  const allow = cors({ origin: ORIGIN, credentials: true })

  test.each(VARYING)('in front, %s keeps its own Vary beside the origin', async (_what, path) => {
    await withServer(framework().use(allow, pages), async ({ url }) => {
      const { headers, body } = await request(url + path, { headers: { origin: ORIGIN } })
      await body.dump()
      expect(headers).toMatchObject({
        vary: 'Origin, Accept-Language',
        'access-control-allow-origin': ORIGIN,
        'access-control-allow-credentials': 'true',
      })
    })
  })

  test.each([
    ['a streamed page', '/streamed', 200],
    ['a redirect', '/moved', 302],
    ['an error', '/fails', 500],
  ])('in front, %s may be read by the origin', async (_what, path, status) => {
    const locals = setLocals({ rest: Promise.resolve('last') })
    await withServer(framework().use(allow, locals, pages), async ({ url }) => {
      const { statusCode, headers, body } = await request(url + path, {
        headers: { origin: ORIGIN },
      })
      await body.dump()
      expect(statusCode).toBe(status)
      expect(headers).toMatchObject({ vary: 'Origin', 'access-control-allow-origin': ORIGIN })
    })
  })

  test.each(
    PATHS.flatMap(([what, path]) => ['in front', 'behind'].map((where) => [where, what, path])),
  )('%s, a preflight for %s is answered', async (where, _what, path) => {
    const app = framework()
    if (where === 'in front') app.use(allow, pages)
    else app.use(pages, allow)
    await withServer(app, async ({ url }) => {
      const { statusCode, headers, body } = await request(url + path, {
        method: 'OPTIONS',
        headers: PREFLIGHT,
      })
      expect([statusCode, await body.text()]).toEqual([204, ''])
      expect(headers).toMatchObject({
        'access-control-allow-origin': ORIGIN,
        'access-control-allow-methods': 'GET,HEAD,PUT,PATCH,POST,DELETE',
        'access-control-allow-headers': 'content-type',
        vary: 'Origin, Access-Control-Request-Headers',
      })
    })
  })

  test('an API route may answer its preflights itself', async () => {
    const open = cors({ origin: ORIGIN, preflightContinue: true })
    await withServer(framework().use(open, pages), async ({ url }) => {
      const { statusCode, headers } = await request(`${url}/api/options`, {
        method: 'OPTIONS',
        headers: PREFLIGHT,
      })
      expect(statusCode).toBe(204)
      expect(headers).toMatchObject({ allow: 'GET', 'access-control-allow-origin': ORIGIN })
    })
  })
})
