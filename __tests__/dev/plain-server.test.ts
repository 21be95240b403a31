import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Client, type Question, createClient } from '../support/client.ts'
import { type Server, startServer } from '../support/servers.ts'
import { until } from '../support/until.ts'
import { type Project, createProject } from './project.ts'

const FILES = {
  'ssr-pages.config.ts': "export default { base: '/docs', trailingSlash: 'always' }",
  'src/pages/404.astro': '<p>own 404</p>',
  'src/pages/form.astro': '<form method="post"></form>',
  'src/pages/listed.astro':
    "---\nexport const prerender = true\nconsole.log('rendered')\n---\n<p>listed</p>",
  'src/pages/value.astro': "---\nthrow 'no luck'\n---\n",
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.test' }

interface Case {
  readonly name: string
  readonly question: Question
  readonly status: number
  readonly body: RegExp
  /** What the terminal shows for the request; its last part is waited for. */
  readonly printed: RegExp
}

const cases: readonly Case[] = [
  {
    name: 'a prerendered page is rendered for GET',
    question: { path: '/docs/listed/' },
    status: 200,
    body: /<p>listed<\/p>/,
    printed: /^rendered\nGET \/listed 200 \d+ ms\n$/,
  },
  {
    name: 'nothing of a prerendered page runs for POST',
    question: { path: '/docs/listed/', method: 'POST' },
    status: 404,
    body: /^Not Found$/,
    printed: /^POST \/listed 404 \d+ ms\n$/,
  },
  {
    name: 'nothing of a prerendered page runs for POST without the slash at the end',
    question: { path: '/docs/listed', method: 'POST' },
    status: 404,
    body: /^Not Found$/,
    printed: /^POST \/listed 404 \d+ ms\n$/,
  },
  {
    name: 'a refused form has its line in the terminal, too',
    question: { path: '/docs/form', method: 'POST', headers: FORM },
    status: 403,
    body: /^Forbidden$/,
    printed: /SSR_PAGES_CROSS_SITE_FORM: [^]*\nPOST \/form 403 \d+ ms\n$/,
  },
  {
    name: 'a thrown value that is not an Error is explained',
    question: { path: '/docs/value/' },
    status: 500,
    body: /^Internal Server Error$/,
    printed: /SSR_PAGES_THROWN_VALUE: [^]*no luck[^]*\nGET \/value 500 \d+ ms\n$/,
  },
]

describe('a plain server that leaves paths without a page, in development', () => {
  let project: Project
  let server: Server
  let client: Client

  beforeAll(async () => {
    project = await createProject(FILES)
    server = await startServer('dev-plain.mjs', project.root, 'next')
    client = createClient('http', server.port)
    // The first request starts Vite, which may print more.
    await client.send({ path: '/docs/form/' })
    await until(() => server.output().includes('GET /form 200'))
  })

  afterAll(async () => {
    client?.close()
    await server?.stop()
    await project?.remove()
  })

  test.each(cases.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
    const { question, status, body, printed } = one
    const before = server.output().length
    const answer = await client.send(question)
    expect([answer.status, answer.body]).toEqual([status, expect.stringMatching(body)])
    const line = / \/\w+ \d+ \d+ ms\n$/
    await until(() => line.test(server.output().slice(before)))
    expect(server.output().slice(before)).toMatch(printed)
  })

  test.each(['/form', '/docs/nowhere/'])('a browser is shown the routes at %s', async (path) => {
    const { status, body } = await client.send({ path, headers: { accept: 'text/html' } })
    expect([status, body]).toEqual([404, expect.stringContaining('<td>form.astro')])
  })
})
