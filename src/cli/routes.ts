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

/** Prints the routes of a project, which need not be built, or of a folder of built pages. */
export async function runRoutes(options: RoutesOptions): Promise<void> {
  const { root = '.', json = false } = options
  const routes = isBuilt(root) ? loadPages(root).routes : await readProject(root)
  const text = json ? toJson(routes) : toText(routes, createPaint(process.stdout))
  process.stdout.write(text)
}

/**
 * Formats routes as a table.
 *
 * @param routes - In match order.
 * @param paint - Colours for the terminal.
 */
export function toText(routes: readonly ListedRoute[], paint: Paint): string {
  const rows = routes.map((route) => [route.pattern, kindOf(route), placeOf(route)])
  const headings = ['route', 'kind', 'file']
  const [heading = '', ...lines] = toTable([headings, ...rows], ['left', 'left', 'left'])
  return `${[paint('dim', heading), ...lines].join('\n')}\n`
}

/**
 * Formats routes for other programs.
 *
 * @param routes - In match order.
 * @returns JSON with the pattern, params and kind of each route, and its file or the destination of
 *   its redirect.
 */
export function toJson(routes: readonly ListedRoute[]): string {
  const entries = routes.map((route) => {
    const { pattern, params, file, redirect } = route
    return { pattern, params, kind: kindOf(route), ...(redirect ?? { file }) }
  })
  return `${JSON.stringify(entries, null, 2)}\n`
}

// A project may have another `manifest.json`.
function isBuilt(folder: string): boolean {
  return existsSync(join(folder, 'manifest.json')) && !existsSync(join(folder, 'package.json'))
}

async function readProject(folder: string): Promise<readonly ListedRoute[]> {
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
