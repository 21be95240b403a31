import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { csrfSync } from 'csrf-sync'
import express from 'express'
import session from 'express-session'
import supertest from 'supertest'
import { type SsrPages, ssrPages } from '../../src/index.ts'
import { build } from '../support/cli.ts'
import { blocksOf, writeFiles } from '../support/guide.ts'
import { createProjectInRepository } from '../support/project.ts'
import { ROOT } from '../support/root.ts'

/** What the guide leaves to its reader. */
const REST = {
  'src/pages/index.astro': `---
import Layout from '../layouts/Layout.astro'
---
<Layout>home</Layout>`,
  'src/views/broken.astro': `---
import Layout from '../layouts/Layout.astro'
---
<Layout>{[1].map(() => { throw new Error('broken') })}</Layout>`,
  'src/login.ts': `import { z } from 'zod'
export const login = z.object({ name: z.string(), password: z.string() })`,
  'src/find-user.ts': `export async function findUser({ name, password }: { name: string; password: string }) {
  return name === 'ada' && password === 'right' ? { name } : undefined
}`,
  'users.js': `const addresses = new Set()
export const users = {
  async add({ email }) {
    return addresses.size < addresses.add(email).size
  },
}`,
}

let root: string
let pages: SsrPages
let app: express.Express

beforeAll(async () => {
  root = createProjectInRepository(REST)
  const blocks = blocksOf(readFileSync(join(ROOT, 'docs/forms.md'), 'utf8'))
  expect(writeFiles(root, blocks).toSorted()).toEqual([
    'accounts.js',
    'sign-up.js',
    'src/contact.ts',
    'src/layouts/Layout.astro',
    'src/pages/contact.astro',
    'src/pages/login.astro',
    'src/views/order.astro',
    'src/views/sign-up.astro',
  ])
  const rest = blocks.filter(({ code }) => !/^(?:---\n)?\/\/ /.test(code))
  expect(rest.map(({ code }) => code)).toEqual(['app.use(pages.checkOrigin)\n'])
  // The home page shows the messages, like all pages of the layout.
  build(root)
  pages = ssrPages({ dir: join(root, 'dist/pages'), session: 'memory' })
  const { accounts } = await import(pathToFileURL(join(root, 'accounts.js')).href)
  const { csrfSynchronisedProtection } = csrfSync({
    getTokenFromRequest: (req) => req.body?.['_csrf'],
  })
  app = express()
  app.use(session({ secret: 'key', resave: false, saveUninitialized: false }))
  app.use(pages.checkOrigin, pages.views, accounts)
  app.get('/broken', (_req, res) => res.render('broken'))
  app.get('/unprotected', (_req, res) => res.render('order'))
  app.use('/orders', express.urlencoded({ extended: false }), csrfSynchronisedProtection)
  app.get('/orders', (_req, res) => res.render('order'))
  app.post('/orders', (_req, res) => void res.send('ordered'))
  app.use(pages)
  app.use(((error, _req, res, _next) => {
    res.status(error.status ?? 500).send(`error ${error.code}`)
  }) as express.ErrorRequestHandler)
})

afterAll(async () => {
  await pages?.close()
  rmSync(root, { recursive: true, force: true })
})

describe('the page with a form', () => {
  test('shows an empty form', async () => {
    const { text } = await supertest(app).get('/contact').expect(200)
    expect(text).toContain('<input name="name">')
    expect(text).not.toMatch(/role="alert"|checked/)
  })

  test('shows the mistakes and what was entered', async () => {
    const { text } = await supertest(app)
      .post('/contact')
      .type('form')
      .send('name=+&email=%22%3E%3Cb%3E&topics=plates')
      .expect(422)
    expect(text).toContain('<p role="alert">Please tell us your name.</p>')
    expect(text).toContain('<p role="alert">This is not an e-mail address.</p>')
    expect(text).toContain('value="&quot;><b>"')
    expect(text).toMatch(/value="plates" checked/)
    expect(text).not.toMatch(/value="mugs" checked|Choose at least one/)
  })

  test('says that nothing was chosen', async () => {
    const { text } = await supertest(app)
      .post('/contact')
      .type('form')
      .send('name=Ada&email=a@b.cd')
    expect(text).toContain('<p role="alert">Choose at least one.</p>')
  })

  test('leaves a message for the page after it', async () => {
    const client = supertest.agent(app)
    const form = 'name=Ada&email=a@b.cd&topics=mugs&topics=plates'
    await client.post('/contact').type('form').send(form).expect(303).expect('location', '/')
    expect((await client.get('/')).text).toContain(
      '<p class="success" role="status">Thank you, Ada.</p>',
    )
    expect((await client.get('/')).text).not.toContain('Thank you')
  })
})

describe('the handler with a view', () => {
  const send = (client: ReturnType<typeof supertest.agent>, form: string) =>
    client.post('/sign-up').type('form').send(form)

  test('shows the form, its mistakes, and then the message', async () => {
    const client = supertest.agent(app)
    expect((await client.get('/sign-up').expect(200)).text).not.toContain('role="alert"')
    const failed = await send(client, 'email=ada@example.com&password=short').expect(422)
    expect(failed.text).toContain('value="ada@example.com"')
    expect(failed.text).toContain('<p role="alert">Take at least 8 characters.</p>')
    expect(failed.text).not.toContain('short"')
    await send(client, 'email=ada@example.com&password=long+enough').expect(303)
    expect((await client.get('/')).text).toContain('Your account is ready.')
  })

  test('a view shows the message as well as a page, and once', async () => {
    const client = supertest.agent(app)
    await send(client, 'email=eva@example.com&password=long+enough').expect(303)
    expect((await client.get('/sign-up')).text).toContain('Your account is ready.')
    expect((await client.get('/sign-up')).text).not.toContain('Your account is ready.')
    const again = await send(client, 'email=eva@example.com&password=long+enough').expect(422)
    expect(again.text).toContain('There is an account with this address.')
  })

  test('a view that fails below its layout has not shown the message', async () => {
    const client = supertest.agent(app)
    await send(client, 'email=zoe@example.com&password=long+enough').expect(303)
    await client.get('/broken').expect(500, 'error undefined')
    expect((await client.get('/')).text).toContain('Your account is ready.')
  })

  test('refuses a form of another site', async () => {
    await send(supertest.agent(app), 'email=x@example.com&password=long+enough')
      .set('origin', 'https://evil.example')
      .expect(403, 'error SSR_PAGES_CROSS_SITE_FORM')
  })
})

describe('the login', () => {
  const send = (path: string, password: string) =>
    supertest(app).post(path).type('form').send(`name=ada&password=${password}`)

  test('shows what is wrong', async () => {
    const { text } = await send('/login', 'wrong').expect(422)
    expect(text).toContain('<p role="alert">Name or password is wrong.</p>')
    expect(text).toContain('value="ada"')
    expect(text).not.toContain('value="wrong"')
  })

  test.each([
    ['/login', '/account'],
    ['/login?next=/orders%3Fpage=2', '/orders?page=2'],
    ['/login?next=//evil.example', '/account'],
    ['/login?next=https://evil.example', '/account'],
  ])('%s leads to %s', async (path, location) => {
    await send(path, 'right').expect(303).expect('location', location)
  })
})

describe('the CSRF field', () => {
  test('has the token that csrf-sync accepts', async () => {
    const client = supertest.agent(app)
    const { text } = await client.get('/orders').expect(200)
    const [, token = ''] = /<input type="hidden" name="_csrf" value="([^"]+)">/.exec(text) ?? []
    await client.post('/orders').type('form').send({ _csrf: token }).expect(200, 'ordered')
    await client.post('/orders').type('form').send({ _csrf: 'x' }).expect(403)
    await client.post('/orders').expect(403)
  })

  test('is an error where the host has no token, and not an empty field', async () => {
    await supertest(app).get('/unprotected').expect(500, 'error SSR_PAGES_CSRF_TOKEN_MISSING')
  })
})
