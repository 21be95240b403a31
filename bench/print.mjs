import { geometricMean } from './median.mjs'
import { PAGES } from './pages.mjs'

/**
 * Formats entries as a Markdown table that is also readable on the console.
 *
 * @param columns - By heading, a function that returns the cell of an entry.
 * @param entries - The rows.
 * @returns The table.
 */
export function toTable(columns, entries) {
  const headings = Object.keys(columns)
  const lines = entries.map((entry) =>
    Object.values(columns).map((cell) => String(cell(entry) ?? '–')),
  )
  const widths = headings.map((heading, index) =>
    Math.max(heading.length, ...lines.map((cells) => cells[index].length)),
  )
  const line = (cells) =>
    `| ${cells.map((cell, index) => (index === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[index]))).join(' | ')} |`
  const rule = `| ${widths.map((width, index) => (index === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`
  return [line(headings), rule, ...lines.map(line)].join('\n')
}

/** The tables of the pages, each below its title. */
export function pageTables(entries) {
  const pages = [...new Set(entries.map(({ page }) => page))]
  return pages
    .map((page) => {
      const own = entries.filter((entry) => entry.page === page)
      return `**${page}** ${PAGES[page].title}\n\n${toTable(PAGE_COLUMNS, own)}`
    })
    .join('\n\n')
}

const PAGE_COLUMNS = {
  peer: ({ peer }) => peer,
  kB: ({ bytes }) => fixed(bytes / 1000, 1),
  'requests/s': ({ rate }) => whole(rate),
  'min–max': ({ min, max }) => `${whole(min)}–${whole(max)}`,
  'to res.send': ({ ratios }) => fixed(ratios['express-send'], 2),
  'to template': ({ ratios }) => fixed(ratios.template, 2),
  'to http': ({ ratios }) => fixed(ratios['raw-http'], 2),
  'CPU µs': ({ cpu }) => fixed(cpu, cpu < 100 ? 1 : 0),
  'p50 ms': ({ p50 }) => fixed(p50, 1),
  'p99 ms': ({ p99 }) => fixed(p99, 1),
  'RSS MB': ({ rss }) => whole(rss),
}

/** The table of rendering alone. */
export function renderTable(rows) {
  return toTable({ ...CPU_COLUMNS, 'time to template': ratioIn }, rows)
}

/** The table of views, and of a host that renders none. */
export function viewsTable(rows) {
  return toTable({ ...CPU_COLUMNS, 'time to the first': ratioIn }, rows)
}

/** The table of Netlify's function. */
export function netlifyTable(rows) {
  return toTable({ ...CPU_COLUMNS, 'time to the release': ratioIn }, rows)
}

const CPU_COLUMNS = {
  page: ({ page }) => page,
  peer: ({ peer }) => peer,
  'CPU µs': ({ us }) => fixed(us, 1),
  'min–max': ({ min, max }) => `${fixed(min, 1)}–${fixed(max, 1)}`,
}

function ratioIn({ ratio }) {
  return fixed(ratio, 2)
}

/** The table of matching alone: a column for each number of routes. */
export function matchingTable(rows) {
  const sizes = [...new Set(rows.map(({ routes }) => routes))]
  const kinds = [...new Set(rows.map(({ kind }) => kind))]
  const usOf = (kind, size) => rows.find((row) => row.kind === kind && row.routes === size)?.us
  const columns = sizes.map((size) => [
    `µs of ${whole(size)} routes`,
    (kind) => fixed(usOf(kind, size), 2),
  ])
  return toTable({ 'routes with': (kind) => kind, ...Object.fromEntries(columns) }, kinds)
}

/** The table of the start of a site. */
export function bootTable(rows) {
  return toTable({ routes: ({ routes }) => whole(routes), ms: ({ ms }) => whole(ms) }, rows)
}

/** The table of routing. */
export function routingTable(rows) {
  return toTable(ROUTING_COLUMNS, rows)
}

const ROUTING_COLUMNS = {
  routes: ({ routes }) => whole(routes),
  'asked for': ({ asked }) => asked,
  'requests/s': ({ rate }) => whole(rate),
  'to 10 routes, or to the host alone': ({ ratio }) => fixed(ratio, 2),
  'CPU µs': ({ cpu }) => fixed(cpu, 1),
}

/** The table of start-up. */
export function startupTable(rows) {
  return toTable(STARTUP_COLUMNS, rows)
}

const STARTUP_COLUMNS = {
  server: ({ peer }) => peer,
  'ms to the first answer': ({ ms }) => whole(ms),
  'min–max': ({ min, max }) => `${whole(min)}–${whole(max)}`,
  'more than the host': ({ extra }) => fixed(extra, 0),
  'RSS MB': ({ rss }) => whole(rss),
}

/** The table of builds. */
export function buildsTable(rows) {
  return toTable(BUILD_COLUMNS, rows)
}

const BUILD_COLUMNS = {
  pages: ({ pages }) => whole(pages),
  'built by': ({ builder }) => builder,
  ms: ({ ms }) => whole(ms),
  'min–max': ({ min, max }) => `${whole(min)}–${whole(max)}`,
  'time to astro': ({ ratio }) => fixed(ratio, 2),
}

/** The table of a collection of Markdown entries. */
export function contentTable(rows) {
  return toTable(CONTENT_COLUMNS, rows)
}

const CONTENT_COLUMNS = {
  measure: ({ measure }) => measure,
  by: ({ builder }) => builder,
  value: ({ value }) => fixed(value, value < 100 ? 1 : 0),
  'to astro': ({ ratio }) => fixed(ratio, 2),
}

/** The table of the constructs, with the geometric means below. */
export function constructsTable(rows) {
  const peers = [...new Set(rows.map(({ peer }) => peer))].filter((peer) => peer !== 'ssr-pages')
  const entries = [...new Set(rows.map(({ construct }) => construct))].map((construct) => {
    const own = rows.filter((row) => row.construct === construct)
    return { construct, ...Object.fromEntries(own.map((row) => [row.peer, row])) }
  })
  const mean = (peer) => ({ ratio: geometricMean(entries.map((entry) => entry[peer].ratio)) })
  const means = Object.fromEntries(peers.map((peer) => [peer, mean(peer)]))
  return toTable(constructColumns(peers), [...entries, { construct: 'geometric mean', ...means }])
}

function constructColumns(peers) {
  const columns = {
    construct: ({ construct }) => construct,
    'CPU µs': (entry) => fixed(entry['ssr-pages']?.us, 0),
  }
  for (const peer of peers) {
    columns[`times ${peer}`] = (entry) => fixed(entry[peer].ratio, 2)
    columns[`least of ${peer}`] = (entry) => leastOf(entry[peer])
  }
  return columns
}

function leastOf({ least }) {
  return least && `${fixed(least.ratio, 2)} ${least.shape}`
}

/** Formats a number with the given digits after the point; `undefined` stays `undefined`. */
export function fixed(value, digits) {
  return value?.toFixed(digits)
}

function whole(value) {
  return Math.round(value).toLocaleString('en')
}
