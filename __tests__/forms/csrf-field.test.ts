import { describe, expect, test } from '@jest/globals'
import { csrfField } from '../../src/forms/index.ts'

const noToken = { code: 'SSR_PAGES_CSRF_TOKEN_MISSING', status: 500 }

describe('the token of the host is found where it puts it', () => {
  const req = { csrfToken: () => 'request' }

  test.each<[tool: string, source: object, value: string]>([
    ['a string in the locals', { locals: { csrfToken: 'own' } }, 'own'],
    ['a function in the locals', { locals: { csrfToken: () => 'called' } }, 'called'],
    ['lusca', { locals: { _csrf: 'lusca' }, node: { req } }, 'lusca'],
    ['csrf-csrf and csrf-sync, in a page', { locals: {}, node: { req } }, 'request'],
    ['csrf-csrf and csrf-sync, in a handler', req, 'request'],
    ['lusca, in a handler', { res: { locals: { _csrf: 'lusca' } } }, 'lusca'],
  ])('%s', (_tool, source, value) => {
    expect(csrfField(source)).toEqual({ type: 'hidden', name: '_csrf', value })
  })

  test('as the receiver of its own method', () => {
    const own = {
      token: 'own',
      csrfToken(this: { token: string }) {
        return this.token
      },
    }
    expect(csrfField({ locals: {}, node: { req: own } }).value).toBe('own')
  })
})

test('the input has the name that the host reads', () => {
  expect(csrfField({ locals: { csrfToken: 'a' } }, 'token').name).toBe('token')
})

test.each<[what: string, source: object]>([
  ['nothing', {}],
  ['locals without a token', { locals: {}, node: { req: {} } }],
  ['no Node server', { locals: {}, node: undefined }],
  ['an empty token', { locals: { csrfToken: '' } }],
  ['a promise', { locals: { csrfToken: async () => 'late' } }],
])('%s is an error, and not an empty field', (_what, source) => {
  expect(() => csrfField(source)).toThrow(expect.objectContaining(noToken))
})
