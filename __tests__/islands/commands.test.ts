import { type ChildProcess, execFile, spawn } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { browserPath, openPage, startBrowser } from '../support/browser.ts'
import { findPort } from '../support/free-port.ts'
import { blocksOf, commandsOf, writeFiles } from '../support/guide.ts'
import { type Registry, startRegistry } from '../support/registry.ts'
import { ROOT } from '../support/root.ts'
import { untilMatches } from '../support/until.ts'

const describeInBrowser = browserPath === undefined ? describe.skip : describe

const FRAMEWORKS = ['react', 'preact', 'solid', 'vue', 'svelte']

/** What the button shows after a click, and what the browser complained about. */
interface Counted {
  readonly text: string
  readonly complaints: readonly string[]
}

const readme = blocksOf(readFileSync(join(ROOT, 'README.md'), 'utf8'))
const page = readFileSync(join(ROOT, 'docs/islands.md'), 'utf8')

/** The text for one framework, or for all of them, by the comment before it. */
const parts = new Map(
  page
    .split(/^<!-- framework: (?=\w+ -->)/m)
    .slice(1)
    .map((text) => [text.slice(0, text.indexOf(' ')), blocksOf(text)]),
)

/** Follows docs/islands.md in a new folder for each framework, with the packages as published. */
describeInBrowser('the commands for islands', () => {
  const folder = mkdtempSync(join(tmpdir(), 'islands docs '))
  const servers: ChildProcess[] = []
  const counters = new Map<string, Promise<Counted>>()
  let registry: Registry
  let browser: Browser

  beforeAll(async () => {
    mkdirSync(join(folder, 'start'))
    const packages = [ROOT, join(ROOT, 'packages/build')]
    await run(folder, 'npm', 'pack', ...packages, '--ignore-scripts', '--silent')
    const tarballs = readdirSync(folder).filter((name) => name.endsWith('.tgz'))
    registry = await startRegistry(tarballs.map((name) => join(folder, name)))
    for (const command of commandsOf(readme).filter((line) => line.startsWith('npm '))) {
      await inShell(join(folder, 'start'), command)
    }
    writeFiles(
      join(folder, 'start'),
      readme.filter(({ code }) => code.startsWith('// server.js')),
    )
    browser = await startBrowser()
    // Two at once: npm mostly waits.
    const lanes = [Promise.resolve<unknown>(undefined), Promise.resolve<unknown>(undefined)]
    for (const [index, framework] of FRAMEWORKS.entries()) {
      const counted = (lanes[index % 2] ?? Promise.resolve()).then(() => count(framework))
      counters.set(framework, counted)
      lanes[index % 2] = counted.catch(() => {})
    }
  }, 180_000)

  afterAll(async () => {
    await Promise.allSettled(counters.values())
    await browser?.close()
    for (const server of servers) server.kill()
    registry?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test.each(FRAMEWORKS)(
    'give a counter of %s that counts in a browser',
    async (framework) => {
      expect(await counters.get(framework)).toEqual({ text: 'Clicked 6 times', complaints: [] })
    },
    180_000,
  )

  async function count(framework: string): Promise<Counted> {
    const root = join(folder, framework)
    cpSync(join(folder, 'start'), root, { recursive: true, verbatimSymlinks: true })
    const own = parts.get(framework) ?? []
    const shared = parts.get('all') ?? []
    const component = writeFiles(root, own).find((file) => file.includes('/Counter.')) ?? ''
    const [written = ''] = writeFiles(root, shared)
    const source = readFileSync(join(root, written), 'utf8')
    writeFileSync(join(root, written), source.replace('Counter.jsx', basename(component)))
    const [build = '', start = ''] = commandsOf(shared)
    for (const command of [...commandsOf(own), build]) await inShell(root, command)

    const port = await findPort()
    const server = spawn('bash', ['-c', `exec ${start}`], {
      cwd: root,
      env: { ...process.env, PORT: String(port) },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    servers.push(server)
    const url = `http://localhost:${port}/counter`
    const ask = async () => String((await fetch(url)).status)
    await untilMatches(ask, /^200$/)
    const { page: opened, complaints } = await openPage(browser)
    await opened.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }))
    await opened.goto(url)
    await opened.waitForSelector('astro-island:not([ssr])')
    await opened.getByRole('button').click()
    await opened.getByText('Clicked 6').waitFor()
    const text = (await opened.getByRole('button').textContent()) ?? ''
    await opened.close()
    return { text, complaints }
  }

  function inShell(cwd: string, command: string): Promise<string> {
    return run(cwd, 'bash', '-c', command)
  }

  async function run(cwd: string, command: string, ...args: readonly string[]): Promise<string> {
    const env = {
      ...process.env,
      npm_config_registry: registry?.url,
      npm_config_cache: join(folder, '.npm'),
      npm_config_audit: 'false',
      npm_config_fund: 'false',
      // `npm test` passes the setting of this repository on.
      npm_config_legacy_peer_deps: 'false',
    }
    const { stdout } = await promisify(execFile)(command, args, { cwd, env })
    return stdout
  }
})
