import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Project, createProject } from './project.ts'

/** Uses of pages in development by tests of users. */
function userTest(use: string, imports = ''): string {
  return `import assert from 'node:assert/strict'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { test } from 'node:test'
import express from 'express'
import { ssrPages } from 'ssr-pages'
${imports}
const pages = ssrPages({ dev: true, root: import.meta.dirname, dir: import.meta.dirname + '/dist/pages', log: false })
const listen = async (host) => {
  const server = createServer(host).listen(0)
  await once(server, 'listening')
  return server
}
const get = async (server, path = '/') => {
  const headers = { accept: 'text/html' }
  const answer = await fetch('http://localhost:' + server.address().port + path, { headers })
  assert.equal(answer.status, 200)
  return answer.text()
}
test('a page', async () => {
${use}
})
`
}

const uses: readonly (readonly [name: string, use: string, imports?: string])[] = [
  [
    'a page of an Express app',
    `const server = await listen(express().use(pages))
  assert.match(await get(server), /home/)
  server.close()`,
  ],
  [
    'a page of a plain server, and waits for the end of the server',
    `const server = await listen(pages)
  await get(server)
  await new Promise((resolve) => server.close(resolve))`,
  ],
  [
    'styles, scripts and files of a page',
    `const server = await listen(pages)
  const html = await get(server, '/styled')
  for (const [, path] of html.matchAll(/(?:href|src)="([^"]+)"/g)) await get(server, path.replaceAll('&amp;', '&'))
  server.close()`,
  ],
  ['pages.render()', "assert.match(await pages.render('/styled'), /color/)"],
  [
    'pages.fetch()',
    "assert.match(await (await pages.fetch(new Request('http://localhost/'))).text(), /home/)",
  ],
  [
    'a page before and after .env was saved',
    `const server = await listen(pages)
  await get(server)
  writeFileSync(import.meta.dirname + '/.env', 'PUBLIC_WORD=' + Math.random())
  for (let count = 0; count < 20; count++) await get(server)
  server.close()`,
  ],
  [
    "a path outside of the base, which is the host's although the site renders its own 404",
    `const root = import.meta.dirname + '/below'
  mkdirSync(root + '/src/pages', { recursive: true })
  writeFileSync(root + '/package.json', '{"type":"module"}')
  writeFileSync(root + '/ssr-pages.config.mjs', "export default { base: '/docs' }")
  writeFileSync(root + '/src/pages/index.astro', '<p>docs</p>')
  const docs = ssrPages({ dev: true, root, dir: root + '/dist/pages', log: false, notFound: 'render' })
  const server = await listen(express().use(docs, (req, res) => res.send('host')))
  assert.equal(await get(server, '/other'), 'host')
  assert.match(await get(server, '/docs'), /docs/)
  server.close()`,
    "import { mkdirSync } from 'node:fs'",
  ],
  [
    'an open page, whose browser keeps its socket',
    `const server = await listen(pages)
  const html = await get(server)
  const client = await get(server, '/@vite/client')
  const [, token] = /wsToken = "([^"]+)"/.exec(client)
  const url = 'ws://localhost:' + server.address().port + '/@ssr-pages/socket?token=' + token
  const socket = new WebSocket(url, 'vite-hmr')
  await once(socket, 'open')
  await new Promise((resolve) => server.close(resolve))`,
    "import { WebSocket } from 'ws'",
  ],
]

const FILES = {
  'src/pages/index.astro': '<p>home {import.meta.env.PUBLIC_WORD}</p>',
  'src/pages/styled.astro': `---
import '../site.scss'
---
<p>styled</p><style lang="scss">$color: red; p { color: $color }</style><script>import '../menu.ts'</script>`,
  'src/site.scss': '$color: red; p { color: $color }',
  'src/menu.ts': "console.log('menu')",
}

let project: Project

beforeAll(async () => {
  project = await createProject(FILES)
})

afterAll(() => project?.remove())

describe('a test that does not call close() ends after it used', () => {
  test.each(uses.map((use) => [use[0], use] as const))('%s', async (name, [, use, imports]) => {
    const file = `${name.replaceAll(/\W+/g, '-')}.test.mjs`
    await project.write(file, userTest(use, imports))
    const { code, printed } = await run(['--test', file])
    expect([code, printed]).toEqual([0, expect.stringMatching(/^(?:#|ℹ) pass 1$/m)])
  })
})

/** Runs Node in the project. If it does not end by itself, it is killed, and its code is `null`. */
async function run(args: readonly string[]): Promise<{ code: number | null; printed: string }> {
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'] }
  const child = spawn(process.execPath, args, { cwd: project.root, env, detached: true })
  let printed = ''
  const keep = (text: Buffer) => (printed += text.toString())
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  // Kills the processes that it has started, too.
  const timer = setTimeout(() => child.pid && process.kill(-child.pid, 'SIGKILL'), 30_000)
  const [code] = (await once(child, 'close')) as [number | null]
  clearTimeout(timer)
  return { code, printed }
}
