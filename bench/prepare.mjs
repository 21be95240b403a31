import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { compilePeer } from './compile.mjs'
import { hasWrk } from './machine.mjs'
import { PEERS } from './peers.mjs'

const BENCH = fileURLToPath(new URL('.', import.meta.url))

/** Peers that need only packages of the repository itself. */
const AT_HAND = new Set([
  'raw-http',
  'express-send',
  'express-end',
  'template',
  'ssr-pages',
  'release',
])

/**
 * Installs the packages of peers, and compiles those whose sources do not run unchanged.
 *
 * @param peers - Their names.
 * @param node - The binary and its version.
 * @returns The peers that can be served. The others are named on the console.
 */
export async function preparePeers(peers, { path, version }) {
  const others = peers.filter((peer) => !AT_HAND.has(peer))
  if (others.length > 0 || !hasWrk) install()
  const ready = peers.filter((peer) => isNewEnough(peer, version))
  for (const peer of ready.filter((name) => !AT_HAND.has(name))) await compilePeer(peer)
  if (ready.includes('astro')) buildAstro(path, 'astro.config.mjs')
  return ready
}

function isNewEnough(peer, version) {
  const { minimum = 0 } = PEERS[peer]
  const isEnough = Number(version.slice(1).split('.')[0]) >= minimum
  if (!isEnough) console.log(`SKIPPED: ${peer}, which needs Node ${minimum} (--node 24)`)
  return isEnough
}

function install() {
  if (existsSync(`${BENCH}node_modules/.package-lock.json`)) return
  /** @type {import('node:child_process').ExecFileSyncOptions} */
  const options = { cwd: BENCH, stdio: 'inherit', shell: process.platform === 'win32' }
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], options)
}

/**
 * Builds a site with Astro.
 *
 * @param node - The binary to build with.
 * @param config - The file in `sites/astro`.
 */
export function buildAstro(node, config) {
  const env = { ...process.env, NODE_ENV: 'production', ASTRO_TELEMETRY_DISABLED: '1' }
  const args = [`${BENCH}node_modules/astro/bin/astro.mjs`, 'build', '--config', config]
  execFileSync(node, args, {
    cwd: `${BENCH}sites/astro`,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}
