import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Project, createProject } from '../dev/project.ts'
import { type Server, startServer } from '../support/servers.ts'
import { until } from '../support/until.ts'
import { SITE } from './site.ts'

let project: Project
let server: Server

beforeAll(async () => {
  const { 'src/middleware.ts': _ofAllPages, ...site } = SITE
  project = await createProject({ ...site, 'src/pages/plain.astro': '<p>plain</p>' })
  server = await startServer('dev-plain.mjs', project.root, 'node')
})

afterAll(async () => {
  await server?.stop()
  await project?.remove()
})

test('development reads secrets from .env files, and puts none into modules for browsers', async () => {
  const html = await ask('/')
  expect(html).toContain('20 do-not-write-me-file 5 undefined undefined</p>')
  const [script = ''] = /\/[^"]*astro&(?:amp;)?type=script[^"]*/.exec(html) ?? []
  const code = await ask(script.replaceAll('&amp;', '&'))
  const [variables = ''] = /\/[^"]*ssr-pages:env\/client/.exec(code) ?? []
  expect(await ask(variables)).toContain('export const API_URL = "https://a.test/?q=')
  for (const name of ['server', 'secrets']) {
    expect(await ask(variables.replace('client', name))).not.toMatch(/API_TOKEN|PAGE_SIZE/)
  }
})

test('a change of .env is in the next pages, and so is a change of the schema', async () => {
  await project.edit('.env', 'LIMIT=5', 'LIMIT=6')
  await until(async () => (await ask('/')).includes('do-not-write-me-file 6'))
  await project.edit('astro.config.mjs', 'default: 20', 'default: 30')
  await until(async () => (await ask('/')).includes(' 30 do-not-write-me-file 6'))
})

test('a page that reads a missing variable shows all failures, and other pages work', async () => {
  const before = server.output().length
  await project.write('.env', 'API_URL=https://a.test\nAPI_TOKEN=tell-nobody\n')
  await until(async () => (await ask('/')).includes('problem='))
  const printed = server.output().slice(before)
  expect(printed).toContain("\n  API_TOKEN must be a string that starts with 'do-'\n")
  expect(printed).toContain('\n  LIMIT is missing; it must be a number of at least 1\n')
  expect(printed).not.toContain('tell-nobody')
  expect(await ask('/plain')).toContain('<p>plain</p>')
  await project.write('.env', 'API_URL=https://a.test\nAPI_TOKEN=do-tell\nLIMIT=9\n')
  await until(async () => (await ask('/')).includes('30 do-tell 9'))
})

async function ask(path: string): Promise<string> {
  const headers = { accept: 'text/html' }
  return (await fetch(`http://localhost:${server.port}${path}`, { headers })).text()
}
