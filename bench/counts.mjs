import { readFileSync, writeFileSync } from 'node:fs'
import { buildOurs } from './builds.mjs'
import { CONSTRUCTS } from './constructs.mjs'
import { ISLANDS } from './islands.mjs'
import { start } from './server.mjs'
import { toTable } from './print.mjs'
import { verify } from './verify.mjs'

const LIMITS = new URL('limits.json', import.meta.url)

/** By site, what is counted. */
const COUNTED = {
  'ssr-pages': ['H', 'U', 'S', 'O', 'T', 'L', 'A', 'J', 'P', 'R'],
  islands: Object.keys(ISLANDS),
  constructs: CONSTRUCTS,
}

/**
 * Flags that make the numbers the same in every run: no optimising compiler, no collection in
 * between.
 */
const FLAGS = [
  '--expose-gc',
  '--no-opt',
  '--no-maglev',
  '--no-sparkplug',
  '--no-flush-bytecode',
  '--single-threaded-gc',
  '--min-semi-space-size=128',
  '--max-semi-space-size=128',
]

/**
 * Counts the promises and bytes of pages and constructs, beyond those of bare `http`, and compares them
 * with the limits of `limits.json`.
 *
 * @param options - The `node` binary; `update` to write the counts, plus 5 %, as new limits.
 * @returns True when all counts are within the limits.
 * @throws Error when a page is not the expected document.
 */
export async function checkCounts({ node, update }) {
  const counts = {}
  for (const [site, ids] of Object.entries(COUNTED)) {
    const env = buildOurs(node, site)
    if (site === 'ssr-pages') await verify(site, ids, { node, env })
    const worker = start('counts-worker.mjs', ids, { node, env, execArgv: FLAGS })
    Object.assign(counts, await worker.first)
  }
  if (update) writeLimits(counts)
  const limits = JSON.parse(readFileSync(LIMITS, 'utf8'))
  const rows = Object.keys(counts).map((id) => ({
    id,
    counts: counts[id],
    limit: limits[id] ?? NONE,
  }))
  console.log(toTable(COLUMNS, rows))
  const faults = rows.flatMap(findFaults)
  for (const fault of faults) console.log(fault)
  if (faults.length === 0) console.log('all within their limits')
  return faults.length === 0
}

const NONE = { promises: 0, bytes: 0 }

function findFaults({ id, counts, limit }) {
  return Object.entries(counts)
    .filter(([name, count]) => count > limit[name])
    .map(([name, count]) => `TOO MANY ${name} for ${id}: ${count}, the limit is ${limit[name]}`)
}

// Versions of Node differ by less than 5 %, runs of the same version by less than 0.2 %.
function writeLimits(counts) {
  const limits = Object.entries(counts).map(([page, { promises, bytes }]) => [
    page,
    { promises, bytes: Math.ceil(bytes * 1.05) },
  ])
  writeFileSync(LIMITS, `${JSON.stringify(Object.fromEntries(limits), null, 2)}\n`)
}

// A page is requested 100 times for its promises, a construct once with each shape of its data.
const COLUMNS = {
  page: ({ id }) => id,
  'promises of all': ({ counts }) => counts.promises,
  'bytes a request': ({ counts }) => counts.bytes,
  'limit of bytes': ({ limit }) => limit.bytes,
}
