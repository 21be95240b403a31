import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { findPort } from './support/free-port.ts'
import { blocksOf, commandsOf, writeFiles } from './support/guide.ts'
import { ROOT } from './support/root.ts'
import { until } from './support/until.ts'

const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
const blocks = blocksOf(readme)

/** Follows the README in an empty folder, with the package as it would be published. */
describe('what the README says', () => {
  const folder = mkdtempSync(join(tmpdir(), 'read me '))
  let server: ReturnType<typeof spawn>
  let url: string

  beforeAll(async () => {
    const packages = [ROOT, join(ROOT, 'packages/build')]
    run('npm', 'pack', ...packages, '--ignore-scripts', '--silent')
    const tarballs = readdirSync(folder).filter((name) => name.endsWith('.tgz'))
    const find = (name: RegExp) => `"./${tarballs.find((file) => name.test(file))}"`
    writeFiles(folder, blocks)
    for (const command of commandsOf(blocks).filter((line) => !line.startsWith('node '))) {
      run(
        'bash',
        '-c',
        command
          .replace('install ssr-pages', `install ${find(/^ssr-pages-\d/)}`)
          .replace('@ssr-pages/build', find(/^ssr-pages-build/)),
      )
    }
    const port = await findPort()
    server = spawn(
      'bash',
      ['-c', `exec ${commandsOf(blocks).find((line) => line.startsWith('node '))}`],
      {
        cwd: folder,
        env: { ...process.env, PORT: String(port) },
      },
    )
    url = `http://localhost:${port}`
    await until(() => fetch(url).then(Boolean, () => false))
  }, 180_000)

  afterAll(() => {
    server?.kill()
    rmSync(folder, { recursive: true, force: true })
  })

  test('the page works', async () => {
    const response = await fetch(`${url}/hello/Ada`)
    expect(response.status).toBe(200)
    expect(await response.text()).toMatch(/<h1 class="astro-\w+">Hello Ada<\/h1>/)
  })

  test('its style is served', async () => {
    const page = await (await fetch(`${url}/hello/Ada`)).text()
    const [, href = ''] = /<link rel="stylesheet" href="([^"]+)">/.exec(page) ?? []
    expect(await (await fetch(url + href)).text()).toMatch(/color:\s*teal/)
  })

  test('its Response has the status text', async () => {
    const { status, statusText } = await fetch(`${url}/hello/nobody`)
    expect([status, statusText]).toEqual([404, 'Not found'])
  })

  test('the API route answers as documented', async () => {
    expect(await (await fetch(`${url}/api/squares/4`)).text()).toBe('{"square":16}')
  })

  test('a handler renders the view', async () => {
    const response = await fetch(`${url}/clock`)
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ])
    expect(await response.text()).toMatch(/<h1>It is \d+ o'clock<\/h1>/)
  })

  test('other requests are answered by the server itself', async () => {
    const nothing = await fetch(`${url}/nothing`)
    expect([nothing.status, await nothing.text()]).toEqual([
      404,
      expect.stringContaining('Cannot GET /nothing'),
    ])
  })

  function run(command: string, ...args: string[]): string {
    return execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' })
  }
})

test('the server in the README has no more than 12 lines of code', () => {
  const server = blocks.find(({ code }) => code.startsWith('// server.js'))
  expect(server?.code.trim().split('\n').length).toBeLessThanOrEqual(12)
})
