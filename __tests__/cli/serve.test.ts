import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ROOT } from '../support/root.ts'
import { runCli } from '../support/cli.ts'
import { type Project, createProject } from '../dev/project.ts'

let project: Project

beforeAll(async () => {
  project = await createProject({ 'src/pages/index.astro': '<h1>hello</h1>' })
  await runCli('build', project.root, '--outDir', 'out')
})

afterAll(() => project.remove())

const commands = [
  { args: ['dev'], seen: /client\.js.*<h1>hello<\/h1>/ },
  { args: ['preview', '--outDir', 'out'], seen: /^<!DOCTYPE html><h1>hello<\/h1>$/ },
]

test.each(commands)('ssr-pages $args serves a project without a server of its own', async (run) => {
  const [command = '', ...options] = run.args
  const child = start([command, project.root, ...options, '--port', '0'])
  try {
    const [line] = await once(child.stdout, 'data')
    const response = await fetch(String(line).trim())
    expect(await response.text()).toMatch(run.seen)
  } finally {
    child.kill()
    await once(child, 'close')
  }
})

test('the host and port of an astro.config are used, unless the command line names others', async () => {
  const server = "{ host: '127.0.0.1', port: 0 }"
  const ofAstro = await createProject({
    'src/pages/index.astro': '<h1>hello</h1>',
    'astro.config.mjs': `export default { output: 'server', server: ${server} }`,
  })
  await runCli('build', ofAstro.root)
  const cases = [
    { args: ['dev'], seen: /^http:\/\/127\.0\.0\.1:\d+\n/ },
    { args: ['preview'], seen: /^http:\/\/127\.0\.0\.1:\d+\n/ },
    { args: ['preview', '--host', 'localhost'], seen: /^http:\/\/localhost:\d+\n/ },
  ]
  for (const { args, seen } of cases) {
    const [command = '', ...options] = args
    const child = start([command, ofAstro.root, ...options])
    const [line] = await once(child.stdout, 'data')
    child.kill()
    await once(child, 'close')
    expect(String(line)).toMatch(seen)
  }
  await ofAstro.remove()
})

const mistakes = [
  { args: ['dev', 'nowhere'], code: 1, seen: /There is no folder .*nowhere\n/ },
  {
    args: ['preview', 'nowhere'],
    code: 1,
    seen: /There is no build in .*nowhere\/dist\nRun `npx ssr-pages build` first/,
  },
  { args: ['dev', '--port', 'abc'], code: 2, seen: /--port must be a number/ },
  { args: ['dev', '--port', '65536'], code: 2, seen: /--port must be a number/ },
  {
    args: ['dev', '--port', 'TAKEN'],
    code: 1,
    seen: /http:\/\/localhost:\d+: another process uses the port \(EADDRINUSE\)\n.*--port \d+/,
  },
  { args: ['preview', '--outDir', 'out', '--port', 'TAKEN'], code: 1, seen: /EADDRINUSE/ },
  { args: ['dev', '--host', 'no-such.invalid'], code: 1, seen: /that host name does not exist/ },
  {
    args: ['dev', '--host', '192.0.2.1'],
    code: 1,
    seen: /192\.0\.2\.1:3000: .*\(EADDRNOTAVAIL\)\nSet `--host`/,
  },
]

test.each(mistakes)(
  'ssr-pages $args says what is wrong, and ends',
  async ({ args, code, seen }) => {
    const other = createServer()
    await once(other.listen(0, 'localhost'), 'listening')
    const port = String((other.address() as AddressInfo).port)
    const given = args.map((arg) => (arg === 'TAKEN' ? port : arg))
    const { status, stdout, stderr } = await run(given)
    other.close()
    expect([status, stdout]).toEqual([code, ''])
    expect(stderr).toMatch(seen)
    expect(stderr).not.toMatch(/^ +at /m)
  },
)

test.each(['SIGINT', 'SIGTERM'] as const)('ssr-pages dev ends at once on %s', async (signal) => {
  const child = start(['dev', '--port', '0'])
  const [line] = await once(child.stdout, 'data')
  await (await fetch(String(line).trim())).text()
  child.kill(signal)
  expect(await once(child, 'close')).toEqual([null, signal])
})

function start(args: readonly string[]) {
  const env = { ...process.env, NODE_ENV: undefined }
  const bin = `${ROOT}/bin/ssr-pages.js`
  return spawn(process.execPath, [bin, ...args], { env, cwd: project.root })
}

async function run(args: readonly string[]) {
  const child = start(args)
  const printed = [text(child.stdout), text(child.stderr), once(child, 'close')] as const
  const [stdout, stderr, [status]] = await Promise.all(printed)
  return { status, stdout, stderr }
}
