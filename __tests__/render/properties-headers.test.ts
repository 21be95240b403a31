import { validateHeaderValue } from 'node:http'
import { describe, expect, test } from '@jest/globals'
import { redirect } from '../../src/context/redirect.ts'
import { type CookieOptions, Cookies } from '../../src/context/cookies.ts'
import { forAnyText } from './hostile-text.ts'

const LONE_SURROGATE = /[\ud800-\udfff]/u
// oxlint-disable-next-line no-control-regex -- the subject
const CONTROL = /[\0-\x08\x0a-\x1f\x7f]/

describe('a redirect', () => {
  test('to any text is one Location header, or refused', () =>
    forAnyText((text) => {
      const response = attempt(() => redirect(text))
      if (response === undefined) return
      expect([...response.headers.keys()]).toEqual(['location'])
      expect(response.headers.get('location')).not.toMatch(/[\r\n\0]|[^\0-\x7f]/)
    }))

  test('to any text without control characters goes there', () =>
    forAnyText((text) => {
      if (LONE_SURROGATE.test(text) || CONTROL.test(text)) return
      const location = redirect(text).headers.get('location') ?? ''
      validateHeaderValue('location', location)
      const inside = toASCII(text).replace(/^ +| +$/g, '')
      expect(location).toBe(inside.replaceAll(' ', '%20').replace(/^\t+|\t+$/g, ''))
    }))

  test('to a lone surrogate still redirects', () =>
    forAnyText((text) => {
      if (CONTROL.test(text)) return
      redirect(text)
    }))

  test('to a control character is a header that Node can send', () =>
    forAnyText((text) => {
      const response = attempt(() => redirect(text))
      validateHeaderValue('location', response?.headers.get('location') ?? '')
    }))
})

describe('a cookie', () => {
  test('brings back any text, and adds no attributes', () =>
    forAnyText((text) => {
      if (LONE_SURROGATE.test(text)) return
      const header = setCookie('a', text)
      expect(header).toMatch(/^a=[^;,\s]*$/)
      expect(new Cookies(header).get('a')?.value ?? '').toBe(text)
    }))

  test('brings back a lone surrogate', () =>
    forAnyText((text) => {
      expect(setCookie('a', text)).toMatch(/^a=/)
    }))

  test('keeps any name or refuses it', () =>
    forAnyText((name) => {
      const header = attempt(() => setCookie(name, 'x'))
      if (header === undefined) return
      expect(header).toBe(`${name}=x`)
      expect(header).not.toMatch(/[;\s]/)
      expect(new Cookies(header).get(name)?.value).toBe('x')
    }))

  test.each(['path', 'domain'])('takes no attribute out of the text of its %s', (option) =>
    forAnyText((text) => {
      const header = attempt(() => setCookie('a', 'x', { [option]: text }))
      if (header !== undefined) expect(header).toMatch(/^a=x(; (Path|Domain)=[^;]*)?$/)
    }),
  )
})

function setCookie(name: string, value: string, options: CookieOptions = {}): string {
  const cookies = new Cookies(undefined)
  cookies.set(name, value, options)
  const [header = '', ...others] = cookies.headers()
  expect(others).toEqual([])
  validateHeaderValue('set-cookie', header)
  return header
}

// The platform refuses an invalid header with a TypeError, of any realm.
function attempt<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch (error) {
    expect(error).toMatchObject({ name: expect.stringMatching(/^(TypeError|URIError)$/) })
    return undefined
  }
}

function toASCII(text: string): string {
  return text.replace(/[^\0-\x7f]/gu, (character) => encodeURIComponent(character))
}
