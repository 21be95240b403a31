/**
 * The figures to measure in the server, in the order of the report. `tolerance` is how much a
 * figure may grow from the middle of the run to its end, after garbage collection. A figure with
 * parts is the sum of its counts by name. Node may hold one more handle or file for a moment; a
 * leak has hundreds.
 */
/** @typedef {{ key: string, label: string, tolerance: number, isBytes?: boolean }} Figure */

/** @type {readonly Figure[]} */
const FIGURES = [
  { key: 'rss', label: 'RSS', tolerance: 40 * 1024 * 1024, isBytes: true },
  { key: 'heapUsed', label: 'heap used', tolerance: 2 * 1024 * 1024, isBytes: true },
  { key: 'handles', label: 'handles', tolerance: 2 },
  { key: 'sockets', label: 'sockets', tolerance: 0 },
  { key: 'files', label: 'file descriptors', tolerance: 2 },
  { key: 'processListeners', label: 'listeners on process', tolerance: 0 },
  { key: 'keptListeners', label: 'listeners on the kept socket', tolerance: 0 },
]

/**
 * Finds the figures that grew.
 *
 * @param {object} middle - Figures of the middle of the run.
 * @param {object} end - Figures of its end.
 * @returns {[label: string, growth: string][]} One entry for each figure beyond its tolerance.
 */
export function findGrowth(middle, end) {
  return FIGURES.flatMap((figure) => {
    const { key, label, tolerance } = figure
    const grown = totalOf(end[key]) - totalOf(middle[key])
    if (!(grown > tolerance)) return []
    const growth =
      `grew by ${show(figure, grown)} from the middle to the end; ` +
      `${show(figure, tolerance)} are tolerated${describeParts(middle[key], end[key])}`
    return [[label, growth]]
  })
}

/**
 * Formats the figures of the run as a table.
 *
 * @param {Record<string, object>} moments - Figures by the name of the moment they were measured.
 * @returns {string} The lines of the table.
 */
export function toTable(moments) {
  const head = ['', ...Object.keys(moments)]
  const rows = FIGURES.map((figure) => [
    figure.label,
    ...Object.values(moments).map((figures) => show(figure, totalOf(figures[figure.key]))),
  ])
  return [head, ...rows]
    .map(([label, ...cells]) => label.padEnd(30) + cells.map((cell) => cell.padStart(11)).join(''))
    .join('\n')
}

function totalOf(value) {
  if (typeof value !== 'object') return value
  return Object.values(value).reduce((sum, count) => sum + count, 0)
}

function describeParts(middle, end) {
  if (typeof end !== 'object') return ''
  const grown = Object.keys(end).filter((name) => end[name] > (middle[name] ?? 0))
  return `: ${grown.map((name) => `${name} ${middle[name] ?? 0} -> ${end[name]}`).join(', ')}`
}

/**
 * @param {Figure} figure
 * @param {number | undefined} value
 */
function show({ isBytes }, value) {
  if (value === undefined) return 'unknown'
  return isBytes ? `${(value / 1024 / 1024).toFixed(1)} MB` : String(value)
}
