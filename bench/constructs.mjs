import { byHand } from './constructs/by-hand.mjs'
import { SHAPES } from './constructs/data.mjs'
import { findDifference } from './document.mjs'
import { refuse } from './measure.mjs'
import { geometricMean, median } from './median.mjs'
import { start } from './server.mjs'

/** Milliseconds of one slice, as for rendering alone. */
const SLICE = 150

/** The constructs and the shapes of their data by name. */
export const CONSTRUCTS = Object.keys(byHand)
export { SHAPES }

/**
 * Measures the constructs of the template language, each about 1,000 times in a page: through the peers'
 * whole handlers, each in a process of its own, one slice at a time in turn.
 *
 * @param peers - By name, additions to the environment: first the functions by hand, then ours.
 * @param plan - `constructs` and `shapes` by name, the number of `slices`, and the `node` binary.
 * @returns Rows with construct, peer, CPU microseconds of a request, and the ratio to our time in the
 *   same slice: 2 takes twice as long. Every shape counts the same; `least` is the lowest ratio, with its
 *   shape. A construct whose documents differ has no rows; the difference is printed.
 */
export async function measureConstructs(peers, { constructs, shapes, slices, node }) {
  const workers = []
  try {
    for (const [name, env] of Object.entries(peers)) {
      const worker = start('constructs-worker.mjs', [name], { node, env })
      workers.push({ name, worker })
      await worker.first
    }
    const rows = []
    for (const construct of constructs) {
      if (!(await isSame(workers, construct, shapes))) continue
      rows.push(...(await compare(workers, { construct, shapes, slices })))
    }
    return rows
  } finally {
    await Promise.all(workers.map(({ worker }) => worker.stop()))
  }
}

async function isSame(workers, construct, shapes) {
  for (const shape of shapes) {
    const [expected, ...texts] = await Promise.all(
      workers.map(({ worker }) => textOf(worker, construct, shape)),
    )
    for (const [index, text] of texts.entries()) {
      const difference = findDifference(expected, text)
      if (difference === undefined) continue
      const message = `${workers[index + 1].name} answers differently for ${shape}: ${difference}`
      refuse(construct, { message })
      return false
    }
  }
  return true
}

async function textOf(worker, construct, shape) {
  await worker.ask({ shape })
  const { port } = await worker.first
  return (await fetch(`http://127.0.0.1:${port}/${construct}`)).text()
}

async function compare(workers, { construct, shapes, slices }) {
  const times = new Map(workers.map(({ name }) => [name, []]))
  for (const { worker } of workers) await worker.ask({ construct, shapes, ms: 2 * SLICE })
  for (let slice = 0; slice < slices; slice++) {
    const order = slice % 2 === 0 ? workers : workers.toReversed()
    for (const { name, worker } of order) {
      times.get(name).push(await worker.ask({ construct, shapes, ms: SLICE }))
    }
  }
  const ours = times.get('ssr-pages')
  return [...times].map(([peer, list]) => {
    const ratios = shapes.map((shape) =>
      median(list.map((time, slice) => time[shape] / ours[slice][shape])),
    )
    const least = Math.min(...ratios)
    return {
      construct,
      peer,
      us: geometricMean(shapes.map((shape) => median(list.map((time) => time[shape])))),
      ratio: geometricMean(ratios),
      least: { ratio: least, shape: shapes[ratios.indexOf(least)] },
    }
  })
}
