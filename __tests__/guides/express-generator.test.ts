import { cpSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Section, sectionsOf } from '../support/guide.ts'
import { ROOT } from '../support/root.ts'
import type { Server } from '../support/servers.ts'
import { GeneratedApps } from './generated-app.ts'
import { type Part, textOf, toTree } from './html-tree.ts'

type Request = readonly [method: string, path: string, json?: string]

/** What is asked before and after. */
const REQUESTS: readonly Request[] = [
  ['GET', '/'],
  ['HEAD', '/'],
  ['GET', '/?title=other'],
  ['GET', '/users'],
  ['GET', '/users/'],
  ['GET', '/stylesheets/style.css'],
  ['GET', '/nothing'],
  ['POST', '/'],
  ['POST', '/users', '{"name":"Ada"}'],
  ['POST', '/', '{ this is no JSON'],
  ['GET', '/stylesheets/%E0%A4%A'],
  ['GET', '/index'],
  ['GET', '/error'],
  ['GET', '/_views/index'],
  ['GET', '/src/views/index.astro'],
  ['GET', '/views/index.ejs'],
  ['GET', '/dist/pages/manifest.json'],
]

interface Answer {
  readonly status: number
  readonly type: string | undefined
  readonly text: string
  readonly tree: readonly Part[]
}

const apps = new GeneratedApps()
let before: Server

beforeAll(async () => {
  await apps.generate('app')
  apps.copy('app', 'before')
  apps.copy('app', 'with-site')
  before = await apps.start('before')
}, 120_000)

afterAll(() => apps.remove())

describe('an app of express-generator that follows the guide for EJS', () => {
  const guide = sectionsOf(read('docs/from-ejs-and-pug.md'), 2)

  test('answers every request as before, after the first view', async () => {
    await apps.follow('app', find(guide, 'The first view'))
    const after = await apps.start('app')
    for (const request of REQUESTS) {
      const was = await ask(before, request)
      expect([request, await ask(after, request)]).toEqual([request, was])
    }
  }, 120_000)

  test('shows the view in development without a build', async () => {
    rmSync(join(apps.pathOf('app'), 'dist'), { recursive: true })
    const server = await apps.start('app', { NODE_ENV: 'development' })
    const { tree: _was, ...was } = await ask(before, ['GET', '/'])
    expect(await ask(server, ['GET', '/'])).toMatchObject(was)
  }, 60_000)

  test('answers errors with pages, and without EJS', async () => {
    await apps.follow('app', find(guide, 'Errors without a handler'))
    expect(readdirSync(apps.pathOf('app'))).not.toContain('views')
    expect(readdirSync(join(apps.pathOf('app'), 'node_modules'))).not.toContain('ejs')
    const after = await apps.start('app')
    for (const request of REQUESTS) {
      // The generated error view prints an empty <h2> and an empty <pre>, too.
      const { tree: _was, ...was } = await ask(before, request)
      expect([request, await ask(after, request)]).toEqual([request, expect.objectContaining(was)])
    }
  }, 120_000)
})

describe('an app of express-generator that follows the guide for Astro', () => {
  test('has the pages of the site beside its own routes', async () => {
    cpSync(join(ROOT, '__tests__/fixtures/examples/basics'), apps.pathOf('site'), {
      recursive: true,
    })
    await apps.follow(
      'with-site',
      find(sectionsOf(read('docs/from-astro.md'), 2), 'In an Express app'),
    )
    const after = await apps.start('with-site')
    expect(await ask(after, ['GET', '/users'])).toEqual(await ask(before, ['GET', '/users']))
    expect(await ask(after, ['GET', '/nothing'])).toEqual(await ask(before, ['GET', '/nothing']))
    const { status, type, text } = await ask(after, ['GET', '/'])
    expect([status, type, text]).toEqual([
      200,
      'text/html; charset=utf-8',
      expect.stringContaining('Start here'),
    ])
    expect((await ask(after, ['GET', '/favicon.svg'])).status).toBe(200)
  }, 120_000)
})

function find(sections: readonly Section[], heading: string): Section {
  return sections.find((section) => section.heading === heading) ?? { heading, blocks: [] }
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8')
}

async function ask(server: Server, [method, path, json]: Request): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
    method,
    redirect: 'manual',
    headers: { accept: 'text/html', ...(json && { 'content-type': 'application/json' }) },
    ...(json !== undefined && { body: json }),
  })
  const tree = toTree(await response.text())
  const type = response.headers.get('content-type')?.toLowerCase()
  return { status: response.status, type, text: textOf(tree), tree }
}
