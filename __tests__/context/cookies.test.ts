import { describe, expect, test } from '@jest/globals'
import { type CookieOptions, Cookies } from '../../src/context/cookies.ts'

describe('a cookie of the request', () => {
  const header = 'a=1; b=%C3%A9%20%3B; c=%zz; d=; e=false; f=0; g={"x":[1]}; h="q"; a=2; base=aGk='

  test.each<[name: string, read: (cookies: Cookies) => unknown, seen: unknown]>([
    ['has its value', (c) => c.get('a')?.value, '1'],
    ['that comes twice counts the first time', (c) => c.get('a')?.number(), 1],
    ['is percent-decoded', (c) => c.get('b')?.value, 'é ;'],
    ['that cannot be decoded stays as it is', (c) => c.get('c')?.value, '%zz'],
    ['that is empty has no value', (c) => c.get('d'), undefined],
    ['that is empty was sent all the same', (c) => c.has('d'), true],
    ['is false when it says so', (c) => c.get('e')?.boolean(), false],
    ['is false when it is 0', (c) => c.get('f')?.boolean(), false],
    ['is true in all other cases', (c) => c.get('a')?.boolean(), true],
    ['is JSON', (c) => c.get('g')?.json(), { x: [1] }],
    ['is a number, or NaN', (c) => c.get('h')?.number(), NaN],
    ['that was not sent does not exist', (c) => [c.get('x'), c.has('x')], [undefined, false]],
    [
      'with the name of a member of every object does not exist',
      (c) => c.get('constructor'),
      undefined,
    ],
    ['called __proto__ does not exist', (c) => c.has('__proto__'), false],
    ['is decoded as the page wants', (c) => c.get('base', { decode: atob })?.value, 'hi'],
  ])('%s', (_, read, seen) => {
    expect(read(new Cookies(header))).toEqual(seen)
  })
})

describe('a cookie that is set', () => {
  test.each<[name: string, value: unknown, options: CookieOptions, header: string]>([
    ['is text as it is', 'a-1_b', {}, 'n=a-1_b'],
    ['is encoded where a header needs it', 'é ;', {}, 'n=%C3%A9%20%3B'],
    ['is JSON for an object', { a: [1] }, {}, 'n=%7B%22a%22%3A%5B1%5D%7D'],
    ['is the text of a number', 7, {}, 'n=7'],
    ['is the text of a boolean', false, {}, 'n=false'],
    ['is encoded as the page wants', 'hi', { encode: btoa }, 'n=aGk='],
    [
      'has all attributes',
      'x',
      {
        domain: 'shop.test',
        path: '/a',
        maxAge: 60,
        expires: new Date(0),
        httpOnly: true,
        secure: true,
        sameSite: 'strict',
        priority: 'high',
        partitioned: true,
      },
      'n=x; Max-Age=60; Domain=shop.test; Path=/a; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; Secure; Partitioned; Priority=High; SameSite=Strict',
    ],
  ])('%s', (_, value, options, header) => {
    const cookies = new Cookies(undefined)
    cookies.set('n', value, options)
    expect(cookies.headers()).toEqual([header])
  })

  test.each<[name: string, cookie: string, options: CookieOptions]>([
    ['a name with a separator', 'a;b', {}],
    ['a name with a line break', 'a\r\nb', {}],
    ['a path with an attribute in it', 'n', { path: '/; HttpOnly' }],
    ['a domain with a line break', 'n', { domain: 'x\r\n' }],
    ['a sameSite that is none', 'n', { sameSite: 'any' as 'lax' }],
    ['a priority that is none', 'n', { priority: 'top' as 'low' }],
  ])('is refused with %s', (_, name, options) => {
    expect(() => new Cookies(undefined).set(name, 'x', options)).toThrow(
      expect.objectContaining({ name: 'TypeError' }),
    )
  })

  test('is read afterwards, and is missing once it is deleted', () => {
    const cookies = new Cookies('a=old')
    cookies.set('a', { b: 1 })
    expect(cookies.get('a')?.json()).toEqual({ b: 1 })
    cookies.delete('a', { path: '/x', maxAge: 60 })
    expect([cookies.get('a'), cookies.has('a')]).toEqual([undefined, false])
    expect(cookies.headers()).toEqual(['a=deleted; Path=/x; Expires=Thu, 01 Jan 1970 00:00:00 GMT'])
  })

  test('is sent once, with its last value', () => {
    const cookies = new Cookies(undefined)
    cookies.set('a', '1')
    cookies.set('b', '1')
    cookies.set('a', '2')
    expect(cookies.headers()).toEqual(['a=2', 'b=1'])
  })

  test('cannot be set once the page has started to be sent', () => {
    const cookies = new Cookies(undefined)
    cookies.markSent()
    expect(() => cookies.set('a', '1')).toThrow(/SSR_PAGES_RESPONSE_SENT/)
  })
})
