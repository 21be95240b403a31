/**
 * Measures ssr-pages beside its peers. See README.md for what is measured, and how.
 *
 *     npm run bench [-- --pages H,T] [--peers a,b] [--rounds 3] [--seconds 3] [--node 24]
 *     npm run bench -- --quick [--against <ref>]     in under a minute
 *     npm run bench -- --render [--against <ref>]    rendering alone, in process
 */
import { parseArgs } from 'node:util'
import { buildAgainst, buildOurs } from './builds.mjs'
import { describeMachine, findNode } from './machine.mjs'
import { PAGES } from './pages.mjs'
import { PEERS } from './peers.mjs'
import { pageTables, renderTable } from './print.mjs'
import { measureRender } from './render.mjs'
import { measureRounds } from './rounds.mjs'
import { summarise } from './summary.mjs'

const { values } = parseArgs({
  options: {
    pages: { type: 'string' },
    peers: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '3' },
    node: { type: 'string' },
    against: { type: 'string' },
    quick: { type: 'boolean', default: false },
    render: { type: 'boolean', default: false },
  },
})
const { path: node, version } = findNode(values.node)
console.log(`${describeMachine()}, Node ${version}`)
const mode = ['quick', 'render'].find((name) => values[name]) ?? 'full'
await { quick, render, full }[mode]()

async function quick() {
  const envs = environments()
  const rows = await measureRounds({
    pages: values.pages?.split(',') ?? [...'HSTL'],
    peers: ['express-send', 'template', ...Object.keys(envs)],
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
  const pages = values.pages?.split(',') ?? [...'TSLH']
  const slices = 4 * Number(values.rounds)
  console.log(`\n${renderTable(await measureRender(variants, { pages, slices, node }))}`)
}

async function full() {
  const envs = { 'ssr-pages': buildOurs(node) }
  const rows = await measureRounds({
    pages: values.pages?.split(',') ?? Object.keys(PAGES),
    peers: values.peers?.split(',') ?? Object.keys(PEERS).filter((peer) => peer !== 'release'),
    rounds: Number(values.rounds),
    seconds: Number(values.seconds),
    warmup: 2,
    node,
    envOf: (peer) => envs[peer],
  })
  console.log(`\n${pageTables(summarise(rows))}`)
}

function environments() {
  const release = buildAgainst(node, values.against)
  return { 'ssr-pages': buildOurs(node), ...(release && { release }) }
}
