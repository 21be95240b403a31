import { relative } from 'node:path'
import type { ManifestRoute } from '../shared/types.ts'
import type { BuildResult } from '../build/build.ts'
import type { Paint } from '../diagnostics/paint.ts'
import { toTable } from './table.ts'

type Row = readonly [pattern: string, module: string, css: string, js: string]

const HEADINGS: Row = ['route', 'module', 'css', 'js']

/** The most lines of routes. More would scroll out of most terminals. */
const MAX_LINES = 30

/**
 * Formats the summary of a build: a line for each of the first routes in match order, and the
 * totals.
 *
 * @param milliseconds - Duration of the build.
 * @param paint - Colours for the terminal.
 */
export function reportBuild(result: BuildResult, milliseconds: number, paint: Paint): string {
  const { manifest, sizes, outDir } = result
  const rows = [HEADINGS, ...manifest.routes.map((route) => toRow(route, sizes))]
  const [heading = '', ...lines] = toTable(rows, ['left', 'right', 'right', 'right'])
  const shown = lines.length > MAX_LINES ? lines.slice(0, MAX_LINES - 1) : lines
  const total = Object.values(sizes).reduce((sum, size) => sum + size, 0)
  const counts = `${count(lines.length, 'route')}, ${count(Object.keys(sizes).length, 'file')}`
  const place = relative(process.cwd(), outDir) || '.'
  const summary = `${counts}, ${toKilobytes(total)} in ${place}, ${milliseconds} ms`
  const rest = lines.length - shown.length
  const more = rest === 0 ? [] : [paint('dim', `... and ${rest} more routes: npx ssr-pages routes`)]
  return `${[paint('dim', heading), ...shown, ...more, '', paint('green', summary)].join('\n')}\n`
}

function toRow(route: ManifestRoute, sizes: BuildResult['sizes']): Row {
  // Inline scripts have no file.
  const scripts = Object.values(route.scripts).filter((script) => typeof script === 'string')
  return [
    route.pattern,
    route.prerendered
      ? count(route.prerendered.length, 'file')
      : toKilobytes(sizes[`pages/${route.file}`] ?? 0),
    sumOf(route.styles, sizes),
    sumOf([...new Set(scripts)], sizes),
  ]
}

function sumOf(files: readonly string[], sizes: BuildResult['sizes']): string {
  if (files.length === 0) return '-'
  return toKilobytes(files.reduce((sum, file) => sum + (sizes[`client/${file}`] ?? 0), 0))
}

function toKilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(2)} kB`
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
