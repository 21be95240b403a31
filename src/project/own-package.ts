import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Folder of this package's own modules: all of them in `src`, and all of them in `dist`, which is flat. */
export const OWN_MODULES: string = fileURLToPath(new URL('.', import.meta.url))

/** Folder of the configurations of TypeScript that this package ships. */
export const OWN_TSCONFIGS: string = fileURLToPath(new URL('../../tsconfigs/', import.meta.url))

/**
 * Reads which release this is.
 *
 * @returns The version in this package's `package.json`.
 */
export function readVersion(): string {
  const file = new URL('../../package.json', import.meta.url)
  const { version }: { version: string } = JSON.parse(readFileSync(file, 'utf8'))
  return version
}
