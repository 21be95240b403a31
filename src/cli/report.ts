import { relative } from 'node:path'
import type { ManifestRoute, ManifestView } from '../shared/types.ts'
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
  const { routes, views = [] } = manifest
  const rows = [
    HEADINGS,
    ...routes.map((route) => toRow(route, sizes)),
    ...views.map((view) => toViewRow(view, sizes)),
  ]
  const [heading = '', ...lines] = toTable(rows, ['left', 'right', 'right', 'right'])
  const shown = lines.length > MAX_LINES ? lines.slice(0, MAX_LINES - 1) : lines
  const total = Object.values(sizes).reduce((sum, size) => sum + size, 0)
  const ofViews = views.length === 0 ? '' : `${count(views.length, 'view')}, `
  const counts = `${count(routes.length, 'route')}, ${ofViews}${count(Object.keys(sizes).length, 'file')}`
  const place = relative(process.cwd(), outDir) || '.'
  const summary = `${counts}, ${toKilobytes(total)} in ${place}, ${milliseconds} ms`
  const rest = lines.length - shown.length
  const more = rest === 0 ? [] : [paint('dim', `... and ${rest} more routes: npx ssr-pages routes`)]
  return `${[paint('dim', heading), ...shown, ...more, '', paint('green', summary)].join('\n')}\n`
}

function toRow(route: ManifestRoute, sizes: BuildResult['sizes']): Row {
  const { pattern, prerendered, file } = route
  const module = prerendered ? count(prerendered.length, 'file') : moduleSize(file, sizes)
  return [pattern, module, ...browserSizes(route, sizes)]
}

// A view has no path.
function toViewRow(view: ManifestView, sizes: BuildResult['sizes']): Row {
  return [`view ${view.name}`, moduleSize(view.file, sizes), ...browserSizes(view, sizes)]
}

function moduleSize(file: string, sizes: BuildResult['sizes']): string {
  return toKilobytes(sizes[`pages/${file}`] ?? 0)
}

function browserSizes(
  { styles, scripts }: Pick<ManifestRoute, 'styles' | 'scripts'>,
  sizes: BuildResult['sizes'],
): [css: string, js: string] {
  // Inline scripts have no file.
  const files = Object.values(scripts).filter((script) => typeof script === 'string')
  return [sumOf(styles, sizes), sumOf([...new Set(files)], sizes)]
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
