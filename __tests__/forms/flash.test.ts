import { afterAll, describe, expect, test } from '@jest/globals'
import { once } from 'node:events'
import connectFlash from 'connect-flash'
import cookieSession from 'cookie-session'
import express, { type RequestHandler } from 'express'
import express4 from 'express4'
import session from 'express-session'
import supertest from 'supertest'
import { addFlash, readFlash } from '../../src/forms/index.ts'
import { createGate } from '../host-tools/gate.ts'
import { type Served, withServer } from '../support/serve.ts'
import { createSite, removeSites } from '../support/site.ts'

const FLASH = "import { addFlash, readFlash } from 'ssr-pages/forms'\n"

const SHOWN = '${messages.map(({ type, message }) => html`<p class="${type}">${message}</p>`)}'

const PAGES = {
  'show.mjs': `${FLASH}export default async (Astro) => {
  const messages = await readFlash(Astro)
  await Astro.locals.rest
  return html\`${SHOWN}\`
}`,
  'twice.mjs': `${FLASH}export default async (Astro) => {
  await readFlash(Astro)
  const messages = await readFlash(Astro)
  return html\`${SHOWN}\`
}`,
  'streamed.mjs': `${FLASH}export default async (Astro) => {
  const messages = await readFlash(Astro)
  return html\`${SHOWN}\${Promise.resolve('late')}\`
}`,
  'moved.mjs': `${FLASH}export default async (Astro) => {
  await readFlash(Astro)
  return Astro.redirect('/show')
}`,
  'failed.mjs': `${FLASH}export default async (Astro) => {
  await readFlash(Astro)
  throw new Error('broken')
}`,
  'refused.mjs': `${FLASH}export default async (Astro) => {
  const messages = await readFlash(Astro)
  Astro.response.status = 422
  return html\`${SHOWN}\`
}`,
  'late.mjs': `${FLASH}export default async (Astro) => {
  const late = new Promise((done) => setImmediate(done)).then(() => readFlash(Astro))
  return html\`first \${late.then((messages) => html\`${SHOWN}\`)}\`
}`,
  'silent.mjs': `export default () => html\`silent\``,
  'leave.mjs': `${FLASH}export function POST(context) {
  addFlash(context, 'success', 'Saved.')
  addFlash(context, 'error', 'A <b> & c.')
  return context.redirect('/show', 303)
}`,
}

const MESSAGES = '<p class="success">Saved.</p><p class="error">A &lt;b&gt; &amp; c.</p>'

const pages = createSite(PAGES, { session: 'memory' })
afterAll(removeSites)

const SESSION = { secret: 'key', resave: false, saveUninitialized: false }

/** A store whose data crosses a network: it has another object for each request, a little later. */
class DistantStore extends session.MemoryStore {
  override get(id: string, done: (error: unknown, data?: object | null) => void): void {
    setTimeout(() => super.get(id, done), 5)
  }
  override set(id: string, data: object, done?: (error?: unknown) => void): void {
    setTimeout(() => super.set(id, data, done), 5)
  }
}

const SESSIONS: readonly [name: string, create: (() => RequestHandler) | undefined][] = [
  ['express-session', () => session(SESSION)],
  [
    'express-session with a distant store',
    () => session({ ...SESSION, store: new DistantStore() }),
  ],
  [
    'express-session that saves each request',
    () => session({ ...SESSION, resave: true, rolling: true }),
  ],
  ['cookie-session', () => cookieSession({ keys: ['key'] })],
  ['Astro.session', undefined],
]

type Client = ReturnType<typeof supertest.agent>

async function read(client: Pick<Client, 'get'>, path: string): Promise<string> {
  const { text } = await client.get(path).redirects(0)
  return text.replace('<!DOCTYPE html>', '')
}

describe.each(SESSIONS)('with %s, messages', (_name, createSession) => {
  function createApp(framework: typeof express = express) {
    const app = framework()
    if (createSession !== undefined) app.use(createSession())
    const fail: express.ErrorRequestHandler = (_error, _req, res, _next) =>
      void res.status(500).send('sorry')
    return app.use(pages, fail)
  }

  async function withMessages(
    run: (client: Client, served: Served) => Promise<void>,
    framework?: typeof express,
  ) {
    await withServer(createApp(framework), async (served) => {
      const client = supertest.agent(served.url)
      await client.post('/leave').redirects(0).expect(303)
      await run(client, served)
    })
  }

  test('are shown once, on the page after the redirect, in Express 5 and 4', async () => {
    for (const framework of [express, express4 as unknown as typeof express]) {
      await withMessages(async (client) => {
        expect(await read(client, '/show')).toBe(MESSAGES)
        expect(await read(client, '/show')).toBe('')
      }, framework)
    }
  })

  test.each(['/silent', '/moved', '/failed'])('are kept by %s', async (path) => {
    await withMessages(async (client) => {
      await client.get(path).redirects(0)
      expect(await read(client, '/show')).toBe(MESSAGES)
      expect(await read(client, '/show')).toBe('')
    })
  })

  test('are kept by HEAD', async () => {
    await withMessages(async (client) => {
      await client.head('/show').expect(200)
      expect(await read(client, '/show')).toBe(MESSAGES)
    })
  })

  test.each(['/twice', '/refused', '/streamed', '/late'])(
    'are shown by %s, and removed',
    async (path) => {
      await withMessages(async (client) => {
        expect(await read(client, path)).toContain(MESSAGES)
        expect(await read(client, '/show')).toBe('')
      })
    },
  )

  test('of another visitor are not shown', async () => {
    await withMessages(async (_client, { url }) => {
      expect(await read(supertest(url), '/show')).toBe('')
    })
  })

  test('are shown again if the same text is left again', async () => {
    await withMessages(async (client) => {
      await read(client, '/show')
      await client.post('/leave').redirects(0).expect(303)
      expect(await read(client, '/show')).toBe(MESSAGES)
    })
  })

  test('are all kept if several are left before one is read', async () => {
    await withMessages(async (client) => {
      await client.post('/leave').redirects(0).expect(303)
      expect((await read(client, '/show')).match(/Saved/g)).toHaveLength(2)
    })
  })

  test('are shown by one of ten tabs that load at the same time', async () => {
    await withMessages(async (client) => {
      const tabs = await Promise.all(Array.from({ length: 10 }, () => read(client, '/show')))
      expect(tabs.filter((tab) => tab !== '')).toEqual([MESSAGES])
      expect(await read(client, '/show')).toBe('')
    })
  })

  test('reach another tab if the one that read them fails', async () => {
    await withMessages(async (client) => {
      await Promise.all([read(client, '/failed'), read(client, '/failed')])
      expect(await read(client, '/show')).toBe(MESSAGES)
    })
  })
})

describe('a client that leaves before the page begins', () => {
  test('does not lose its messages of a session of the host', async () => {
    const [rest, begun] = [createGate(), createGate()]
    const app = express().use(session(SESSION))
    app.use('/slow', (req, res, next) => {
      res.locals['rest'] = rest.promise
      req.url = '/show'
      begun.open()
      next()
    })
    await withServer(app.use(pages), async ({ url, server }) => {
      const { headers } = await supertest(url).post('/leave').redirects(0)
      const cookie = String(headers['set-cookie']).split(';', 1)[0] ?? ''
      const abort = new AbortController()
      const left = fetch(`${url}/slow`, { headers: { cookie }, signal: abort.signal })
      const [[, response]] = await Promise.all([once(server, 'request'), begun.promise])
      abort.abort()
      await expect(left).rejects.toThrow('abort')
      if (!response.closed) await once(response, 'close')
      const { text } = await supertest(url).get('/show').set('cookie', cookie)
      expect(text).toContain(MESSAGES)
      rest.open()
    })
  })
})

describe('beside connect-flash', () => {
  const app = express().use(session(SESSION), connectFlash())
  app.get('/old', (req, res) => {
    req.flash('info', 'From %s.', 'before')
    req.flash('info', 'Second.')
    res.redirect('/show')
  })
  app.get('/new', (req, res) => {
    addFlash(req, 'info', 'From now.')
    res.redirect('/print')
  })
  app.get('/same/:how', async (req, res) => {
    const { how } = req.params
    const messages = how === 'show' ? await readFlash(req) : []
    if (how === 'new' || how === 'both') addFlash(req, 'info', 'Saved.')
    if (how !== 'new') req.flash('info', 'Saved.')
    res.status(how === 'show' ? 200 : 303).json(messages.map(({ message }) => message))
  })
  app.get('/bad', async (req, res) => {
    await readFlash(req)
    res.writeHead(200, { 'x-bad': 'a\nb' }).end()
  })
  const slowTab = { begun: createGate(), rest: createGate() }
  app.get('/slow', async (req, res) => {
    slowTab.begun.open()
    await slowTab.rest.promise
    // express-session writes a session back as a whole.
    Object.assign(req.session ?? {}, { visits: 1 })
    res.end()
  })
  app.get('/print', (req, res) => void res.json(req.flash()))
  app.get('/ejs', async (req, res) => void res.json(await readFlash(req)))
  app.use(pages)

  const withClient = (run: (client: Client) => Promise<void>) =>
    withServer(app, ({ url }) => run(supertest.agent(url)))

  test('a page shows the messages of req.flash(), once', async () => {
    await withClient(async (client) => {
      await client.get('/old').redirects(0)
      expect(await read(client, '/show')).toBe(
        '<p class="info">From before.</p><p class="info">Second.</p>',
      )
      expect(await read(client, '/show')).toBe('')
      await client.get('/old').redirects(0)
      expect(await read(client, '/show')).toContain('Second.')
    })
  })

  test('a page shows the same text of addFlash() and then of req.flash()', async () => {
    await withClient(async (client) => {
      for (const path of ['/same/new', '/same/old', '/same/new', '/same/both', '/same/old']) {
        await client.get(path).redirects(0)
        expect(await read(client, '/show')).toContain('<p class="info">Saved.</p>')
        expect(await read(client, '/show')).toBe('')
      }
    })
  })

  test('a handler whose headers are invalid has not shown the message', async () => {
    await withClient(async (client) => {
      await client.get('/same/new').redirects(0)
      await client.get('/bad').expect(500)
      expect(await read(client, '/show')).toBe('<p class="info">Saved.</p>')
      expect(await read(client, '/show')).toBe('')
    })
  })

  test('a message that is added while another is shown is kept', async () => {
    await withClient(async (client) => {
      await client.get('/same/new').redirects(0)
      await client.get('/same/show').expect(200, ['Saved.'])
      expect(await read(client, '/show')).toBe('<p class="info">Saved.</p>')
      expect(await read(client, '/show')).toBe('')
    })
  })

  test('a message that a slow tab has written back is not shown by req.flash() either', async () => {
    await withClient(async (client) => {
      await client.get('/new').redirects(0)
      const slow = client.get('/slow').then()
      await slowTab.begun.promise
      expect(await read(client, '/show')).toBe('<p class="info">From now.</p>')
      slowTab.rest.open()
      await slow
      expect(await read(client, '/show')).toBe('')
      await client.get('/print').expect(200, {})
    })
  })

  test('req.flash() has the messages of addFlash(), once', async () => {
    await withClient(async (client) => {
      await client.get('/new').redirects(0)
      await client.get('/print').expect(200, { info: ['From now.'] })
      await client.get('/print').expect(200, {})
      expect(await read(client, '/show')).toBe('')
    })
  })

  test('a handler reads the messages of both for another template engine', async () => {
    await withClient(async (client) => {
      await client.get('/old').redirects(0)
      await client.get('/new').redirects(0)
      const messages = ['From before.', 'Second.', 'From now.'].map((message) => ({
        type: 'info',
        message,
      }))
      await client.get('/ejs').expect(200, messages)
      await client.get('/ejs').expect(200, [])
    })
  })
})

describe('with a session alone, as of Koa, Fastify and iron-session', () => {
  test('messages are removed as soon as they are read', async () => {
    const source = { session: {} }
    addFlash(source, 'info', { text: 'Any data.' })
    addFlash(source, '__proto__', 'Odd.')
    expect(await readFlash<{ text: string }>(source)).toEqual([
      { type: 'info', message: { text: 'Any data.' } },
      { type: '__proto__', message: 'Odd.' },
    ])
    expect(await readFlash(source)).toEqual([])
    expect(source.session).toEqual({})
  })

  test.each([
    ['no session middleware', {}],
    ['a session that was ended', { session: null }],
  ])('%s is an error that says so', async (_what, source) => {
    expect(() => addFlash(source, 'a', 'b')).toThrow(
      expect.objectContaining({ code: 'SSR_PAGES_FLASH_SESSION_MISSING' }),
    )
    await expect(readFlash(source)).rejects.toMatchObject({
      code: 'SSR_PAGES_FLASH_SESSION_MISSING',
    })
  })

  test('a prerendered page has no messages', async () => {
    expect(await readFlash({ session: undefined, isPrerendered: true } as object)).toEqual([])
  })

  test.each([[{ flash: 'text' }], [{ flash: null }], [{ flash: ['a'] }]])(
    'data of another library is no message: %j',
    async (stored) => {
      expect(await readFlash({ session: stored })).toEqual([])
    },
  )
})
