import { toTable } from './print.mjs'
import { start } from './server.mjs'

const headers = { 'x-name': 'Ada <ada@example.org> & "co"' }

/** A page with one island, and the same page with the same component as HTML alone. */
export const ISLANDS = {
  island: { title: 'one React component, client:load', path: '/island', headers },
  'island-static': { title: 'the component without a directive', path: '/static', headers },
}

/**
 * Measures what an island costs over the HTML of its component. Both pages are answered in one process, a
 * hundred requests of each in turn.
 *
 * @param env - The environment of `buildOurs`.
 * @param plan - The number of `rounds`, and the `node` binary.
 * @returns A table. Its `ratio` is the median over the pairs of rounds; `µs` is the time that a tenth of the
 *   rounds does not reach, because other processes use the machine.
 */
export async function measureIslands(env, { rounds, node }) {
  const worker = start('islands-worker.mjs', [], { node, env })
  await worker.first
  const times = await worker.ask({ rounds })
  await worker.stop()
  const base = times['island-static']
  const rows = Object.entries(times).map(([id, list]) => ({
    id,
    us: quantile(list, 0.1),
    ratio: quantile(
      list.map((time, round) => time / base[round]),
      0.5,
    ),
  }))
  return toTable(COLUMNS, rows)
}

function quantile(values, part) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * part)]
}

const COLUMNS = {
  page: ({ id }) => `${id}: ${ISLANDS[id].title}`,
  'CPU µs': ({ us }) => us.toFixed(1),
  ratio: ({ ratio }) => ratio.toFixed(3),
}
