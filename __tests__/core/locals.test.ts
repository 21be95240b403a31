import { createServer } from 'node:http'
import { afterAll, afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import supertest from 'supertest'
import { createHandler, createLambdaHandler } from '../../src/netlify/index.ts'
import { createSite as createFunction } from '../netlify/one-module-site.ts'
import { createApp, createSite, removeSites } from '../support/site.ts'

const PAGES = {
  'api/a.mjs': 'export const GET = ({ locals }) => new Response(locals.user)',
  'page.mjs': 'export default (Astro) => html`${Astro.locals.user}`',
}

type Locals = () => App.Locals | Promise<App.Locals>
/** Answers with the status and the text of `/api/a`, for locals that a function gives. */
type Ask = (locals: Locals) => Promise<[status: number, text: string]>

const options = (locals: Locals) => ({ locals, session: false }) as const
const { manifest, modules } = createFunction({
  GET: ({ locals }: { locals: { user: string } }) => new Response(locals.user),
})

const hosts: [host: string, ask: Ask][] = [
  [
    'Express',
    async (locals) => {
      const { status, text } = await supertest(createApp(createSite(PAGES, options(locals)))).get(
        '/api/a',
      )
      return [status, text]
    },
  ],
  [
    'a server of Node',
    async (locals) => {
      const pages = createSite(PAGES, {
        ...options(locals),
        onError: (error) => console.error(error),
      })
      const { status, text } = await supertest(createServer(pages)).get('/api/a')
      return [status, text]
    },
  ],
  [
    'a function of Netlify',
    async (locals) => {
      const handle = createHandler(manifest, modules, options(locals))
      const response = await handle(new Request('https://shop.test/api/a'))
      return [response.status, await response.text()]
    },
  ],
  [
    'a function of the classic format',
    async (locals) => {
      const handle = createLambdaHandler(manifest, modules, options(locals))
      const { statusCode, body } = await handle({
        httpMethod: 'GET',
        rawUrl: 'https://shop.test/api/a',
      })
      return [statusCode, body]
    },
  ],
]

let log: ReturnType<typeof jest.spyOn>

beforeEach(() => {
  log = jest.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => {
  log.mockRestore()
})
afterAll(removeSites)

const locals = (user: string): App.Locals => Object.assign({}, { user })

describe.each(hosts)('the option locals of %s', (host, ask) => {
  test('passes its result to pages', async () => {
    expect(await ask(() => locals('Ada'))).toEqual([200, 'Ada'])
  })

  test('passes the result of its promise to pages', async () => {
    expect(await ask(async () => locals('Ada'))).toEqual([200, 'Ada'])
  })

  test('whose promise fails makes the request fail', async () => {
    const [status] = await ask(() => Promise.reject(new Error('no')))
    expect(status).toBe(500)
  })

  test.each([
    ['a text', 'text', 'the string "text"'],
    ['nothing', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a number', 1, 'a value of type number'],
    ['an array', [], 'an array'],
    ['a promise of a text', Promise.resolve('text'), 'the string "text"'],
  ])('that returns %s is told so', async (_, returned, seen) => {
    const [status, text] = await ask(() => returned as App.Locals)
    expect(status).toBe(500)
    if (host === 'Express') expect(text).toBe('host error SSR_PAGES_LOCALS_INVALID')
    else
      expect(String(log.mock.calls[0])).toContain(
        `locals of a request must be an object; saw ${seen}.`,
      )
  })
})

test.each([
  ['a text', 'text'],
  ['a promise', Promise.resolve({})],
])('%s in place of locals is refused by fetch() and render()', async (_, given) => {
  const pages = createSite(PAGES)
  const init = { locals: given as App.Locals }
  const code = 'SSR_PAGES_LOCALS_INVALID'
  const request = new Request('http://localhost/page')
  await expect(pages.fetch(request, init)).rejects.toMatchObject({ code })
  await expect(pages.render('/page', init)).rejects.toMatchObject({ code })
})
