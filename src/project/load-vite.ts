import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type * as ViteExports from 'vite'
import type { Rolldown } from 'vite'
import { SsrPagesError, reasonOf } from '../shared/errors.ts'

/** Vite's exports. */
export type Vite = typeof ViteExports

/** Not a literal: a bundler of the user's server would follow it and bundle all of Vite. */
const NAME: string = 'vite'

/**
 * Loads Vite, which only building and developing need.
 *
 * @throws {SsrPagesError} VITE_MISSING: when Vite 8 is not installed or does not load.
 */
export async function loadVite(): Promise<Vite> {
  const vite = await importVite()
  checkVersion(vite)
  return vite
}

async function importVite(): Promise<Vite> {
  try {
    return (await import(NAME)) as Vite
  } catch (cause) {
    throw missing(cause)
  }
}

function missing(cause: unknown): SsrPagesError {
  const reason = reasonOf(cause)
  const isMissing = reason.startsWith(`Cannot find package '${NAME}'`)
  const why = isMissing ? 'is not installed' : `did not load: ${reason}`
  const what = `Building and developing pages needs Vite 8, which ${why}.`
  return new SsrPagesError('VITE_MISSING', what, { cause })
}

/**
 * Loads Vite's bundler, for uses where Vite itself would read the environment.
 *
 * @throws {SsrPagesError} VITE_MISSING: when Vite or its bundler does not load.
 */
export async function loadRolldown(): Promise<Pick<typeof Rolldown, 'rolldown'>> {
  return (await loadOfVite('rolldown')) as Pick<typeof Rolldown, 'rolldown'>
}

/**
 * Loads PostCSS.
 *
 * @throws {SsrPagesError} VITE_MISSING: when Vite or PostCSS does not load.
 */
export async function loadPostCss(): Promise<{ parse: (css: string) => unknown }> {
  return (await loadOfVite('postcss')) as { parse: (css: string) => unknown }
}

/** The parts of Lightning CSS that are used here. */
interface LightningCss {
  transform(options: {
    filename: string
    code: Uint8Array
    drafts: { customMedia: boolean }
  }): unknown
}

/**
 * Loads the CSS minifier of Vite's builds.
 *
 * @throws {SsrPagesError} VITE_MISSING: when Vite or the minifier does not load.
 */
export async function loadLightningCss(): Promise<LightningCss> {
  return (await loadOfVite('lightningcss')) as LightningCss
}

// With some package managers, a package that only Vite depends on cannot be imported from here.
async function loadOfVite(name: string): Promise<unknown> {
  try {
    const vite = createRequire(import.meta.url).resolve(NAME)
    const loaded: object = await import(pathToFileURL(createRequire(vite).resolve(name)).href)
    // Node does not find the names of all CommonJS exports.
    return 'default' in loaded ? loaded.default : loaded
  } catch (cause) {
    throw missing(cause)
  }
}

// Other versions fail later, with messages that do not mention Vite's version.
function checkVersion({ version }: Vite): void {
  if (Number.parseInt(version, 10) >= 8) return
  const what = `Building and developing pages needs Vite 8; version ${version} is installed.`
  throw new SsrPagesError('VITE_MISSING', what, { version })
}
