import { SsrPagesError, reasonOf, isSsrPagesError } from '../shared/errors.ts'
import type { PageModule, Route } from '../shared/types.ts'

/** Imports the module of a route's `file`. */
export type ImportModule = (file: string) => Promise<PageModule>

/**
 * Creates a function that imports a module on first use.
 *
 * @param file - The module, relative to the pages folder.
 * @param importModule - Called on first use, and again only after a failure.
 * @returns The function. It returns a promise of the module, and once that is loaded, the module.
 */
export function createLoad(file: string, importModule: ImportModule): Route['load'] {
  let loaded: PageModule | Promise<PageModule> | undefined

  return function load() {
    return (loaded ??= importModule(file).then(
      (module) => (loaded = module),
      (cause) => {
        loaded = undefined
        throw toModuleError(file, cause)
      },
    ))
  }
}

function toModuleError(file: string, cause: unknown): unknown {
  // A compile error already names its file and says what to do.
  if (isSsrPagesError(cause) && OF_SOURCE.has(cause.code)) return cause
  const what = `${file} failed to load: ${reasonOf(cause)}`
  return new SsrPagesError('MODULE_FAILED', what, { file, cause }, hintOf(cause))
}

// Builds import packages by name, and a server often has the `dependencies` alone.
function hintOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error && 'code' in cause && cause.code === 'ERR_MODULE_NOT_FOUND')) return
  const name = /^Cannot find package '((?:@[\w.-]+\/)?[\w.-]+)'/.exec(cause.message)?.[1]
  return (
    name && `Run \`npm install ${name}\`: \`npm ci --omit=dev\` installs only \`dependencies\`.`
  )
}

/**
 * Codes of errors that name the position in a source file: the module that imported it adds
 * nothing.
 */
const OF_SOURCE: ReadonlySet<string> = new Set([
  'SSR_PAGES_COMPILE_FAILED',
  'SSR_PAGES_FEATURE_ABSENT',
  'SSR_PAGES_PRERENDER_INVALID',
])
