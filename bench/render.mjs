import { median } from './median.mjs'
import { start } from './server.mjs'

/** Milliseconds of one slice: short, because the machine's speed changes every few seconds. */
const SLICE = 150

/**
 * Times answers without a server: each variant runs in a process of its own, one slice at a time in
 * turn.
 *
 * @param variants - By name, additions to the environment of the worker.
 * @param {{ pages: string[], slices: number, node: string, worker?: string }} options - The `pages`
 *   by id, the number of `slices` of each, the `node` binary, and the module to run.
 *   (default: rendering alone)
 * @returns Rows with page, variant, microseconds, and the ratio to the first variant in the same
 *   slice.
 */
export async function measureRender(
  variants,
  { pages, slices, node, worker: file = 'render-worker.mjs' },
) {
  const workers = []
  try {
    for (const [name, env] of Object.entries(variants)) {
      const worker = start(file, [], { node, env })
      workers.push({ name, worker })
      await worker.first
    }
    const rows = []
    for (const id of pages) rows.push(...(await compare(workers, id, slices)))
    return rows
  } finally {
    await Promise.all(workers.map(({ worker }) => worker.stop()))
  }
}

async function compare(workers, id, slices) {
  const times = new Map(workers.map(({ name }) => [name, []]))
  for (const { worker } of workers) await worker.ask({ id, ms: 3 * SLICE })
  for (let slice = 0; slice < slices; slice++) {
    const order = slice % 2 === 0 ? workers : workers.toReversed()
    for (const { name, worker } of order) times.get(name).push(await worker.ask({ id, ms: SLICE }))
  }
  const [[, base]] = times
  return [...times].map(([name, list]) => ({
    page: id,
    peer: name,
    us: median(list),
    min: Math.min(...list),
    max: Math.max(...list),
    ratio: median(list.map((time, slice) => time / base[slice])),
  }))
}
