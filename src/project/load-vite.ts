import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type * as ViteExports from 'vite'
import type { Rolldown } from 'vite'
import { SsrPagesError, reasonOf } from '../shared/errors.ts'

/** Vite's exports. */
export type Vite = typeof ViteExports

/** No literal: who bundles a server would find all of Vite in it. */
const NAME: string = 'vite'

/**
 * Loads Vite, which only building and developing need.
 *
 * @returns Vite's exports.
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
 * Loads the bundler of Vite, for what Vite itself would read the environment for.
 *
 * @returns Its function.
 * @throws {SsrPagesError} VITE_MISSING
 */
export async function loadRolldown(): Promise<Pick<typeof Rolldown, 'rolldown'>> {
  return (await loadOfVite('rolldown')) as Pick<typeof Rolldown, 'rolldown'>
}

/**
 * Loads PostCSS.
 *
 * @returns Its parser.
 * @throws {SsrPagesError} VITE_MISSING
 */
export async function loadPostCss(): Promise<{ parse: (css: string) => unknown }> {
  return (await loadOfVite('postcss')) as { parse: (css: string) => unknown }
}

/** What is used of Lightning CSS. */
interface LightningCss {
  transform(options: {
    filename: string
    code: Uint8Array
    drafts: { customMedia: boolean }
  }): unknown
}

/**
 * Loads the minifier of Vite's builds.
 *
 * @returns Its function.
 * @throws {SsrPagesError} VITE_MISSING
 */
export async function loadLightningCss(): Promise<LightningCss> {
  return (await loadOfVite('lightningcss')) as LightningCss
}

// A package that Vite depends on is not always one that we can import.
async function loadOfVite(name: string): Promise<unknown> {
  try {
    const vite = createRequire(import.meta.url).resolve(NAME)
    const loaded: object = await import(pathToFileURL(createRequire(vite).resolve(name)).href)
    // CommonJS does not always name its exports.
    return 'default' in loaded ? loaded.default : loaded
  } catch (cause) {
    throw missing(cause)
  }
}

// Another version fails later, by messages that have nothing to do with the pages.
function checkVersion({ version }: Vite): void {
  if (Number.parseInt(version, 10) >= 8) return
  const what = `Building and developing pages needs Vite 8; version ${version} is installed.`
  throw new SsrPagesError('VITE_MISSING', what, { version })
}
