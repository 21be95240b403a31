import type * as ViteExports from 'vite'
import { SsrPagesError } from '../errors.ts'

/** Vite's exports. */
export type Vite = typeof ViteExports

/**
 * Loads Vite, which only building and developing need.
 *
 * @returns Vite's exports.
 */
export async function loadVite(): Promise<Vite> {
  try {
    return await import('vite')
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
