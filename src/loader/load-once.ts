import { SsrPagesError, reasonOf, isSsrPagesError } from '../shared/errors.ts'
import type { PageModule, Route } from '../shared/types.ts'

/** Gives the module of a route's `file`. */
export type ImportModule = (file: string) => Promise<PageModule>

/**
 * Makes the function that imports a module when it is first needed.
 *
 * @param file - The module, relative to the pages folder.
 * @param importModule - Called at the first use, and again only if that failed.
 * @returns The function; after the first time it gives the module at once.
 */
export function createLoad(file: string, importModule: ImportModule): Route['load'] {
  let module: PageModule | undefined
  let pending: Promise<PageModule> | undefined

  function keep(loaded: PageModule): PageModule {
    module = loaded
    return loaded
  }
  function fail(cause: unknown): never {
    pending = undefined
    // What does not compile names its own file already, and what to do there.
    if (isSsrPagesError(cause) && OF_SOURCE.has(cause.code)) throw cause
    const what = `${file} failed to load: ${reasonOf(cause)}`
    throw new SsrPagesError('MODULE_FAILED', what, { file, cause })
  }
  return function load() {
    return module ?? (pending ??= importModule(file).then(keep, fail))
  }
}

/** Codes of errors that name the place in a source, and need no word on the module that led there. */
const OF_SOURCE: ReadonlySet<string> = new Set([
  'SSR_PAGES_COMPILE_FAILED',
  'SSR_PAGES_FEATURE_ABSENT',
])
