/**
 * Keeps a server busy with everything that clients do. Fails when the server answers wrong, prints
 * an error or grows.
 *
 *     npm run soak [-- --seconds 60] [--seed 1] [--leak listener|heap|handle|socket|error|answer]
 *
 * The first half of the time warms the server up. At the end, the server may hold as much as in the
 * middle, but not more. `--leak` makes the server leak, to show that the script notices it.
 */
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { Agent } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createClient } from './soak/client.js'
import { findGrowth, toTable } from './soak/figures.js'
import { createRandom } from './soak/random.js'
import { runServer } from './soak/run-server.js'
import { VISITS } from './soak/visits.js'

const VISITORS = 12

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    leak: { type: 'string', default: '' },
  },
})
const seconds = Number(values.seconds)
const random = createRandom(Number(values.seed))
const site = fileURLToPath(new URL('soak/site', import.meta.url))
const outDir = `dist/${process.pid}`
/** Faults by kind: the first one, and how many there were. */
const faults = new Map()

console.log(
  `soak of ${seconds} s, ${VISITORS} visitors, seed ${values.seed}, Node ${process.version}`,
)
try {
  build()
  await soak()
} finally {
  rmSync(`${site}/${outDir}`, { recursive: true, force: true })
}
for (const [kind, { first, times }] of faults) {
  console.log(`FAILED: ${kind}${times > 1 ? ` (${times} times)` : ''}: ${first}`)
}
if (faults.size === 0) console.log('passed: all answers were right, and nothing grew')
else process.exitCode = 1

function build() {
  const cli = fileURLToPath(new URL('../bin/ssr-pages.js', import.meta.url))
  const args = [cli, 'build', site, '--outDir', outDir]
  const { status, signal, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`The pages were not built (${signal ?? status}):\n${stderr}`)
}

async function soak() {
  const pages = `${site}/${outDir}/pages`
  const complain = (text) => note('the server printed', text)
  const server = await runServer({ pages, leak: values.leak, complain })
  const client = createClient(server.port)
  /** One connection that stays open during the whole run. */
  const kept = new Agent({ keepAlive: true, maxSockets: 1 })
  const moments = {}
  try {
    await stayConnected(client, kept)
    moments.start = await server.readFigures()
    for (const moment of ['middle', 'end']) {
      await load(client, kept)
      client.close()
      moments[moment] = await server.readFigures()
    }
    for (const [label, growth] of findGrowth(moments.middle, moments.end)) note(label, growth)
  } catch (error) {
    note('the run broke off', error.message)
  } finally {
    kept.destroy()
    client.close()
    await server.stop()
  }
  report(client.counts, moments)
}

/** Lets visitors in for half of the time, and waits until the last one has left. */
async function load(client, kept) {
  const end = performance.now() + seconds * 500
  const choices = VISITS.flatMap(([weight, visit]) => Array(weight).fill(visit))
  const visitors = Array.from({ length: VISITORS }, async () => {
    while (performance.now() < end) await attempt(choices[random(choices.length)], client)
  })
  await Promise.all([...visitors, stayConnected(client, kept, end)])
}

async function stayConnected(client, agent, end = 0) {
  const visitAgain = async ({ ask }) => {
    const { status } = await ask({ path: '/products/1', headers: { 'x-kept': '1' }, agent })
    if (status !== 200) throw new Error(`status ${status}`)
  }
  do {
    await attempt(visitAgain, client)
    await wait(5)
  } while (performance.now() < end)
}

async function attempt(visit, client) {
  try {
    await visit(client, random)
  } catch (error) {
    note(visit.name, error.message)
  }
}

function note(kind, detail) {
  const { first, times } = faults.get(kind) ?? { times: 0 }
  const line = detail.trim().replace(/\s+/g, ' ').slice(0, 300)
  faults.set(kind, { first: first ?? line, times: times + 1 })
}

function report({ requests, aborted, answers }, moments) {
  const kinds = Object.entries(answers).sort(([a], [b]) => a.localeCompare(b))
  console.log(`requests  ${requests}`)
  console.log(`answers   ${kinds.map(([kind, count]) => `${count} ${kind}`).join(', ')}`)
  console.log(`aborts    ${aborted} survived`)
  console.log(toTable(moments))
}
