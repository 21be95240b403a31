/**
 * Measures ssr-pages beside its peers. README.md says what is measured, and how.
 *
 *     npm run bench [-- --rounds 3] [--seconds 3] [--node 24] [--parts pages,render,routing,startup,builds]
 *     npm run bench -- --pages H,T --peers ssr-pages,template
 *     npm run bench -- --quick [--against <ref>]     in under a minute
 *     npm run bench -- --render [--against <ref>]    rendering alone, in process
 *     npm run bench -- --counts [--update]           promises and bytes against their limits
 */
import { parseArgs } from 'node:util'
import { ROOT, buildAgainst, buildOurs } from './builds.mjs'
import { checkCounts } from './counts.mjs'
import { describeMachine, findNode } from './machine.mjs'
import { PAGES } from './pages.mjs'
import { PEERS } from './peers.mjs'
import { preparePeers } from './prepare.mjs'
import { pageTables, renderTable } from './print.mjs'
import { measureRender } from './render.mjs'
import { toMarkdown, versionsOf, writeResults } from './results.mjs'
import { measureRounds } from './rounds.mjs'
import { measureRouting } from './routing.mjs'
import { measureBuilds } from './site-builds.mjs'
import { measureStartup } from './startup.mjs'
import { summarise } from './summary.mjs'

const { values } = parseArgs({
  options: {
    pages: { type: 'string' },
    peers: { type: 'string' },
    parts: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '3' },
    node: { type: 'string' },
    against: { type: 'string' },
    quick: { type: 'boolean', default: false },
    render: { type: 'boolean', default: false },
    counts: { type: 'boolean', default: false },
    update: { type: 'boolean', default: false },
  },
})
const binary = findNode(values.node)
const node = binary.path
const rounds = Number(values.rounds)
const machine = `${describeMachine()}, Node ${binary.version}`
console.log(machine)
const mode = ['quick', 'render', 'counts'].find((name) => values[name]) ?? 'full'
await { quick, render, counts, full }[mode]()

async function quick() {
  const envs = environments()
  const peers = ['express-send', 'template', ...Object.keys(envs)]
  const rows = await measureRounds({
    pages: listOf(values.pages, [...'HSTL']),
    peers: await preparePeers(peers, binary),
    rounds: 1,
    seconds: 1,
    warmup: 1,
    node,
    envOf: (peer) => envs[peer],
  })
  console.log(`\n${pageTables(summarise(rows))}`)
}

async function render() {
  const variants = { template: {}, ...environments() }
  const pages = listOf(values.pages, [...'TSLH'])
  console.log(
    `\n${renderTable(await measureRender(variants, { pages, slices: 4 * rounds, node }))}`,
  )
}

async function counts() {
  const isWithin = await checkCounts(buildOurs(node), { node, update: values.update })
  if (!isWithin) process.exitCode = 1
}

async function full() {
  const wanted = listOf(
    values.peers,
    Object.keys(PEERS).filter((peer) => isMeasured(peer)),
  )
  const peers = await preparePeers(wanted, binary)
  const env = buildOurs(node)
  const envOf = (peer) => (peer.startsWith('host') || peer === 'ssr-pages' ? env : {})
  const times = { rounds, seconds: Number(values.seconds), warmup: 2, node }
  const parts = {
    async pages() {
      const pages = listOf(values.pages, Object.keys(PAGES))
      const rows = await measureRounds({ pages, peers, ...times, envOf })
      return { entries: summarise(rows), rows }
    },
    render: async () => ({
      render: await measureRender(
        { template: {}, 'ssr-pages': env },
        { pages: [...'TSLH'], slices: 8 * rounds, node },
      ),
    }),
    routing: async () => ({ routing: await measureRouting(times) }),
    async startup() {
      const servers = ['host', 'host-with-pages', ...peers.filter((peer) => peer === 'astro')]
      return { startup: await measureStartup(servers, { runs: 2 * rounds + 1, node, envOf }) }
    },
    builds() {
      const builders = ['ssr-pages', ...peers.filter((peer) => peer === 'astro')]
      return { builds: measureBuilds(builders, { runs: rounds, node }) }
    },
  }
  const isPartial = values.pages ?? values.peers ?? values.parts
  const chosen = listOf(
    values.parts,
    (values.pages ?? values.peers) ? ['pages'] : Object.keys(parts),
  )
  const results = {
    machine: `${machine}, ${rounds} rounds of ${times.seconds} s. ${versionsOf(peers)}.`,
  }
  for (const part of chosen) Object.assign(results, await parts[part]())
  console.log(`\n${toMarkdown(results)}`)
  console.log(`written to ${writeResults(results, isPartial === undefined).replace(ROOT, '')}`)
}

function isMeasured(peer) {
  return PEERS[peer].pages !== '' && peer !== 'release'
}

function listOf(text, all) {
  return text?.split(',') ?? all
}

function environments() {
  const release = buildAgainst(node, values.against)
  return { 'ssr-pages': buildOurs(node), ...(release && { release }) }
}
