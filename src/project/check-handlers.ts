import { METHODS } from 'node:http'
import { join } from 'node:path'
import { sourceError } from '../compiler/source-error.ts'
import { listNames } from '../shared/list-names.ts'
import { nearestName } from '../shared/nearest-name.ts'
import { toPublicName } from './public-name.ts'
import type { Site } from './site.ts'

/** The exports of a module of a build. */
export interface Exported {
  /** Names, as far as the bundler knows them. */
  readonly exports: readonly string[]
  /** True when the module re-exports a whole package, whose names are not known at build. */
  readonly isOpen: boolean
}

/** A page or an API route. */
export interface AnsweringPage extends Exported {
  /** Path below the pages folder, with forward slashes. */
  readonly file: string
  readonly kind: string
}

const LOWER = ['get', 'head', 'post', 'put', 'patch', 'delete', 'del', 'options', 'all']
const HANDLERS = new Set([...METHODS, 'ALL', ...LOWER])

/**
 * Checks that an API route exports a handler: without one, each request for it is an error.
 *
 * @returns A warning, or `undefined`.
 */
export function checkHandlers(
  site: Pick<Site, 'root' | 'pagesDir'>,
  page: AnsweringPage,
): string | undefined {
  const { kind, isOpen, exports } = page
  if (kind === 'page' || isOpen || exports.some((name) => HANDLERS.has(name))) return undefined
  const file = toPublicName(site.root, join(site.pagesDir, page.file)).slice(1)
  return (
    `${file}: The API route exports no handler; it exports ${listNames(exports.toSorted())}. ` +
    'Export a request method such as GET, or begin the file name with `_` if it is not a route.'
  )
}

/**
 * Refuses page middleware without `onRequest`: each request would be an error.
 *
 * @param path - Absolute path of the middleware, if there is one.
 * @param module - Its exports.
 * @throws {SsrPagesError} MIDDLEWARE_EMPTY: when it does not export `onRequest`
 */
export function checkMiddleware(
  site: Pick<Site, 'root'>,
  path: string | undefined,
  module: Exported | undefined,
): void {
  if (path === undefined || module === undefined) return
  const { exports, isOpen } = module
  if (isOpen || exports.includes('onRequest')) return
  const isNear = nearestName('onRequest', exports) !== undefined
  throw sourceError('MIDDLEWARE_EMPTY', {
    file: toPublicName(site.root, path).slice(1),
    text: `The page middleware exports no onRequest; it exports ${listNames(exports.toSorted())}`,
    ...(isNear && { hint: 'Did you mean onRequest?' }),
  })
}
