import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import { until } from '../support/until.ts'
import { WatchedDriver, begin, createVisits } from './start-session.ts'

/** The store's log of a value that is set for two weeks, the lifetime of a session. */
const SET = 'set {"ttl":1209600}'

const UUID = '[\\da-f]{8}-[\\da-f]{4}-4[\\da-f]{3}-[89ab][\\da-f]{3}-[\\da-f]{12}'

describe('a visitor without a session', () => {
  test('finds it empty, and the store is not read', async () => {
    const driver = new WatchedDriver()
    const { session, end } = createVisits({}, driver)()
    expect(await session.get('cart')).toBeUndefined()
    expect(await session.has('cart')).toBe(false)
    expect(await session.keys()).toEqual([])
    session.delete('cart')
    await session.regenerate()
    session.destroy()
    expect((await end()).setCookies).toEqual([])
    expect(driver.calls).toEqual([])
  })

  test('gets one with the first value that is set, and finds the value again', async () => {
    const visits = createVisits()
    const first = visits()
    first.session.set('cart', ['mug'])
    expect(await first.session.get('cart')).toEqual(['mug'])
    const { setCookies, cookie } = await first.end()
    expect(setCookies).toEqual([
      expect.stringMatching(
        new RegExp(`^ssr-pages-session=${UUID}; Max-Age=1209600; Path=/; HttpOnly; SameSite=Lax$`),
      ),
    ])
    const second = visits(cookie)
    expect(await second.session.get('cart')).toEqual(['mug'])
    expect((await second.end()).setCookies).toEqual([])
  })
})

describe('a value that is set', () => {
  test('is a copy that later changes do not reach', async () => {
    const { session } = createVisits()()
    const cart = { items: ['mug'] }
    session.set('cart', cart)
    cart.items.push('late')
    const read = (await session.get('cart')) as typeof cart
    read.items.push('later')
    expect(await session.get('cart')).toEqual({ items: ['mug'] })
  })

  test('is listed with what was stored before', async () => {
    const visits = createVisits()
    const { session } = visits(await begin(visits(), { a: 1, b: 2, c: 3 }))
    session.set('b', 'new')
    session.delete('c')
    session.set('d', undefined)
    expect(await session.keys()).toEqual(['a', 'b', 'd'])
    expect(await session.values()).toEqual([1, 'new', undefined])
    expect(await session.entries()).toEqual([
      ['a', 1],
      ['b', 'new'],
      ['d', undefined],
    ])
    expect([await session.has('c'), await session.has('d')]).toEqual([false, true])
  })

  test('may have the name of a member of all objects', async () => {
    const visits = createVisits()
    const cookie = await begin(visits(), { constructor: 1, ['__proto__']: 2 })
    const { session } = visits(cookie)
    expect(await session.keys()).toEqual(['constructor', '__proto__'])
    expect(await session.get('toString')).toBeUndefined()
  })

  test.each<[name: string, key: unknown, value: unknown, ttl: number | undefined, message: string]>(
    [
      ['without a key', '', 1, undefined, 'must be a string that is not empty; saw ""'],
      ['by a number', 7, 1, undefined, 'must be a string that is not empty; saw 7'],
      ['and cannot be kept', 'save', () => 1, undefined, 'cannot keep save, which is a function'],
      ['for no time', 'a', 1, 0, 'cannot keep a for 0 seconds'],
      ['for no number of seconds', 'a', 1, Number.NaN, 'cannot keep a for NaN seconds'],
    ],
  )('%s is refused at once', async (_, key, value, ttl, message) => {
    const { session, end } = createVisits()()
    const options = ttl === undefined ? {} : { ttl }
    expect(() => session.set(key as string, value, options)).toThrow(message)
    expect((await end()).setCookies).toEqual([])
  })

  test('may expire before its session', async () => {
    const visits = createVisits()
    const first = visits()
    first.session.set('short', 1, { ttl: 0.01 })
    first.session.set('long', 2, { ttl: 60 })
    const { cookie } = await first.end()
    await wait(20)
    expect(await visits(cookie).session.entries()).toEqual([['long', 2]])
  })
})

describe('an id', () => {
  const made = '6f2c1b7e-9d3a-4c55-8a10-2b7d4e9f0a11'

  test.each([
    ['that leads to a file', '..%2F..%2Fetc%2Fpasswd'],
    ['that is no UUID', 'attacker'],
    ['in capital letters', made.toUpperCase()],
    ['of another version', '6f2c1b7e-9d3a-1c55-8a10-2b7d4e9f0a11'],
    ['with more behind it', `${made}%0a`],
    ['that is empty', ''],
  ])('%s reaches no store, and is not adopted', async (_, id) => {
    const driver = new WatchedDriver()
    const { session, end } = createVisits({}, driver)(`ssr-pages-session=${id}`)
    expect(await session.keys()).toEqual([])
    session.set('user', 'Ada')
    const { cookie } = await end()
    expect(cookie).toMatch(new RegExp(`^ssr-pages-session=${UUID}$`))
    expect(cookie).not.toContain(made)
    expect(driver.calls).toEqual([SET])
  })

  test('that a client invented is not adopted', async () => {
    const visits = createVisits()
    const { session, end } = visits(`ssr-pages-session=${made}`)
    session.set('user', 'Ada')
    const { cookie } = await end()
    expect(cookie).not.toContain(made)
    expect(await visits(`ssr-pages-session=${made}`).session.keys()).toEqual([])
    expect(await visits(cookie).session.get('user')).toBe('Ada')
  })

  test('that a client invented starts no session for a value that is deleted', async () => {
    const { session, end } = createVisits()(`ssr-pages-session=${made}`)
    session.delete('user')
    expect((await end()).setCookies).toEqual([])
  })

  test.each([
    ['of another program', 'hello'],
    ['that was cut off', 'ssr-pages session 1\n[null,[["user","A'],
    ['as JSON', '{"user":"Ada"}'],
    ['that is no text', { user: 'Ada' }],
  ])('with something stored %s is not adopted', async (_, stored) => {
    const driver = new WatchedDriver()
    driver.memory.setItem(made, stored as string, { ttl: 60 })
    const { session, end } = createVisits({}, driver)(`ssr-pages-session=${made}`)
    session.set('user', 'Ada')
    expect((await end()).cookie).not.toContain(made)
  })
})

describe('a login', () => {
  test('gives the session a new id with its values, and invalidates the old one', async () => {
    const visits = createVisits()
    const before = await begin(visits(), { cart: ['mug'] })
    const { session, end } = visits(before)
    await session.regenerate()
    session.set('user', 'Ada')
    const { cookie } = await end()
    expect(cookie).not.toBe(before)
    expect(await visits(cookie).session.entries()).toEqual([
      ['cart', ['mug']],
      ['user', 'Ada'],
    ])
    expect(await visits(before).session.keys()).toEqual([])
  })

  test('gives a new id even if the page does not await it', async () => {
    const visits = createVisits()
    const before = await begin(visits(), { cart: ['mug'] })
    const { session, end } = visits(before)
    void session.regenerate()
    session.set('user', 'Ada')
    expect((await end()).cookie).not.toBe(before)
    expect(await visits(before).session.keys()).toEqual([])
  })

  test('gives one new id, however often it is called', async () => {
    const visits = createVisits()
    const { session, end } = visits(await begin(visits(), { a: 1 }))
    await session.regenerate()
    await session.regenerate()
    const { cookie, setCookies } = await end()
    expect(setCookies).toHaveLength(1)
    expect(await visits(cookie).session.get('a')).toBe(1)
  })

  test('survives another request with the old id that stores something later', async () => {
    const visits = createVisits()
    const before = await begin(visits(), { cart: ['mug'] })
    const slow = visits(before)
    await slow.session.get('cart')
    const login = visits(before)
    await login.session.regenerate()
    await login.end()
    slow.session.set('seen', true)
    expect((await slow.end()).setCookies).toEqual([])
    expect(await visits(before).session.keys()).toEqual([])
  })

  test('keeps what another request has stored in the meantime', async () => {
    const visits = createVisits()
    const before = await begin(visits(), { a: 1 })
    const login = visits(before)
    await login.session.regenerate()
    await begin(visits(before), { b: 2 })
    const { cookie } = await login.end()
    expect(await visits(cookie).session.keys()).toEqual(['a', 'b'])
  })
})

describe('a logout', () => {
  test('removes the session and its cookie without reading the session', async () => {
    const driver = new WatchedDriver()
    const visits = createVisits({ cookie: { path: '/shop', domain: 'example.com' } }, driver)
    const cookie = await begin(visits(), { user: 'Ada' })
    driver.calls.length = 0
    const { session, end } = visits(cookie)
    session.destroy()
    expect(await session.keys()).toEqual([])
    const { setCookies } = await end()
    expect(setCookies).toEqual([
      expect.stringMatching(
        /^ssr-pages-session=deleted; Domain=example\.com; Path=\/shop; Expires=Thu, 01 Jan 1970/,
      ),
    ])
    expect(driver.calls).toEqual(['remove'])
    expect(await visits(cookie).session.keys()).toEqual([])
  })

  test('can be followed by a new session', async () => {
    const visits = createVisits()
    const before = await begin(visits(), { user: 'Ada' })
    const { session, end } = visits(before)
    session.destroy()
    session.set('message', 'Bye')
    const { cookie, setCookies } = await end()
    expect(setCookies).toHaveLength(1)
    expect(cookie).not.toBe(before)
    expect(await visits(cookie).session.entries()).toEqual([['message', 'Bye']])
    expect(await visits(before).session.keys()).toEqual([])
  })

  test('is not undone by another request that stores something later', async () => {
    const visits = createVisits()
    const cookie = await begin(visits(), { user: 'Ada' })
    const slow = visits(cookie)
    slow.session.set('seen', 1)
    await slow.session.keys()
    const logout = visits(cookie)
    logout.session.destroy()
    await logout.end()
    expect((await slow.end()).setCookies).toEqual([])
    expect(await visits(cookie).session.keys()).toEqual([])
  })

  test('after a new id removes both ids', async () => {
    const visits = createVisits()
    const before = await begin(visits(), { user: 'Ada' })
    const { session, end } = visits(before)
    await session.regenerate()
    session.destroy()
    expect((await end()).cookie).toBe('')
    expect(await visits(before).session.keys()).toEqual([])
  })
})

describe('two requests of one session', () => {
  test('that change different values lose neither change', async () => {
    const visits = createVisits()
    const cookie = await begin(visits(), { kept: 1, gone: 2 })
    const [one, two, three] = [visits(cookie), visits(cookie), visits(cookie)]
    await Promise.all([one, two, three].map(({ session }) => session.keys()))
    one.session.set('a', 1)
    two.session.set('b', 2)
    three.session.delete('gone')
    await Promise.all([one.end(), two.end(), three.end()])
    expect((await visits(cookie).session.keys()).toSorted()).toEqual(['a', 'b', 'kept'])
  })

  test('a hundred at once lose nothing', async () => {
    const visits = createVisits()
    const cookie = await begin(visits(), { start: 0 })
    const keys = Array.from({ length: 100 }, (_, i) => `key ${i}`)
    await Promise.all(keys.map((key) => begin(visits(cookie), { [key]: 1 })))
    expect(await visits(cookie).session.keys()).toHaveLength(101)
  })
})

describe('while a page streams', () => {
  test('values of an existing session can be changed, and are stored at the end', async () => {
    const visits = createVisits({ ttl: 60 })
    const cookie = await begin(visits(), { a: 1 })
    const { session, send, end } = visits(cookie)
    send('streaming')
    session.set('b', 2)
    session.delete('a')
    expect((await end()).setCookies).toEqual([])
    expect(await visits(cookie).session.keys()).toEqual(['b'])
  })

  test('no session can be begun, ended or given a new id', async () => {
    const visits = createVisits()
    const cookie = await begin(visits(), { a: 1 })
    const without = visits()
    const known = visits(cookie)
    without.send('streaming')
    known.send('streaming')
    expect(() => without.session.set('a', 1)).toThrow('was begun after the response had started')
    expect(() => known.session.destroy()).toThrow('was ended after the response had started')
    await expect(known.session.regenerate()).rejects.toThrow(
      'was begun after the response had started',
    )
    expect(await visits(cookie).session.keys()).toEqual(['a'])
  })

  test('an id that a client invented is an error at the end', async () => {
    const made = 'ssr-pages-session=6f2c1b7e-9d3a-4c55-8a10-2b7d4e9f0a11'
    const { session, send, end } = createVisits()(made)
    send('streaming')
    session.set('a', 1)
    await expect(end()).rejects.toMatchObject({ code: 'SSR_PAGES_RESPONSE_SENT' })
  })

  test('a change after the end is an error', async () => {
    const visits = createVisits()
    const { session, send } = visits(await begin(visits(), { a: 1 }))
    send('sent')
    expect(() => session.set('a', 2)).toThrow('was changed after the response had started')
    expect(() => session.delete('a')).toThrow('was changed after the response had started')
    expect(await session.get('a')).toBe(1)
  })

  test('a change while the session is being stored is stored next time', async () => {
    const visits = createVisits()
    const { session, state, end } = visits()
    session.set('a', 1)
    session.set('c', 1)
    const storing = state.persist()
    await new Promise((done) => setImmediate(done))
    session.set('b', 2)
    session.set('a', 'again')
    await storing
    expect(await session.get('a')).toBe('again')
    const { cookie } = await end()
    expect(await visits(cookie).session.entries()).toEqual([
      ['a', 'again'],
      ['c', 1],
      ['b', 2],
    ])
  })

  test('a session that is ended while it is being stored stays ended', async () => {
    const driver = new WatchedDriver()
    const visits = createVisits({}, driver)
    const { session, state, end } = visits()
    session.set('a', 1)
    const storing = state.persist()
    await new Promise((done) => setImmediate(done))
    session.destroy()
    await storing
    expect((await end()).cookie).toBe('')
    expect(driver.calls).toEqual([SET, 'remove'])
  })
})

describe('a store that fails', () => {
  test('fails the page that reads', async () => {
    const driver = new WatchedDriver()
    const visits = createVisits({}, driver)
    const cookie = await begin(visits(), { a: 1 })
    driver.failure = new Error('connection refused')
    await expect(visits(cookie).session.get('a')).rejects.toMatchObject({
      code: 'SSR_PAGES_SESSION_STORE_FAILED',
      message: expect.stringContaining('could not read a session: connection refused'),
      cause: driver.failure,
    })
  })

  test('fails the response that needs it, without a cookie, and no later one', async () => {
    const driver = new WatchedDriver()
    driver.failure = new Error('disk full')
    const { session, state, end } = createVisits({}, driver)()
    session.set('a', 1)
    await expect(state.persist()).rejects.toThrow('could not write a session: disk full')
    expect((await end()).setCookies).toEqual([])
    expect(await session.keys()).toEqual([])
  })

  test('that cannot be reached when a value is set causes no unhandled rejection', async () => {
    const driver = new WatchedDriver()
    const visits = createVisits({}, driver)
    const cookie = await begin(visits(), { a: 1 })
    driver.failure = new Error('gone')
    const { session, end } = visits(cookie)
    session.set('b', 1)
    await wait(5)
    await expect(end()).rejects.toThrow('could not read a session')
  })

  test('never reveals an id, which is as good as a password', async () => {
    const driver = new WatchedDriver()
    const visits = createVisits({}, driver)
    const cookie = await begin(visits(), { a: 1 })
    driver.failure = new Error('gone')
    const error: unknown = await visits(cookie)
      .session.get('a')
      .catch((reason: unknown) => reason)
    expect(JSON.stringify(error) + String(error)).not.toContain(cookie.split('=')[1])
  })
})

describe('a store that does not answer', () => {
  const never = new Promise(() => {})
  const late = { code: 'SSR_PAGES_SESSION_STORE_FAILED', status: 500 }

  test('fails the page that reads after `timeout`, with an error that says so', async () => {
    const driver = new WatchedDriver()
    const visits = createVisits({ timeout: 0.1 }, driver)
    const cookie = await begin(visits(), { a: 1 })
    driver.gate = never
    await expect(visits(cookie).session.get('a')).rejects.toMatchObject({
      ...late,
      message: expect.stringContaining('could not read a session: no answer within 0.1 sec'),
      details: { verb: 'read', timeout: 0.1 },
    })
  })

  test('fails the page that writes, without a cookie', async () => {
    const driver = new WatchedDriver()
    driver.gate = never
    const { session, state, end } = createVisits({ timeout: 0.1 }, driver)()
    session.set('a', 1)
    await expect(state.persist()).rejects.toMatchObject({ ...late, details: { verb: 'write' } })
    expect((await end()).setCookies).toEqual([])
  })

  test('fails the logout', async () => {
    const driver = new WatchedDriver()
    const visits = createVisits({ timeout: 0.1 }, driver)
    const { session, state } = visits(await begin(visits(), { a: 1 }))
    driver.gate = never
    session.destroy()
    await expect(state.persist()).rejects.toMatchObject({ ...late, details: { verb: 'remove' } })
  })

  test('that never opens fails the page as well', async () => {
    const visits = createVisits({ timeout: 0.1 }, never as Promise<WatchedDriver>)
    const { session, state } = visits()
    session.set('a', 1)
    await expect(state.persist()).rejects.toMatchObject({ ...late, details: { verb: 'open' } })
  })

  test('delays a hundred requests of one session no longer than one', async () => {
    const driver = new WatchedDriver()
    const visits = createVisits({ timeout: 0.5 }, driver)
    const cookie = await begin(visits(), { a: 1 })
    const hundred = Array.from({ length: 100 }, () => visits(cookie))
    await Promise.all(hundred.map(({ session }) => session.get('a')))
    driver.gate = never
    const start = performance.now()
    const ends = hundred.map(({ session, state }, i) => {
      session.set(`key ${i}`, i)
      return Promise.resolve(state.persist())
    })
    const results = await Promise.allSettled(ends)
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['rejected']))
    // In sequence, they would take 50 seconds.
    expect(performance.now() - start).toBeLessThan(5_000)
  })

  test('is used again once it answers, also by a session whose requests failed', async () => {
    const driver = new WatchedDriver()
    const visits = createVisits({ timeout: 0.1 }, driver)
    const cookie = await begin(visits(), { a: 1 })
    driver.gate = never
    await expect(begin(visits(cookie), { b: 2 })).rejects.toMatchObject(late)
    driver.gate = undefined
    await begin(visits(cookie), { c: 3 })
    expect(await visits(cookie).session.keys()).toEqual(['a', 'c'])
  })

  test('does not bring a session back after the logout by a late write', async () => {
    const driver = new WatchedDriver()
    const visits = createVisits({ timeout: 0.1 }, driver)
    const cookie = await begin(visits(), { user: 'Ada' })
    const slow = visits(cookie)
    await slow.session.get('user')
    const setItem = driver.setItem.bind(driver)
    let store = (): void => {}
    const gate = new Promise<void>((done) => (store = done))
    driver.setItem = (...args) => gate.then(() => setItem(...args))
    slow.session.set('seen', 1)
    await expect(slow.state.persist()).rejects.toMatchObject(late)
    const logout = visits(cookie)
    logout.session.destroy()
    await logout.end()
    store()
    await until(() => driver.calls.filter((call) => call === 'remove').length === 2)
    expect(await visits(cookie).session.keys()).toEqual([])
  })
})

describe('a store that could not be opened', () => {
  test('is opened again for the next request', async () => {
    let times = 0
    const open = () => {
      times += 1
      return times === 1
        ? Promise.reject(new Error('not yet'))
        : Promise.resolve(new WatchedDriver())
    }
    const visits = createVisits({}, open)
    await expect(begin(visits(), { a: 1 })).rejects.toThrow('could not be opened: not yet')
    expect(await visits(await begin(visits(), { a: 1 })).session.get('a')).toBe(1)
    expect(times).toBe(2)
  })
})

describe('a session with a ttl', () => {
  test('has a cookie with the same lifetime, renewed by each write', async () => {
    const driver = new WatchedDriver()
    const visits = createVisits({ ttl: 3600 }, driver)
    const first = visits()
    first.session.set('a', 1)
    const { setCookies, cookie } = await first.end()
    expect(setCookies[0]).toContain('; Max-Age=3600;')
    expect(driver.calls).toEqual(['set {"ttl":3600}'])
    const second = visits(cookie)
    await second.session.get('a')
    expect((await second.end()).setCookies).toEqual([])
    second.session.set('a', 2)
    expect((await second.end()).setCookies[0]).toContain(`${cookie}; Max-Age=3600;`)
  })

  test('has ended afterwards, even if the store still has it', async () => {
    const driver = new WatchedDriver()
    const long = createVisits({ ttl: 1 }, driver)
    const cookie = await begin(long(), { a: 1 })
    expect(await long(cookie).session.keys()).toEqual(['a'])
    const id = cookie.split('=')[1] ?? ''
    const text = String(driver.memory.getItem(id)).replace(/\[\d{13},/, `[${Date.now() - 1},`)
    driver.memory.setItem(id, text, { ttl: 60 })
    expect(await long(cookie).session.keys()).toEqual([])
  })
})

describe('the cookie', () => {
  test('lasts as long as the session, two weeks, or until the browser is closed', async () => {
    const stays = createVisits()()
    stays.session.set('a', 1)
    expect((await stays.end()).setCookies[0]).toContain('; Max-Age=1209600;')
    const goes = createVisits({ ttl: 60, cookie: { persistent: false } })()
    goes.session.set('a', 1)
    expect((await goes.end()).setCookies[0]).not.toMatch(/Max-Age|Expires/i)
  })

  test('is Secure if the request came over HTTPS', async () => {
    const { session, end } = createVisits()('', true)
    session.set('a', 1)
    expect((await end()).setCookies[0]).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  })

  test('has the configured name and attributes, and is always HttpOnly', async () => {
    const visits = createVisits({ cookie: { name: '__Host-id', secure: true, sameSite: 'strict' } })
    const first = visits()
    first.session.set('a', 1)
    const { setCookies, cookie: received } = await first.end()
    expect(setCookies[0]).toMatch(/^__Host-id=.*; Path=\/; HttpOnly; Secure; SameSite=Strict$/)
    expect(await visits(received).session.get('a')).toBe(1)
  })
})
