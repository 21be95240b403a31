import { ratioOf } from './summary.mjs'
import { toTable, fixed } from './print.mjs'

/** Bridges that pass native classes to the handler. */
const BRIDGES = ['hono-bridge', 'srvx', 'whatwg', 'remix']

/**
 * The targets. `seen` reads a value from the results, and returns `undefined` when it was not
 * measured.
 */
const TARGETS = [
  atLeast(1.25, 'H', 'express-send'),
  atLeast(0.97, 'U', 'template'),
  atLeast(9, 'H', 'astro'),
  atLeast(1, 'T', 'template'),
  atLeast(1.1, 'S', 'template'),
  atLeast(0.95, 'L', 'template'),
  ...['T', 'S', 'L'].map((page) =>
    atMost(
      1.1,
      `rendering ${page} alone, time`,
      'template',
      ({ render = [] }) =>
        render.find((row) => row.page === page && row.peer === 'ssr-pages')?.ratio,
    ),
  ),
  atLeast(1.2, 'R', 'hono-bridge'),
  atLeast(1.2, 'J', ...BRIDGES),
  atLeast(1.2, 'P', ...BRIDGES),
  atLeast(1, 'A', 'raw-http'),
  atLeast(1, 'B', 'raw-http'),
  routed(0.97, 'random page', '10 routes'),
  routed(0.95, "host's route", 'the host without us'),
  atMost(
    0.5,
    'build of 1,000 pages, time',
    'astro',
    ({ builds = [] }) =>
      builds.find(({ pages, builder }) => pages === 1000 && builder === 'ssr-pages')?.ratio,
  ),
  atMost(
    40,
    'first answer, ms more',
    'the host without us',
    ({ startup = [] }) => startup.find(({ peer }) => peer === 'host-with-pages')?.extra,
  ),
  ...['H', 'T'].map((page) =>
    atMost(1.1, `RSS after ${page}`, 'template', ({ entries = [] }) => {
      const rss = (name) => entries.find((entry) => entry.page === page && entry.peer === name)?.rss
      const [ours, theirs] = [rss('ssr-pages'), rss('template')]
      return ours && theirs && ours / theirs
    }),
  ),
]

/**
 * Compares results with the targets.
 *
 * @param results - The results of the parts of a run; parts may be missing.
 * @returns The table of the targets that were measured.
 */
export function targetsTable(results) {
  const rows = TARGETS.map((target) => ({ ...target, value: target.seen(results) }))
  const measured = rows.filter(({ value }) => value !== undefined)
  return measured.length === 0 ? 'None was measured.' : toTable(COLUMNS, measured)
}

const COLUMNS = {
  what: ({ what }) => what,
  against: ({ against }) => against,
  target: ({ limit, isUpper }) => `${isUpper ? '≤' : '≥'} ${limit}`,
  measured: ({ value }) => fixed(value, 2),
  met: ({ value, limit, isUpper }) => ((isUpper ? value <= limit : value >= limit) ? 'yes' : 'no'),
}

function atMost(limit, what, against, seen) {
  return { what, against, limit, isUpper: true, seen }
}

// The requests per second of a page, compared with one peer or the best of several.
function atLeast(limit, page, ...peers) {
  const seen = ({ rows = [] }) => {
    const own = rows.filter((row) => row.page === page && row.peer === 'ssr-pages')
    const ratios = peers
      .map((peer) => ratioOf(own, peer, rows))
      .filter((ratio) => ratio !== undefined)
    return ratios.length === 0 ? undefined : Math.min(...ratios)
  }
  const against = peers.length > 1 ? `best of ${peers.join(', ')}` : peers[0]
  return { what: `${page}, requests/s`, against, limit, isUpper: false, seen }
}

function routed(limit, asked, against) {
  const seen = ({ routing = [] }) =>
    routing.find((row) => row.routes === 10_000 && row.asked === asked)?.ratio
  return { what: `10,000 routes, ${asked}, requests/s`, against, limit, isUpper: false, seen }
}
