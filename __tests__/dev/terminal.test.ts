import { utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Server, type Servers, startAll, startServer } from '../support/servers.ts'
import { createDevLogger } from '../../src/dev/vite/logger.ts'
import { runCli } from '../support/cli.ts'
import { until } from '../support/until.ts'
import { type Project, createProject } from './project.ts'

const FILES = {
  'src/x.ts': 'export const a = 1\nexport default { deep: undefined }\n',
  'src/Card.astro': '<p/>',
  'src/pages/syntax.astro': '---\nconst one = = 1\n---\n',
  'src/pages/lost.astro': "---\nimport Card from '../card.astro'\n---\n<Card />",
  'src/pages/throws.astro': '---\nconst user = undefined\n---\n<p>\n  {user.name}\n</p>',
  'src/pages/deep.astro': `---
function down(n) { if (n === 0) throw new Error('one\\ntwo\\nthree\\nfour\\nfive\\nsix'); down(n - 1) }
down(9)
---`,
  'src/pages/names.astro': `---
import type { T } from '../x.ts'
import lod, { nope as renamed } from '../x.ts'
import * as ns from '../x.ts'
import Card from '../Card.astro'
const n = Astro.url.search
if (n === '?default') lod()
if (n === '?renamed') renamed('x')
if (n === '?space') ns.foo()
if (n === '?member') lod.deep()
if (n === '?new') new renamed()
if (n === '?tag') lod\`x\`
if (n === '?list') for (const x of renamed) x()
---
<Card />`,
  'src/pages/api.ts': "import lod from '../x'\nexport const POST = () => lod()\n",
}

let project: Project
const HOSTS = [
  'node',
  'express',
  'express 4',
  'express 4.16',
  'express 4.16 that answers errors under a policy',
  'express in test mode',
  'connect',
  'express that answers errors',
  'express that logs errors',
  'express that breaks off',
]
let servers: Servers<string>

beforeAll(async () => {
  project = await createProject(FILES)
  servers = await startAll(HOSTS, (host) => startServer('dev-hosts.mjs', project.root, host))
}, 120_000)

afterAll(async () => {
  await servers?.stop()
  await project?.remove()
})

/** A path, and the text that the terminal shows once. */
const pages: [string, string][] = [
  ['/syntax', 'Unexpected token'],
  ['/lost', "Did you mean '../Card.astro'?"],
  ['/throws', "Cannot read properties of undefined (reading 'name')"],
  ['/deep', 'one\ntwo'],
]

describe.each(HOSTS)('the terminal of %s', (host) => {
  test.each(pages)('shows the error of %s once, in 15 lines', async (path, text) => {
    const printed = await ask(await servers.get(host), path)
    const isTwice = host === 'express that logs errors'
    expect(printed.split(text)).toHaveLength(isTwice ? 3 : 2)
    if (!isTwice) expect(printed.trimEnd().split('\n').length).toBeLessThanOrEqual(15)
    expect(printed).toContain(`src/pages${path}.astro:`)
    expect(printed).not.toContain('\u001B')
  })

  test('shows the error of an API route after a POST', async () => {
    const printed = await ask(await servers.get(host), '/api', { method: 'POST', body: 'x' })
    expect(printed).toContain('TypeError: lod is not a function')
    expect(printed).toContain('src/pages/api.ts:2:')
    expect(printed).not.toContain('__vite')
  })
})

describe.each(['express', 'express 4', 'express 4.16', 'connect'])('in the browser, %s', (host) => {
  test.each([
    ['/throws', 500, 'This page failed'],
    ['/nobody', 404, '<td>throws.astro'],
  ])(
    "shows the error of %s instead of Express's default error page",
    async (path, status, text) => {
      const answer = await open(await servers.get(host), path)
      expect(answer.status).toBe(status)
      expect(await answer.text()).toContain(text)
      // The policy of the default error page forbids the script that follows changes.
      expect(answer.headers.get('content-security-policy')).toBeNull()
    },
  )
})

test('the answer of an error handler of the host is kept, with its policy', async () => {
  const host = 'express 4.16 that answers errors under a policy'
  const answer = await open(await servers.get(host), '/throws')
  expect(await answer.text()).toMatch(/^<p>failed<\/p>/)
  expect(answer.headers.get('content-security-policy')).toBe("default-src 'self'")
})

const names: [string, string][] = [
  ['default', 'lod is not a function'],
  ['renamed', 'renamed is not a function'],
  ['space', 'ns.foo is not a function'],
  ['member', 'lod.deep is not a function'],
  ['new', 'renamed is not a constructor'],
  ['tag', 'lod is not a function'],
  ['list', 'renamed is not iterable'],
]

describe('an error names imports like the source', () => {
  test.each(names)('%s', async (query, text) => {
    // The last one prints the error that a handler of the host receives.
    for (const host of ['node', 'express that logs errors']) {
      const printed = await ask(await servers.get(host), `/names?${query}`)
      expect(printed).toContain(`TypeError: ${text}`)
      expect(printed).not.toContain('__vite')
    }
  })
})

test('a module of the browser that does not compile is shown once, at its place', async () => {
  const own = await createProject({ 'src/menu.ts': 'console.log(1)\nconst one = = 1\n' })
  try {
    const printed: string[] = []
    const logger = createDevLogger((text) => printed.push(text), { root: own.root, config: {} })
    const summary =
      'Transform failed with 1 error:\n\n\u001B[31m[PARSE_ERROR] \u001B[0mUnexpected token'
    const id = `${own.root}/src/menu.ts`
    const reason = { message: 'Unexpected token', id, loc: { file: id, line: 2, column: 12 } }
    // Vite logs it twice: when it resolves the imports of a module, and when the browser requests it.
    for (const text of ['Pre-transform error', 'Internal server error']) {
      logger.error(`${text}: ${summary}`, { error: Object.assign(new Error(summary), reason) })
    }
    expect(printed).toHaveLength(1)
    expect(printed[0]).toContain('src/menu.ts:2:13: Unexpected token\n  2 | const one = = 1\n')
    expect(printed[0]).not.toContain('\u001B')
  } finally {
    await own.remove()
  }
})

const LATE_IMPORT = /@import (?:rules|statements) must precede/
const LATE = 'p { margin: 0 }\n@import "../NAME.css";\n'
const lateIn = (name: string): string => LATE.replace('NAME', name)
const WARNED = {
  'ssr-pages.config.mjs': 'export default { vite: { build: { cssMinify: false } } }',
  'src/pages/sheet.astro': "---\nimport '../parts/late.css'\n---\n<p>a</p>",
  'src/parts/late.css': lateIn('sheet'),
  'src/pages/scoped.astro': `<p>a</p>\n<style>\n${lateIn('scoped')}</style>`,
  'src/pages/global.astro': `<p>a</p>\n<style is:global>\n${lateIn('global')}</style>`,
  'src/sheet.css': 'i { margin: 0 }',
  'src/scoped.css': 'i { margin: 0 }',
  'src/global.css': 'i { margin: 0 }',
}

describe('a warning about an @import after other rules is shown once', () => {
  let own: Project
  const count = (text: string): number => text.split(LATE_IMPORT).length - 1

  beforeAll(async () => {
    own = await createProject(WARNED)
  })

  afterAll(() => own?.remove())

  test('in development, and again after a save', async () => {
    const server = await startServer('dev-plain.mjs', own.root, 'express')
    const url = `http://localhost:${server.port}`
    const open = async (page: string): Promise<void> => {
      const html = await (await fetch(`${url}/${page}`)).text()
      for (const [, href = ''] of html.matchAll(/href="([^"]+)"/g)) {
        await (await fetch(url + href.replaceAll('&amp;', '&'))).text()
      }
    }
    try {
      for (const [index, page] of ['sheet', 'scoped', 'global'].entries()) {
        await open(page)
        expect([page, count(server.output())]).toEqual([page, index + 1])
      }
      await own.edit('src/parts/late.css', 'p {', 'h1 {')
      await until(async () => {
        await open('sheet')
        return count(server.output()) > 3
      })
      expect(count(server.output())).toBe(4)
    } finally {
      await server.stop()
    }
  })

  test('in a build', async () => {
    const { code, printed } = await runCli('build', own.root)
    expect([code, count(printed)]).toEqual([0, 3])
  })
})

test("the terminal shows the effect of each change in Vite's words", async () => {
  const own = await createProject({
    'src/pages/index.astro': "---\nimport '../shop.css'\n---\n<h1>one</h1>",
    'src/shop.css': 'h1 { color: red }',
  })
  const server = await startServer('dev-plain.mjs', own.root, 'node')
  try {
    const says = async (line: string): Promise<void> => {
      await until(() => server.output().split('\n').includes(line))
    }
    await fetch(`http://localhost:${server.port}/`)
    await own.edit('src/shop.css', 'red', 'blue')
    await says('hmr update /src/shop.css')
    await own.edit('src/pages/index.astro', 'one', 'two')
    await says('page reload src/pages/index.astro')
    await own.write('ssr-pages.config.js', 'export default {}')
    await says('the configuration has changed: restarting Vite')
  } finally {
    await server.stop()
    await own.remove()
  }
})

test('one save of .env that the watcher reports twice restarts Vite once', async () => {
  const line = 'the configuration has changed: restarting Vite'
  const own = await createProject({
    'src/pages/index.astro': '<h1>{import.meta.env.PUBLIC_WORD}</h1>',
    // Slow, so that the second report comes while it is read.
    'ssr-pages.config.js':
      'await new Promise((resolve) => setTimeout(resolve, 800))\nexport default {}',
  })
  const server = await startServer('dev-plain.mjs', own.root, 'node')
  try {
    const url = `http://localhost:${server.port}/`
    await fetch(url)
    await own.write('.env', 'PUBLIC_WORD=saved')
    await until(() => server.output().includes(line))
    await wait(200)
    const now = new Date()
    await utimes(join(own.root, '.env'), now, now)
    await until(async () => (await (await fetch(url)).text()).includes('<h1>saved</h1>'))
    expect(server.output().split(line)).toHaveLength(2)
  } finally {
    await server.stop()
    await own.remove()
  }
})

function open(server: Server, path: string): Promise<Response> {
  const headers = { accept: 'text/html' }
  return fetch(`http://localhost:${server.port}${path}`, { headers })
}

async function ask(server: Server, path: string, init: RequestInit = {}): Promise<string> {
  const origin = `http://localhost:${server.port}`
  const before = server.output()
  const headers = { accept: 'text/html' }
  await fetch(origin + path, { headers, ...init })
    .then((response) => response.text())
    .catch(() => '')
  await fetch(`${origin}/mark`)
  await until(() => server.output().slice(before.length).endsWith('mark\n'))
  return server.output().slice(before.length, -'mark\n'.length)
}
