import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { loadPages } from '../loader/load.ts'
import type { Route } from '../shared/types.ts'
import { type Paint, createPaint } from '../diagnostics/paint.ts'
import { toTable } from './table.ts'

/** The parts of a route that are printed. */
export type ListedRoute = Pick<Route, 'pattern' | 'file' | 'params' | 'kind' | 'redirect'>

/** The folder of the command line, and how to print. */
export interface RoutesOptions {
  /** A project, or a folder of built pages. (default: the current folder) */
  readonly root?: string
  readonly json?: boolean
}

/** A view, as it is printed. */
export interface ListedView {
  readonly name: string
  readonly file: string
}

/** What is printed: routes in match order, and then views by name. */
interface Listed {
  readonly routes: readonly ListedRoute[]
  readonly views: readonly ListedView[]
}

/**
 * Prints the routes and views of a project, which need not be built, or of a folder of built pages.
 */
export async function runRoutes(options: RoutesOptions): Promise<void> {
  const { root = '.', json = false } = options
  const { routes, views } = isBuilt(root) ? readBuilt(root) : await readProject(root)
  const text = json ? toJson(routes, views) : toText(routes, createPaint(process.stdout), views)
  process.stdout.write(text)
}

/**
 * Formats routes as a table, and views as another one.
 *
 * @param routes - In match order.
 * @param paint - Colours for the terminal.
 * @param views - By name. (default: none)
 */
export function toText(
  routes: readonly ListedRoute[],
  paint: Paint,
  views: readonly ListedView[] = [],
): string {
  const ofRoutes = routes.map((route) => [route.pattern, kindOf(route), placeOf(route)])
  const ofViews = views.map(({ name, file }) => [name, file])
  const tables = [
    ...(routes.length > 0 || views.length === 0 ? [[['route', 'kind', 'file'], ...ofRoutes]] : []),
    ...(views.length > 0 ? [[['view', 'file'], ...ofViews]] : []),
  ]
  return tables.map((rows) => toLines(rows, paint)).join('\n')
}

function toLines(rows: readonly (readonly string[])[], paint: Paint): string {
  const [heading = '', ...lines] = toTable(rows, ['left', 'left', 'left'])
  return `${[paint('dim', heading), ...lines].join('\n')}\n`
}

/**
 * Formats routes for other programs.
 *
 * @param routes - In match order.
 * @param views - By name. (default: none)
 * @returns JSON with the pattern, params and kind of each route, and its file or the destination of
 *   its redirect; and then with the name, kind and file of each view.
 */
export function toJson(routes: readonly ListedRoute[], views: readonly ListedView[] = []): string {
  const entries = routes.map((route) => {
    const { pattern, params, file, redirect } = route
    return { pattern, params, kind: kindOf(route), ...(redirect ?? { file }) }
  })
  const ofViews = views.map(({ name, file }) => ({ name, kind: 'view', file }))
  return `${JSON.stringify([...entries, ...ofViews], null, 2)}\n`
}

// A project may have another `manifest.json`.
function isBuilt(folder: string): boolean {
  return existsSync(join(folder, 'manifest.json')) && !existsSync(join(folder, 'package.json'))
}

function readBuilt(folder: string): Listed {
  const { routes, views } = loadPages(folder)
  return { routes, views: [...views].map(([name, { file }]) => ({ name, file })) }
}

async function readProject(folder: string): Promise<Listed> {
  // Imported here, because a server that has only built pages needs no Vite.
  const { findRoutes } = await import('../build/find-routes.ts')
  return findRoutes(folder)
}

function kindOf({ kind, redirect }: ListedRoute): string {
  return redirect ? 'redirect' : (kind ?? '')
}

function placeOf({ file, redirect }: ListedRoute): string {
  return redirect ? `-> ${redirect.destination}` : file
}
