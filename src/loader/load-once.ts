import { SsrPagesError } from '../errors.ts'
import type { PageModule, Route } from '../types.ts'

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
    throw new SsrPagesError('MODULE_FAILED', `${file} failed to load: ${toMessage(cause)}`, {
      file,
      cause,
    })
  }
  return function load() {
    return module ?? (pending ??= importModule(file).then(keep, fail))
  }
}

function toMessage(error: unknown): string {
  const isError = typeof error === 'object' && error !== null && 'message' in error
  return String(isError ? error.message : error)
}
