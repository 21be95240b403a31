import { geometricMean } from './median.mjs'
import { fixed, toTable } from './print.mjs'
import { ratioOf } from './summary.mjs'

/** CPU time of a page at a peer, divided by ours: at least this. */
const PAGES = {
  J: { 'express-send': 1.2, 'hono-bridge': 1.2, 'hono-bridge-globals': 0.9 },
  P: { 'express-send': 1.2, 'hono-bridge-globals': 0.9 },
  R: { 'hono-bridge': 1.2, 'hono-bridge-globals': 1 },
  H: { template: 0.9, 'express-send': 1.35, astro: 10 },
  U: { template: 0.97 },
  T: { template: 0.97 },
  L: { template: 0.97 },
  A: { template: 0.97 },
  S: { template: 1 },
  O: { template: 1 },
  B: { 'raw-http': 1 },
}

/** By page, the peers that the targets compare it with, and ours. */
export const COMPARED = Object.fromEntries(
  Object.entries(PAGES).map(([page, peers]) => [page, ['ssr-pages', ...Object.keys(peers)]]),
)

/**
 * The targets. `seen` reads a value from the results, and returns `undefined` when it was not
 * measured.
 */
const TARGETS = [
  ...Object.entries(PAGES).flatMap(([page, peers]) =>
    Object.entries(peers).map(([peer, limit]) =>
      atLeast(limit, `${page}, CPU`, peer, ({ rows = [] }) => {
        const own = rows.filter((row) => row.page === page && row.peer === 'ssr-pages')
        return ratioOf(own, peer, rows)
      }),
    ),
  ),
  atLeast(2.5, 'every construct, CPU', 'astro', (results) => leastOf(timesAstro(results))),
  atLeast(4.5, 'geometric mean of them', 'astro', (results) => meanOf(timesAstro(results))),
  ...['T', 'S', 'O', 'L'].map((page) =>
    atMost(1.1, `rendering ${page} alone, time`, 'template', ({ render }) =>
      ratioIn(render, { page, peer: 'ssr-pages' }),
    ),
  ),
  ...['H', 'T', 'L', 'S'].flatMap((page) => [
    atMost(1.1, `res.render of ${page}, time`, 'its own route', ({ views }) =>
      ratioIn(views, { page, peer: 'res.render' }),
    ),
    atMost(1, `res.render of ${page}, time`, 'EJS', ({ views }) => timesEjs(views, page)),
  ]),
  ...['J', 'H'].map((page) =>
    atMost(0.5, `Netlify's function, ${page}, time`, 'the release', ({ netlify }) =>
      ratioIn(netlify, { page, peer: 'ssr-pages' }),
    ),
  ),
  atMost(0.8, 'µs to match, any kind and size', undefined, ({ matching }) =>
    mostOf(matching, 'us'),
  ),
  atMost(150, 'ms to boot 10,000 routes', undefined, ({ boot }) =>
    mostOf(
      boot?.filter(({ routes }) => routes === 10_000),
      'ms',
    ),
  ),
  ...[
    [0.97, 'random page', '10 routes'],
    [0.95, "host's route", 'the host without us'],
  ].map(([limit, asked, against]) =>
    atLeast(limit, `10,000 routes, ${asked}`, against, ({ routing }) =>
      ratioIn(routing, { routes: 10_000, asked }),
    ),
  ),
  atMost(0.5, 'build of 1,000 pages, time', 'astro', ({ builds }) =>
    ratioIn(builds, { pages: 1000, builder: 'ssr-pages' }),
  ),
  atMost(
    40,
    'first answer, ms more',
    'the host without us',
    ({ startup }) => find(startup, { peer: 'host-with-pages' })?.extra,
  ),
  ...['H', 'T'].map((page) =>
    atMost(1.1, `RSS after ${page}`, 'template', ({ entries }) => {
      const [ours, theirs] = ['ssr-pages', 'template'].map((peer) => find(entries, { page, peer }))
      return ours && theirs && ours.rss / theirs.rss
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

function atLeast(limit, what, against, seen) {
  return { what, against, limit, isUpper: false, seen }
}

function timesEjs(rows, page) {
  const [own, ejs] = ['res.render', 'ejs'].map((peer) => ratioIn(rows, { page, peer }))
  return own && ejs && own / ejs
}

function ratioIn(rows, values) {
  return find(rows, values)?.ratio
}

function find(rows = [], values) {
  return rows.find((row) => Object.entries(values).every(([name, value]) => row[name] === value))
}

function timesAstro({ constructs = [] }) {
  return constructs.filter(({ peer }) => peer === 'astro').map(({ ratio }) => ratio)
}

function leastOf(values) {
  return values.length === 0 ? undefined : Math.min(...values)
}

function meanOf(values) {
  return values.length === 0 ? undefined : geometricMean(values)
}

function mostOf(rows = [], name) {
  return rows.length === 0 ? undefined : Math.max(...rows.map((row) => row[name]))
}
