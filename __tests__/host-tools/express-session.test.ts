import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import session from 'express-session'
import supertest from 'supertest'
import { type Served, withServer } from '../support/serve.ts'
import { createGate } from './gate.ts'
import { FRAMEWORKS, errors, pages } from './hosts.ts'
import { ANSWERS, readSetCookies, share } from './session-answers.ts'
import { watchProcess } from './watch-process.ts'

watchProcess()

const OPTIONS = {
  name: 'sid',
  secret: 'key',
  resave: false,
  saveUninitialized: false,
  unset: 'destroy',
}

/** A store that needs more time to save than the network needs to answer. */
class SlowStore extends session.MemoryStore {
  override set(id: string, data: object, done?: (error?: unknown) => void): void {
    setTimeout(() => super.set(id, data, done), 60)
  }
}

describe.each(FRAMEWORKS)('express-session in %s', (_framework, framework) => {
  test.each(ANSWERS)('%s ends only after its session is saved', async (_what, path) => {
    const app = framework().use(session({ ...OPTIONS, store: new SlowStore() }), share, pages)
    await withServer(app, async ({ url }) => {
      const client = supertest.agent(url)
      await client.get(path).redirects(0)
      await client.get('/api/session').expect(200, { visits: 1 })
    })
  })

  test.each([
    ['the client left before a page was ready', '/late', { isLeft: true, isBroken: false }],
    ['the client left while a page was on its way', '/streamed', { isLeft: true, isBroken: false }],
    ['a page threw when the client had left', '/late', { isLeft: true, isBroken: true }],
    ['a page broke half way', '/streamed', { isLeft: false, isBroken: true }],
  ])('what was written is saved although %s', async (_what, path, { isLeft, isBroken }) => {
    const [rest, begun, closed] = [createGate(), createGate(), createGate()]
    const app = framework().use(session(OPTIONS), share)
    app.use((req, res, next) => {
      Object.assign(res.locals, { rest: rest.promise, begin: begun.open })
      if (req.url === path) res.once('close', () => closed.open())
      next()
    }, pages)
    await withServer(app, async (served) => {
      const { client, cookie } = await startSession(served)
      const socket = connect(served.port, '127.0.0.1')
      socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\nCookie: ${cookie}\r\n\r\n`)
      await (path === '/late' ? begun.promise : once(socket, 'data'))
      if (isLeft) socket.destroy()
      if (isLeft) await closed.promise
      if (isBroken) rest.break(new Error('half way'))
      else rest.open()
      await seeVisits(client, 2)
      socket.destroy()
    })
  })

  test('a Response shorter than its content-length aborts its own connection only', async () => {
    const app = framework().use(session(OPTIONS), share, pages)
    await withServer(app, async ({ url, raw }) => {
      errors.length = 0
      await raw('GET /short HTTP/1.1\r\nHost: a\r\n\r\n')
      expect(errors).toMatchObject([{ code: 'SSR_PAGES_RESPONSE_INVALID' }])
      await supertest(url).get('/own').expect(200, 'own')
    })
  })

  test('rolling renews the cookie on every page', async () => {
    const options = { ...OPTIONS, rolling: true, cookie: { maxAge: 60_000 } }
    const app = framework().use(session(options), share, pages)
    await withServer(app, async (served) => {
      const { client } = await startSession(served)
      for (const path of ['/api/session', '/moved', '/streamed', '/nothing']) {
        const { headers } = await client.get(path).redirects(0)
        expect(readSetCookies(headers)).toContainEqual(expect.stringMatching(/^sid=.*expires=/i))
      }
    })
  })

  test('a page can end a session', async () => {
    const app = framework().use(session(OPTIONS), share, pages)
    await withServer(app, async (served) => {
      const { client } = await startSession(served)
      await client.get('/api/forget').expect(204)
      await seeVisits(client, 0)
    })
  })
})

/** A client with a session that has one visit. */
async function startSession({
  url,
}: Served): Promise<{ client: ReturnType<typeof supertest.agent>; cookie: string }> {
  const client = supertest.agent(url)
  const { headers } = await client.get('/own').expect(200)
  const cookie = readSetCookies(headers).find((one) => one.startsWith('sid='))
  await seeVisits(client, 1)
  return { client, cookie: cookie ?? '' }
}

async function seeVisits(client: ReturnType<typeof supertest.agent>, visits: number) {
  let body: unknown
  for (let i = 0; i < 60; i++) {
    body = (await client.get('/api/session').expect(200)).body
    if ((body as { visits: number }).visits === visits) return
    await wait(25)
  }
  expect(body).toEqual({ visits })
}
