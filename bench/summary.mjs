import { median } from './median.mjs'

/** Peers that the others are compared with, in the same round. */
const BASES = ['express-send', 'template', 'raw-http']

/**
 * Summarises the rows of all rounds: medians, extremes, and medians of the ratios of CPU time in the
 * same round.
 *
 * @param rows - The rows of `measureRounds`.
 * @returns One entry for each page and peer, the fastest of a page first.
 */
export function summarise(rows) {
  // Node 20 has no Object.groupBy().
  const groups = new Map()
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row])
  const entries = [...groups.values()].map((group) => summariseGroup(group, rows))
  const pages = [...new Set(rows.map(({ page }) => page))]
  return pages.flatMap((page) =>
    entries.filter((entry) => entry.page === page).toSorted((a, b) => b.rate - a.rate),
  )
}

function key({ page, peer }) {
  return `${page} ${peer}`
}

function summariseGroup(group, rows) {
  const [{ page, peer, bytes }] = group
  const middle = (name) => median(group.map((row) => row[name]))
  const rates = group.map(({ rate }) => rate)
  const ratios = BASES.map((base) => [base, ratioOf(group, base, rows)])
  return {
    page,
    peer,
    bytes,
    rate: middle('rate'),
    min: Math.min(...rates),
    max: Math.max(...rates),
    ratios: Object.fromEntries(ratios.filter(([, ratio]) => ratio !== undefined)),
    cpu: Math.min(...group.map(({ cpu }) => cpu)),
    p50: middle('p50'),
    p99: middle('p99'),
    rss: middle('rss'),
  }
}

/**
 * Compares the CPU time of a peer with that of another peer.
 *
 * @param group - Rows of one page and peer.
 * @param base - The other peer.
 * @param rows - All rows.
 * @returns The median of the ratios in the same round, 2 if the other takes twice as long; `undefined`
 *   without a common round.
 */
export function ratioOf(group, base, rows) {
  const ratios = group.flatMap(({ round, page, cpu }) => {
    const other = rows.find((row) => row.round === round && row.page === page && row.peer === base)
    return other === undefined ? [] : [other.cpu / cpu]
  })
  return ratios.length === 0 ? undefined : median(ratios)
}
