import { SsrPagesError } from '../shared/errors.ts'
import { nearestName } from '../shared/nearest-name.ts'
import type { Route } from '../shared/types.ts'
import { toFragment } from './fragment.ts'

/** Views by their names. */
export type Views = ReadonlyMap<string, Route>

const EXTENSION = '.astro'

/** Stands before the name of a fragment. The names of views have none. */
const MARK = '#'

/**
 * Finds a view as handlers name it: `products/show`, `products/show.astro`, or `products` for
 * `products/index`; or a fragment of one: `cart#lines`.
 *
 * @param name - Any value that a handler passes.
 * @returns The view or fragment; `undefined` unless the name is exactly that of a view. Whether a
 *   view has the fragment is known when it is loaded.
 */
export function findView(views: Views, name: unknown): Route | undefined {
  if (typeof name !== 'string') return undefined
  // Fast path: the name of the file.
  const found = views.get(name)
  if (found !== undefined) return found
  const mark = name.indexOf(MARK)
  if (mark < 0) return findByOtherName(views, name)
  const view = findView(views, name.slice(0, mark))
  return view && toFragment(view, { view: name.slice(0, mark), fragment: name.slice(mark + 1) })
}

function findByOtherName(views: Views, name: string): Route | undefined {
  const plain = name.endsWith(EXTENSION) ? name.slice(0, -EXTENSION.length) : name
  return views.get(plain) ?? views.get(`${plain}/index`)
}

/**
 * Creates the error for a name that is no view.
 *
 * @param name - Any value that a handler passed.
 */
export function viewUnknown(views: Views, name: unknown): SsrPagesError {
  const shown = typeof name === 'string' ? JSON.stringify(name.slice(0, 80)) : typeof name
  const what = `There is no view ${shown}.`
  return new SsrPagesError('VIEW_UNKNOWN', what, { view: name }, adviceFor(views, name))
}

const MOST_NAMES = 10

/**
 * Says which view was probably meant by a name that is none.
 *
 * @param name - Any value that a handler passed.
 */
export function adviceFor(views: Views, name: unknown): string {
  const names = [...views.keys()]
  if (names.length === 0) return 'The site has no views: create src/views, and build it again.'
  const near = typeof name === 'string' ? nearestName(name.slice(0, 200), names) : undefined
  if (near !== undefined) return `Did you mean "${near}"?`
  const more = names.length > MOST_NAMES ? `, and ${names.length - MOST_NAMES} more` : ''
  return `The views are ${names.slice(0, MOST_NAMES).join(', ')}${more}.`
}
