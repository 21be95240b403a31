import { existsSync, readFileSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { browserPath, startBrowser, visit } from '../support/browser.ts'
import { type Server, startServer } from '../support/servers.ts'
import { until } from '../support/until.ts'
import { type Project, createProject } from './project.ts'

// Vite passes file, line and column to an editor of this name in one argument.
const EDITOR = '#!/bin/sh\necho "$@" > "$(dirname "$0")/opened"\n'

let project: Project
let server: Server
let origin: string
let script: string
let token: string

beforeAll(async () => {
  project = await createProject({
    'src/pages/a b.astro': '---\nconst user = undefined\n---\n<p>\n  {user.name}\n</p>',
    'bin/code': EDITOR,
    secret: 'x',
  })
  await chmod(join(project.root, 'bin/code'), 0o755)
  const editor = join(project.root, 'bin/code')
  server = await startServer('dev-hosts.mjs', project.root, 'express', editor)
  origin = `http://localhost:${server.port}`
  const page = await fetch(`${origin}/a%20b`, { headers: { accept: 'text/html' } })
  const url = /src="([^"]+problem=\d+)"/.exec(await page.text())?.[1] ?? ''
  script = await (await fetch(origin + url.replaceAll('&amp;', '&'))).text()
  token = /const TOKEN = "([^"]+)"/.exec(script)?.[1] ?? ''
})

afterAll(async () => {
  await server?.stop()
  await project?.remove()
})

/** Requests of other sites or programs: method, path and headers. */
const attacks: [string, string, string, Record<string, string>][] = [
  ['without the token', 'POST', '?problem=1', {}],
  ['with another token', 'POST', '?problem=1', { 'x-ssr-pages-token': 'abc' }],
  ['by a link', 'GET', '?problem=1', { 'x-ssr-pages-token': 'TOKEN' }],
  ['of another site', 'POST', '?problem=1', { ...fromSite('https://evil.example') }],
  [
    'of another server of this machine',
    'POST',
    '?problem=1',
    { ...fromSite('http://localhost:1') },
  ],
  ['of a page without an origin', 'POST', '?problem=1', { ...fromSite('null') }],
  [
    'under another name',
    'POST',
    '?problem=1',
    { ...fromSite('http://evil.example'), host: 'evil.example' },
  ],
  ['for a problem that does not exist', 'POST', '?problem=99', { 'x-ssr-pages-token': 'TOKEN' }],
  ['for a file instead', 'POST', '?file=secret', { 'x-ssr-pages-token': 'TOKEN' }],
]

test.each(attacks)('no editor opens for a request %s', async (_name, method, query, headers) => {
  const sent = { ...headers }
  if (sent['x-ssr-pages-token'] === 'TOKEN') sent['x-ssr-pages-token'] = token
  expect([403, 404]).toContain(await send(method, `/@ssr-pages/open${query}`, sent))
  expect(existsSync(opened())).toBe(false)
})

test('the path of Vite itself, which opens any file, is not answered', async () => {
  const headers = { 'x-ssr-pages-token': token }
  for (const method of ['GET', 'POST']) {
    for (const path of ['/__open-in-editor?file=secret', '//__open-in-editor?file=secret']) {
      expect(await send(method, path, headers)).toBeGreaterThanOrEqual(400)
    }
  }
  expect(existsSync(opened())).toBe(false)
})

test('the token of the process is in no stylesheet and no page', async () => {
  const page = await fetch(`${origin}/a%20b`, { headers: { accept: 'text/html' } })
  expect(await page.text()).not.toContain(token)
  expect(token.length).toBeGreaterThan(8)
})

const describeInBrowser = browserPath === undefined ? describe.skip : describe

describeInBrowser('a click on the place of a problem', () => {
  test('opens the file in the editor, at its line and column', async () => {
    const browser = await startBrowser()
    try {
      const page = await browser.newPage()
      await visit(page, `${origin}/a%20b`)
      await page.locator('ssr-pages-problem .place').click()
      await until(() => existsSync(opened()) && readFileSync(opened(), 'utf8').endsWith('\n'))
      const file = join(project.root, 'src/pages/a b.astro')
      expect(readFileSync(opened(), 'utf8')).toContain(`${file}:5:9`)
    } finally {
      await browser.close()
    }
  })
})

function fromSite(site: string): Record<string, string> {
  return { 'x-ssr-pages-token': 'TOKEN', origin: site }
}

function opened(): string {
  return join(project.root, 'bin/opened')
}

// fetch() sets no Host and no Origin.
function send(method: string, path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const { port } = server
    request({ port, method, path, headers }, (response) => {
      response.resume()
      response.once('end', () => resolve(response.statusCode ?? 0))
    })
      .once('error', reject)
      .end()
  })
}
