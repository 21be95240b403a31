import type * as ViteExports from 'vite'
import { SsrPagesError } from '../errors.ts'

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
  try {
    return (await import(NAME)) as Vite
  } catch (cause) {
    throw new SsrPagesError(
      'VITE_MISSING',
      'Building and developing pages needs Vite 8, which did not load.',
      {
        cause,
      },
    )
  }
}
