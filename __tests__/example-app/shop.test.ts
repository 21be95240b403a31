import { once } from 'node:events'
import { truncate } from 'node:fs/promises'
import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { until } from '../support/until.ts'
import { ask, buildShop, cookieOf, startShop, statusLine } from './run-shop.ts'
import type { Reply, RunningShop } from './run-shop.ts'
import { HTML, visits } from './visits.ts'

const ADA = { email: 'ada@example.com', password: 'correct horse' }
// Nothing listens on port 1.
const NOBODY = 'http://127.0.0.1:1'

const PRIVATE = [
  '/server.js',
  '/app.js',
  '/package.json',
  '/data/shop.db',
  '/src/pages/index.astro',
  '/manifest.json',
  '/pages/manifest.json',
  '/dist/pages/manifest.json',
  '/index.mjs',
  '/../data/shop.db',
  '/..%2fdata/shop.db',
  '/_assets/../../pages/index.mjs',
  '/_assets/..%2f..%2fpages/index.mjs',
  '/%2e%2e/%2e%2e/server.js',
  '/products/%5Bid%5D.mjs',
]

let shop: RunningShop

beforeAll(async () => {
  await buildShop()
  shop = await startShop()
}, 60_000)

afterAll(() => shop.stop())

test.each(visits)('$complaint', async ({ path, status = 200, type, ...expected }) => {
  const { shows = [], hides = [], order = [] } = expected
  const { headers, body, ...reply } = await ask(shop, path)
  expect(reply.status).toBe(status)
  if (status === 200 || type) expect(headers['content-type']).toBe(type ?? HTML)
  expect(shows.filter((part) => !body.includes(part))).toEqual([])
  expect(hides.filter((part) => body.includes(part))).toEqual([])
  const byPlace = order.toSorted((a, b) => body.indexOf(a) - body.indexOf(b))
  expect(byPlace).toEqual(order.filter((part) => body.includes(part)))
})

test('the status text of a page arrives as the page wrote it', async () => {
  expect(await statusLine(shop, '/products/999')).toBe('HTTP/1.1 404 Not found')
})

test("a page's stylesheets and scripts can be loaded", async () => {
  const { body } = await ask(shop, '/')
  const styles = [...body.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)]
  const scripts = [...body.matchAll(/<script type="module" src="([^"]+)"/g)]
  expect(styles.length).toBeGreaterThan(0)
  expect(scripts).toHaveLength(1)
  for (const [, url = ''] of [...styles, ...scripts]) {
    const { status, headers } = await ask(shop, url)
    expect(status).toBe(200)
    expect(headers['cache-control']).toContain('immutable')
  }
})

test.each(PRIVATE)('nobody can download %s', async (path) => {
  const { status, body } = await ask(shop, path)
  expect(status).toBe(404)
  expect(body).not.toMatch(/import|SQLite format|"routes"/)
})

describe('signing in', () => {
  test('the account of a stranger is the sign-in page', async () => {
    const reply = await ask(shop, '/account')
    expect(reply).toMatchObject({ status: 302, headers: { location: '/login' }, body: '' })
  })

  test('a customer sees their name and orders, and nobody may cache them', async () => {
    const { reply, cookie } = await signIn(ADA)
    expect(reply).toMatchObject({ status: 303, headers: { location: '/account' } })
    const account = await ask(shop, '/account', { cookie })
    expect(account.status).toBe(200)
    expect(account.headers['cache-control']).toBe('private, no-store')
    for (const part of ['Ada Lovelace', 'Order 1260', '17 November 2026', '€127.00']) {
      expect(account.body).toContain(part)
    }
  })

  test.each([
    { complaint: 'a wrong password', form: { ...ADA, password: 'wrong horse' } },
    { complaint: 'an unknown address', form: { ...ADA, email: 'eve@example.com' } },
    { complaint: 'an unknown address without a password', form: { email: 'eve@example.com' } },
    { complaint: 'an empty form', form: {} },
  ])('$complaint does not sign in, and the page says so', async ({ form }) => {
    const { reply, cookie } = await signIn(form)
    expect(reply.status).toBe(422)
    expect(cookie).toBe('')
    expect(reply.body).toContain('That did not match')
    const [field] = /<input id="email"[^>]*>/.exec(reply.body) ?? []
    expect(field).toMatch('email' in form ? `value="${form.email}"` : /^(?!.* value)/)
    expect(reply.body).not.toContain('wrong horse')
  })

  test('the cookie is out of reach of scripts and of forms on other sites', async () => {
    const { reply } = await signIn(ADA)
    expect(reply.headers['set-cookie']?.[0]).toMatch(/; HttpOnly; SameSite=Lax$/)
  })

  test('an id from before the sign-in is worth nothing after', async () => {
    const before = await signIn(ADA)
    const after = await signIn(ADA, before.cookie)
    expect(after.cookie).not.toBe('')
    expect(after.cookie).not.toBe(before.cookie)
    expect((await ask(shop, '/account', { cookie: before.cookie })).status).toBe(302)
    expect((await ask(shop, '/account', { cookie: after.cookie })).status).toBe(200)
  })

  test('signing out ends the session on the server', async () => {
    const { cookie } = await signIn(ADA)
    const reply = await ask(shop, '/logout', { cookie, form: {} })
    expect(reply).toMatchObject({ status: 303, headers: { location: '/' } })
    expect((await ask(shop, '/account', { cookie })).status).toBe(302)
  })

  async function signIn(
    form: Record<string, string>,
    cookie = '',
  ): Promise<{ reply: Reply; cookie: string }> {
    const reply = await ask(shop, '/login', { form, cookie })
    return { reply, cookie: cookieOf(reply) }
  }
})

describe('opening an account', () => {
  const GRACE = { name: 'Grace Hopper', email: 'grace@example.com', password: 'nanoseconds' }
  const account = (who: string, changes: object = {}) => ({
    ...GRACE,
    email: `${who}@example.com`,
    ...changes,
  })

  test.each([
    {
      mistake: 'no name',
      form: account('a', { name: '  ' }),
      input: 'name',
      says: 'What may we call you?',
    },
    {
      mistake: 'no address',
      form: account('a', { email: 'grace' }),
      input: 'email',
      says: 'This is not an e-mail address.',
    },
    {
      mistake: 'a short password',
      form: account('a', { password: 'short' }),
      input: 'password',
      says: 'Take at least 8 characters.',
    },
    {
      mistake: 'an address that has an account',
      form: { ...GRACE, email: ' ADA@example.com' },
      input: 'email',
      says: 'There is an account with this address.',
    },
  ])(
    '$mistake is said beside its input, and the rest stays entered',
    async ({ form, input, says }) => {
      const { status, headers, body } = await ask(shop, '/sign-up', { form })
      expect([status, headers['set-cookie']]).toEqual([422, undefined])
      expect(/<p class="mistake[^>]*>([^<]*)/g.exec(body)?.[1]).toBe(says)
      expect(body.match(/aria-invalid="true"/g)).toHaveLength(1)
      expect(body).toMatch(
        new RegExp(
          `<input id="${input}"[^>]* aria-invalid="true" aria-describedby="${input}-mistake"`,
        ),
      )
      expect(body).toContain(`value="${form.email}"`)
      expect(body).not.toContain(form.password)
    },
  )

  test('what was entered cannot smuggle markup into the page', async () => {
    const name = '"><script>alert(1)</script>'
    const { body } = await ask(shop, '/sign-up', { form: account('x', { name, password: '' }) })
    expect(body).not.toContain(`value="${name}`)
    expect(body).toContain('value="&quot;><script>alert(1)</script>"')
  })

  test('a customer is welcomed once, in a new session, and can sign in later', async () => {
    const stranger = await ask(shop, '/login', { form: ADA })
    const reply = await ask(shop, '/sign-up', { form: GRACE, cookie: cookieOf(stranger) })
    expect(reply).toMatchObject({ status: 303, headers: { location: '/account' } })
    const cookie = cookieOf(reply)
    expect([cookie !== '', cookie === cookieOf(stranger)]).toEqual([true, false])
    const first = await ask(shop, '/account', { cookie })
    expect(first.body).toMatch(
      /role="status"[^>]*>Welcome, Grace Hopper\. Your account is ready\.</,
    )
    expect(first.body).toContain('Signed in as grace@example.com')
    expect((await ask(shop, '/account', { cookie })).body).not.toContain('Welcome, ')
    const login = await ask(shop, '/login', { form: { ...GRACE, email: 'Grace@Example.com ' } })
    expect(login).toMatchObject({ status: 303, headers: { location: '/account' } })
  })

  test('a form that is sent twice opens one account, and both answers lead to it', async () => {
    const form = account('twice')
    const replies = await Promise.all([1, 2].map(() => ask(shop, '/sign-up', { form })))
    for (const reply of replies) {
      expect(reply).toMatchObject({ status: 303, headers: { location: '/account' } })
      const { body } = await ask(shop, '/account', { cookie: cookieOf(reply) })
      expect(body).toContain('Signed in as twice@example.com')
    }
  })

  test('a name that prints like markup is text in the message, too', async () => {
    const reply = await ask(shop, '/sign-up', { form: account('tag', { name: '<b>Bold</b>' }) })
    const { body } = await ask(shop, '/account', { cookie: cookieOf(reply) })
    expect(body).toContain('Welcome, &lt;b&gt;Bold&lt;/b&gt;.')
  })
})

describe('the cart', () => {
  test('keeps what is put into it, and shows it on every page', async () => {
    const first = await ask(shop, '/cart', { form: { id: '1' } })
    expect(first).toMatchObject({ status: 303, headers: { location: '/cart' } })
    const second = await ask(shop, '/cart', { form: { id: '1' }, cookie: cookieOf(first) })
    const cookie = cookieOf(second)
    const { body, headers } = await ask(shop, '/cart', { cookie })
    expect(body).toContain('2 × <a href="/products/1"')
    expect(body).toContain('€48.00')
    expect(headers['cache-control']).toBe('private, no-store')
    expect((await ask(shop, '/', { cookie })).body).toContain('Cart (2)')
  })

  test.each([
    ['3', 'cart=1x5'],
    ['0', 'cart=1x3'],
    ['-4', 'cart=1x3'],
    ['2.9', 'cart=1x4'],
    ['1e99', 'cart=1x9'],
    ['many', 'cart=1x3'],
  ])('takes as many pieces as a form says, within reason: %s', async (quantity, cart) => {
    const answer = await ask(shop, '/cart', { form: { id: '1', quantity }, cookie: 'cart=1x2' })
    expect(cookieOf(answer)).toBe(cart)
  })

  test('lets go of what is removed', async () => {
    const cookie = 'cart=1x2.3x1'
    const removed = await ask(shop, '/cart', { form: { id: '1', do: 'remove' }, cookie })
    expect(cookieOf(removed)).toBe('cart=3x1')
    const last = await ask(shop, '/cart', { form: { id: '3', do: 'remove' }, cookie: 'cart=3x1' })
    expect(last.headers['set-cookie']?.[0]).toMatch(
      /^cart=deleted; Path=\/; Expires=Thu, 01 Jan 1970/,
    )
  })

  test('takes nothing that is not on the shelves', async () => {
    const { status, headers, body } = await ask(shop, '/cart', { form: { id: '999' } })
    expect([status, headers['set-cookie']]).toEqual([404, undefined])
    expect(body).toContain('Nothing on our shelves')
  })

  test.each(['x', '1x0', '1x99', '../x1', '1x2,<script>', '%00', `${'1x1.'.repeat(900)}`, '999x1'])(
    'a cookie that is no cart breaks no page: %s',
    async (value) => {
      const { status, body } = await ask(shop, '/cart', { cookie: `cart=${value}` })
      expect(status).toBe(200)
      expect(body).not.toContain('<script>')
    },
  )

  test('cannot be filled by a form on another site', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.test' }
    const reply = await fetch(`http://localhost:${shop.port}/cart`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'id=1',
      redirect: 'manual',
    })
    expect([reply.status, reply.headers.get('set-cookie')]).toEqual([403, null])
  })
})

test('the delivery page begins to arrive while the carrier still thinks', async () => {
  const carrier = createServer().listen(0)
  const asked = once(carrier, 'request')
  const { port } = carrier.address() as AddressInfo
  const slowShop = await startShop({ CARRIER_URL: `http://localhost:${port}` })
  try {
    const [page] = await once(get({ port: slowShop.port, path: '/delivery' }), 'response')
    let received = ''
    let isAnswered = false
    for await (const chunk of page.setEncoding('utf8')) {
      received += chunk
      if (isAnswered || !received.includes('<h1')) continue
      isAnswered = true
      const [, answer] = await asked
      answer.end(JSON.stringify({ asked: '2026-11-22T10:00:00Z', services: [] }))
    }
    expect(received).toContain('10:00 UTC')
  } finally {
    await slowShop.stop()
    carrier.closeAllConnections()
    carrier.close()
  }
})

describe('on a bad day', () => {
  let poorShop: RunningShop

  beforeAll(async () => {
    poorShop = await startShop({ CARRIER_URL: NOBODY })
  })

  afterAll(() => poorShop.stop())

  test('the delivery page stays friendly when the carrier does not answer', async () => {
    const { status, body } = await ask(poorShop, '/delivery')
    expect(status).toBe(200)
    expect(body).toContain('Our carrier does not answer just now')
    expect(body).toContain('</html>')
    expect(body).not.toContain('ECONNREFUSED')
    await until(() => poorShop.log().includes('ECONNREFUSED'))
  })

  test('a broken database is told to the log and not to the visitor', async () => {
    await truncate(poorShop.database)
    const { status, headers, body } = await ask(poorShop, '/')
    expect(status).toBe(500)
    expect(headers['content-type']).toBe(HTML)
    expect(body).toContain('That did not work')
    expect(body).not.toMatch(/no such table|SQL|node_modules/)
    await until(() => poorShop.log().includes('no such table'))
  })
})
