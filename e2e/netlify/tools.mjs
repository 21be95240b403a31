import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const CLI = fileURLToPath(new URL('node_modules/netlify-cli/bin/run.js', import.meta.url))
const LOOPBACK_ONLY = new URL('loopback-only.mjs', import.meta.url).href
const PACKAGE = fileURLToPath(new URL('../..', import.meta.url))
const SITE = fileURLToPath(new URL('site', import.meta.url))

/** A folder for all files that the tools write. */
export const scratch = mkdtempSync(join(tmpdir(), 'ssr-pages-netlify-'))

/** The site, with the package of this repository installed in it. */
export const site = join(scratch, 'site')

cpSync(SITE, site, { recursive: true })
mkdirSync(join(site, 'node_modules/.bin'), { recursive: true })
mkdirSync(join(scratch, 'home'))
symlinkSync(PACKAGE, join(site, 'node_modules/ssr-pages'))
symlinkSync(join(PACKAGE, 'bin/ssr-pages.js'), join(site, 'node_modules/.bin/ssr-pages'))

// With CI=1 the tools ask no questions and send no statistics.
const ENV = {
  PATH: process.env.PATH,
  HOME: join(scratch, 'home'),
  CI: '1',
  BROWSER: 'none',
  NO_COLOR: '1',
  NODE_OPTIONS: `--import ${LOOPBACK_ONLY}`,
}

/** Starts Netlify's command line in the site. */
export function start(args, env = {}) {
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: site,
    env: { ...ENV, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (log += text))
  const ended = new Promise((resolve) => child.on('exit', resolve))
  const stop = () => (child.kill(), ended)
  return { ended, stop, log: () => log }
}

/** Runs the command to its end, and throws if it fails. */
export async function run(args, env) {
  const command = start(args, env)
  assert.equal(await command.ended, 0, command.log())
  return command.log()
}

/** Waits until a server answers. */
export async function untilReady(url, log) {
  for (let tries = 0; tries < 400; tries++) {
    try {
      return await fetch(url)
    } catch {
      await wait(100)
    }
  }
  throw new Error(`No server answers at ${url}:\n${log()}`)
}

/** Returns a port that is free at present. */
export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
      server.close(() => resolve(String(port)))
    })
  })
}
