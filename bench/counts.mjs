import { readFileSync, writeFileSync } from 'node:fs'
import { start } from './server.mjs'
import { toTable } from './print.mjs'
import { verify } from './verify.mjs'

const LIMITS = new URL('limits.json', import.meta.url)

/** The pages that render synchronously. */
const COUNTED = ['H', 'U', 'T', 'S', 'L']

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
 * Counts the promises and bytes of synchronous pages, beyond those of bare `http`, and compares
 * them with the limits of `limits.json`.
 *
 * @param env - The package and its pages.
 * @param options - The `node` binary; `update` to write the counts, plus 5 %, as new limits.
 * @returns True when all counts are within the limits.
 * @throws Error when a page is not the expected document.
 */
export async function checkCounts(env, { node, update }) {
  await verify('ssr-pages', COUNTED, { node, env })
  const counts = await start('counts-worker.mjs', COUNTED, { node, env, execArgv: FLAGS }).first
  if (update) writeLimits(counts)
  const limits = JSON.parse(readFileSync(LIMITS, 'utf8'))
  console.log(
    toTable(
      COLUMNS,
      COUNTED.map((page) => ({ page, counts: counts[page], limit: limits[page] })),
    ),
  )
  const faults = COUNTED.flatMap((page) => findFaults(page, counts[page], limits[page]))
  for (const fault of faults) console.log(fault)
  if (faults.length === 0) console.log('all within their limits')
  return faults.length === 0
}

function findFaults(page, counts, limits) {
  return Object.entries(counts)
    .filter(([name, count]) => count > limits[name])
    .map(
      ([name, count]) =>
        `TOO MANY ${name} for one ${page}: ${count}, where the limit is ${limits[name]}`,
    )
}

// Versions of Node differ by less than 5 %, runs of the same version by less than 0.05 %.
function writeLimits(counts) {
  const limits = Object.entries(counts).map(([page, { promises, bytes }]) => [
    page,
    { promises, bytes: Math.ceil(bytes * 1.05) },
  ])
  writeFileSync(LIMITS, `${JSON.stringify(Object.fromEntries(limits), null, 2)}\n`)
}

const COLUMNS = {
  page: ({ page }) => page,
  'promises in 100 requests': ({ counts }) => counts.promises,
  'bytes a request': ({ counts }) => counts.bytes,
  'limit of bytes': ({ limit }) => limit.bytes,
}
