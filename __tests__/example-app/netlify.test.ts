import { cp, mkdtemp, rm } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { NetlifyHandler } from '../../src/netlify/index.ts'
import { ROOT } from '../support/root.ts'
import { runCli } from '../support/cli.ts'
import { type Server, startServer } from '../support/servers.ts'

const SOURCES = ['src', 'shop', 'public', 'package.json', 'netlify.toml', 'ssr-pages.config.js']

let root: string
let blobs: Server
let handle: NetlifyHandler

beforeAll(async () => {
  // In a copy: other tests build the shop at the same time.
  root = await mkdtemp(`${ROOT}/__tests__/fixtures/dist-`)
  for (const name of SOURCES) {
    await cp(`${ROOT}/example-app/${name}`, `${root}/${name}`, { recursive: true })
  }
  const { code, printed } = await runCli('build', root)
  if (code !== 0) throw new Error(printed)
  blobs = await startServer('blobs.mjs')
  const url = `http://127.0.0.1:${blobs.port}`
  // As Netlify tells a function where its blobs are.
  const context = {
    edgeURL: url,
    uncachedEdgeURL: url,
    token: 'token',
    siteID: 'site',
    deployID: 'deploy',
  }
  process.env['NETLIFY_BLOBS_CONTEXT'] = Buffer.from(JSON.stringify(context)).toString('base64')
  const entry = `${root}/netlify/functions/entry/entry.mjs`
  const module = await import(pathToFileURL(entry).href)
  handle = module.default
}, 60_000)

afterAll(async () => {
  await blobs?.stop()
  await rm(root, { recursive: true, force: true })
})

interface Reply {
  readonly status: number
  readonly location: string | null
  readonly cookies: string
  readonly body: string
}

async function ask(path: string, cookie = '', form?: Record<string, string>): Promise<Reply> {
  const init = { headers: { cookie, origin: 'https://shop.test' } }
  const body = form && new URLSearchParams(form)
  const request = new Request(`https://shop.test${path}`, {
    ...init,
    ...(body && { method: 'POST', body }),
  })
  const response = await handle(request, { ip: '10.0.0.1' })
  return {
    status: response.status,
    location: response.headers.get('location'),
    cookies: response.headers
      .getSetCookie()
      .map((line) => line.split(';', 1)[0])
      .join('; '),
    body: await response.text(),
  }
}

test('the shop on Netlify shows its goods', async () => {
  const { status, body } = await ask('/?q=mug')
  expect([status, body]).toEqual([200, expect.stringContaining('Tide mug')])
  expect((await ask('/products/1')).body).toContain('Tide mug')
  expect((await ask('/products/999')).status).toBe(404)
  expect((await ask('/delivery')).body).toContain('Ireland')
  expect((await ask('/journal/the-colour-of-low-tide')).body).toMatch(/eleven.*Tide mug/s)
  expect(JSON.parse((await ask('/api/products/1')).body)).toMatchObject({ name: 'Tide mug' })
  expect(JSON.parse((await ask('/api/stock')).body)).toHaveLength(12)
  expect(await ask('/nope')).toMatchObject({ status: 404, body: expect.stringContaining('/nope') })
})

test('the shop on Netlify keeps a cart', async () => {
  const { location, cookies } = await ask('/cart', '', { id: '1' })
  expect(location).toBe('/cart')
  expect((await ask('/cart', cookies)).body).toContain('Tide mug')
})

test('a customer opens an account on Netlify, and is welcomed once', async () => {
  const account = { name: 'Grace', email: 'grace@example.com', password: 'nanoseconds' }
  const failed = await ask('/sign-up', '', { ...account, email: 'grace' })
  expect(failed).toMatchObject({ status: 422, cookies: '' })
  expect(failed.body).toContain('This is not an e-mail address.')

  const { status, location, cookies } = await ask('/sign-up', '', account)
  expect([status, location]).toEqual([303, '/account'])
  const greeting = 'Welcome, Grace. Your account is ready.'
  expect((await ask('/account', cookies)).body).toContain(greeting)
  expect((await ask('/account', cookies)).body).not.toContain(greeting)
})

test('a customer signs in and out on Netlify, in a session of the pages', async () => {
  expect(await ask('/account')).toMatchObject({ status: 302, location: '/login' })
  const wrong = { email: 'ada@example.com', password: 'wrong' }
  const failed = await ask('/login', '', wrong)
  expect(failed).toMatchObject({ status: 422, cookies: '' })
  expect(failed.body).toContain('value="ada@example.com"')

  const login = await ask('/login', '', { ...wrong, password: 'correct horse' })
  expect(login.location).toBe('/account')
  const account = await ask('/account', login.cookies)
  expect(account.body).toContain('Good to see you, Ada Lovelace')
  expect(account.body).toMatch(/In the kiln[\s\S]*Delivered/)

  expect((await ask('/logout', login.cookies, {})).location).toBe('/')
  expect((await ask('/account', login.cookies)).location).toBe('/login')
})
