/**
 * Measures ssr-pages beside its peers. README.md says what is measured, and how.
 *
 *     npm run bench [-- --rounds 3] [--seconds 3] [--node 24] [--parts pages,render,views,constructs,netlify,routing,startup,builds,content]
 *     npm run bench -- --targets                     only what the targets compare
 *     npm run bench -- --pages H,T --peers ssr-pages,template
 *     npm run bench -- --parts constructs [--only text,spread] [--shapes cjk] [--against <ref>]
 *     npm run bench -- --parts content --node 24 [--entries 5000]
 *     npm run bench -- --quick [--against <ref>]     in under a minute
 *     npm run bench -- --render [--against <ref>]    rendering alone, in process
 *     npm run bench -- --islands                     an island against the HTML of its component
 *     npm run bench -- --counts [--update]           promises and bytes against their limits
 */
import { parseArgs } from 'node:util'
import { ROOT, buildAgainst, buildOurs } from './builds.mjs'
import { CONSTRUCTS, SHAPES, measureConstructs } from './constructs.mjs'
import { measureBoot } from './boot.mjs'
import { checkCounts } from './counts.mjs'
import { measureContent } from './content.mjs'
import { measureIslands } from './islands.mjs'
import { describeMachine, findNode } from './machine.mjs'
import { measureMatching } from './matching.mjs'
import { PAGES } from './pages.mjs'
import { PEERS } from './peers.mjs'
import { buildAstro, preparePeers } from './prepare.mjs'
import { pageTables, renderTable } from './print.mjs'
import { measureRender } from './render.mjs'
import { toMarkdown, versionsOf, writeResults } from './results.mjs'
import { measureRounds } from './rounds.mjs'
import { measureRouting } from './routing.mjs'
import { measureBuilds } from './site-builds.mjs'
import { measureStartup } from './startup.mjs'
import { summarise } from './summary.mjs'
import { COMPARED } from './targets.mjs'
import { measureViews } from './views.mjs'

const { values } = parseArgs({
  options: {
    pages: { type: 'string' },
    peers: { type: 'string' },
    parts: { type: 'string' },
    only: { type: 'string' },
    shapes: { type: 'string' },
    entries: { type: 'string', default: '5000' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '3' },
    node: { type: 'string' },
    against: { type: 'string' },
    targets: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    render: { type: 'boolean', default: false },
    islands: { type: 'boolean', default: false },
    counts: { type: 'boolean', default: false },
    update: { type: 'boolean', default: false },
  },
})
const binary = findNode(values.node)
const node = binary.path
const rounds = Number(values.rounds)
const machine = `${describeMachine()}, Node ${binary.version}`
console.log(machine)
const PARTS = [
  'pages',
  'render',
  'views',
  'constructs',
  'netlify',
  'routing',
  'startup',
  'builds',
  'content',
]
/** `host` is only the base for routing and start-up. */
const ALL = Object.keys(PEERS).filter((peer) => PEERS[peer].pages !== '' && peer !== 'release')
/** The hand-written functions for `measureRender`: alone, and with the work of sending. */
const TEMPLATES = { template: {}, 'template, sent': { BENCH_SENT: '1' } }
const mode = ['quick', 'render', 'islands', 'counts'].find((name) => values[name]) ?? 'full'
await { quick, render, islands, counts, full }[mode]()

async function quick() {
  const envs = environments()
  const peers = ['express-send', 'template', ...Object.keys(envs)]
  const subjects = {
    pages: listOf(values.pages, ['H', 'S', 'T', 'L']),
    peers: await preparePeers(peers, binary),
    envOf: (peer) => envs[peer],
  }
  const rows = await measureRounds(subjects, { rounds: 1, seconds: 1, warmup: 1, node })
  console.log(`\n${pageTables(summarise(rows))}`)
}

async function render() {
  const variants = { ...TEMPLATES, ...environments() }
  const pages = listOf(values.pages, ['T', 'S', 'O', 'L', 'H'])
  console.log(
    `\n${renderTable(await measureRender(variants, { pages, slices: 4 * rounds, node }))}`,
  )
}

async function islands() {
  const env = buildOurs(node, 'islands')
  console.log(`\n${await measureIslands(env, { rounds: 200 * rounds, node })}`)
}

async function counts() {
  const isWithin = await checkCounts({ node, update: values.update })
  if (!isWithin) process.exitCode = 1
}

async function full() {
  const isOfPages = values.pages !== undefined || values.peers !== undefined
  const chosen = listOf(values.parts, isOfPages ? ['pages'] : PARTS)
  const peers = await preparePeers(listOf(values.peers, neededPeers(chosen)), binary)
  const parts = partsOf(peers, buildOurs(node))
  const setting = `${rounds} rounds of ${values.seconds} s`
  const results = { machine: `${machine}, ${setting}. ${versionsOf(peers)}.` }
  const isWhole = !isOfPages && values.parts === undefined && !values.targets
  // After each part, because a later part may fail.
  for (const part of chosen) {
    Object.assign(results, await parts[part]())
    console.log(`written to ${writeResults(results, isWhole).replace(ROOT, '')}`)
  }
  console.log(`\n${toMarkdown(results)}`)
}

function neededPeers(parts) {
  if (parts.join() === 'views') return ['ssr-pages']
  if (!parts.includes('pages')) return ['astro']
  return values.targets ? [...new Set(Object.values(COMPARED).flat())] : ALL
}

// The parts of a run by name.
function partsOf(peers, env) {
  const envOf = (peer) => (peer.startsWith('host') || peer === 'ssr-pages' ? env : {})
  const times = { rounds, seconds: Number(values.seconds), warmup: 2, node }
  const astro = peers.filter((peer) => peer === 'astro')
  return {
    async pages() {
      const pages = listOf(values.pages, Object.keys(PAGES))
      const isWanted = values.targets ? isCompared : undefined
      const rows = await measureRounds({ pages, peers, isWanted, envOf }, times)
      return { entries: summarise(rows), rows }
    },
    async render() {
      const options = { pages: ['T', 'S', 'O', 'L', 'H'], slices: 8 * rounds, node }
      return { render: await measureRender({ ...TEMPLATES, 'ssr-pages': env }, options) }
    },
    async views() {
      return { views: await measureViews(env, { slices: 8 * rounds, node }) }
    },
    async constructs() {
      const options = {
        constructs: listOf(values.only, CONSTRUCTS),
        shapes: listOf(values.shapes, SHAPES),
        slices: 2 * rounds,
        node,
      }
      return { constructs: await measureConstructs(constructPeers(astro), options) }
    },
    async netlify() {
      const { release, ...own } = environments()
      if (release === undefined) return {}
      const options = {
        pages: ['H', 'J', 'P'].flatMap((id) => [id, `${id}, read`]),
        slices: 8 * rounds,
        node,
        worker: 'netlify-worker.mjs',
      }
      return { netlify: await measureRender({ release, ...own }, options) }
    },
    async routing() {
      return {
        matching: await measureMatching({ node }),
        boot: measureBoot([1000, 10_000], { runs: 2 * rounds + 1, node }),
        routing: await measureRouting(times),
      }
    },
    async startup() {
      const options = { runs: 2 * rounds + 1, node, envOf }
      return { startup: await measureStartup(['host', 'host-with-pages', ...astro], options) }
    },
    builds() {
      return { builds: measureBuilds(['ssr-pages', ...astro], { runs: rounds, node }) }
    },
    async content() {
      const options = { entries: Number(values.entries), runs: rounds, node }
      return { content: await measureContent(['ssr-pages', ...astro], options) }
    },
  }
}

function constructPeers([astro]) {
  if (astro) buildAstro(node, 'constructs.config.mjs')
  const release = values.only && values.against && buildAgainst(node, values.against, 'constructs')
  return {
    'by-hand': {},
    'ssr-pages': buildOurs(node, 'constructs'),
    ...(astro && { astro: { BENCH_ASTRO: 'astro-constructs' } }),
    ...(release && { release }),
  }
}

function isCompared(page, peer) {
  return COMPARED[page].includes(peer)
}

function listOf(text, all) {
  return text?.split(',') ?? all
}

function environments() {
  const release = buildAgainst(node, values.against)
  return { 'ssr-pages': buildOurs(node), ...(release && { release }) }
}
