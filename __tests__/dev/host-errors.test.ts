import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { request } from 'undici'
import { blocksOf } from '../support/guide.ts'
import { ROOT } from '../support/root.ts'
import { type Server, startServer } from '../support/servers.ts'
import { until, untilMatches } from '../support/until.ts'
import { type Project, createProject } from './project.ts'

/** `500.astro` as docs/hosts.md shows it. */
const [ERROR_PAGE = ''] = blocksOf(readFileSync(join(ROOT, 'docs/hosts.md'), 'utf8'))
  .filter(({ language }) => language === 'astro')
  .map(({ code }) => code)

const FILES = {
  'src/pages/500.astro': ERROR_PAGE,
  'src/pages/404.astro': '<h1>Nothing at {Astro.url.pathname}</h1>',
  'src/pages/fails.astro': "---\nthrow new TypeError('the page failed')\n---\n",
  'src/pages/about.astro': '---\nexport const prerender = true\n---\n<p>about</p>',
}

let project: Project
let server: Server

beforeAll(async () => {
  project = await createProject(FILES)
  server = await startServer('dev-plain.mjs', project.root, 'errors')
})

afterAll(async () => {
  await server?.stop()
  await project?.remove()
})

describe('pages.errors in development', () => {
  test.each([
    ['a page', '/fails', 'TypeError', 'the page failed'],
    ['the host', '/host', 'RangeError', 'the host failed'],
  ])(
    'shows an error of %s above 500.astro, and prints it once',
    async (_whose, path, name, message) => {
      const { status, body } = await get(path)
      expect(status).toBe(500)
      expect(body).toContain('<h1>Something is broken here</h1>')
      expect(await problemOf(body)).toBe(message)
      await until(() => server.output().includes(`${name}: ${message}`))
      // The next error is printed after everything that this one prints.
      await get('/marks-the-end-of-output')
      expect(server.output().split(`${name}: ${message}`)).toHaveLength(2)
    },
  )

  test('shows no message for an error of the client', async () => {
    const { status, body } = await get('/forbidden')
    expect([status, body.includes('<h1>This did not work</h1>')]).toEqual([403, true])
    expect(body).not.toMatch(/problem=|the secret/)
  })

  test('answers a path without a page with 404.astro', async () => {
    const { status, body } = await get('/nowhere')
    expect([status, body.includes('<h1>Nothing at /nowhere</h1>')]).toEqual([404, true])
  })

  test('answers a client that prefers JSON with JSON', async () => {
    const { status, body } = await get('/fails', { accept: 'application/json' })
    expect([status, JSON.parse(body)]).toEqual([
      500,
      { error: { status: 500, message: 'Internal Server Error' } },
    ])
  })

  test('shows nothing of the pages under a foreign name', async () => {
    const { status, body } = await get('/host', { host: 'evil.example' })
    expect([status, body]).toEqual([500, 'Internal Server Error'])
  })

  test('shows 500.astro itself at its path', async () => {
    const { status, body } = await get('/500')
    expect([status, body.includes('<h1>Something is broken here</h1>')]).toEqual([500, true])
  })

  test('follows a change of 500.astro', async () => {
    await project.edit('src/pages/500.astro', 'This did not work', 'It is forbidden')
    await untilMatches(async () => (await get('/forbidden')).body, /<h1>It is forbidden<\/h1>/)
  })
})

test('a server without error handling shows an error of a page above 500.astro, too', async () => {
  const alone = await startServer('dev-plain.mjs', project.root, 'node')
  try {
    const { status, body } = await get('/fails', {}, alone)
    expect([status, body.includes('<h1>Something is broken here</h1>')]).toEqual([500, true])
    expect(await problemOf(body, alone)).toBe('the page failed')
  } finally {
    await alone.stop()
  }
})

test('a prerendered page has the status of the host in development', async () => {
  for (const status of [200, 422, 503]) {
    expect((await get('/about', { 'x-status': String(status) })).status).toBe(status)
  }
})

async function get(path: string, headers: Record<string, string> = {}, from = server) {
  const url = `http://localhost:${from.port}${path}`
  const { statusCode, body } = await request(url, { headers: { accept: 'text/html', ...headers } })
  return { status: statusCode, body: await body.text() }
}

async function problemOf(body: string, from = server): Promise<string | undefined> {
  const script = /src="([^"]+problem=\d+)"/.exec(body)?.[1] ?? ''
  const code = (await get(script.replaceAll('&amp;', '&'), { accept: '*/*' }, from)).body
  const problem: { message?: string } = JSON.parse(/^show\((.*)\)$/m.exec(code)?.[1] ?? '{}')
  return problem.message
}
