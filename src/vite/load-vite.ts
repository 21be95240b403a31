import type * as ViteExports from 'vite'
import { SsrPagesError, reasonOf } from '../errors.ts'

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
    const reason = reasonOf(cause)
    const isMissing = reason.startsWith(`Cannot find package '${NAME}'`)
    const why = isMissing ? 'is not installed' : `did not load: ${reason}`
    const what = `Building and developing pages needs Vite 8, which ${why}.`
    throw new SsrPagesError('VITE_MISSING', what, { cause })
  }
}

// Another version fails later, by messages that have nothing to do with the pages.
function checkVersion({ version }: Vite): void {
  if (Number.parseInt(version, 10) >= 8) return
  const what = `Building and developing pages needs Vite 8; version ${version} is installed.`
  throw new SsrPagesError('VITE_MISSING', what, { version })
}
