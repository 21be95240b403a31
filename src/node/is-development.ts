import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { SsrPagesError } from '../shared/errors.ts'
import type { Settings } from './options.ts'

/**
 * Whether the pages are those of the current sources, as the option `dev` or `NODE_ENV` says.
 *
 * @throws {SsrPagesError} OPTION_INVALID: the option asks for development in production
 */
export function isDevelopment({ dev, dir }: Settings): boolean {
  const isProduction = process.env['NODE_ENV'] === 'production'
  if (dev === true && isProduction) {
    const what = 'The option "dev" of ssrPages() must not be true when NODE_ENV is production.'
    throw new SsrPagesError('OPTION_INVALID', what, { option: 'dev', seen: true })
  }
  return dev ?? (process.env['NODE_ENV'] === 'development' && !isPlainFolder(dir))
}

// Handwritten modules have no sources elsewhere, so there is nothing to develop.
function isPlainFolder(dir: string): boolean {
  return existsSync(dir) && !existsSync(join(dir, 'manifest.json'))
}
