import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// In the sources, this module is one folder deeper than in `dist`, which is flat.
const modules = new URL(import.meta.url.endsWith('.ts') ? '../' : './', import.meta.url)

/** Folder of this package's own modules: `src`, or `dist` in the package. */
export const OWN_MODULES: string = fileURLToPath(modules)

/** Folder of the TypeScript configurations that this package ships. */
export const OWN_TSCONFIGS: string = fileURLToPath(new URL('../tsconfigs/', modules))

/** Entries whose files have other names than the entries. */
const NAMES: Readonly<Record<string, string>> = {
  'runtime/server/index.js': 'server-runtime',
  'jsx-dev-runtime': 'jsx-runtime',
  'assets/services/sharp': 'sharp-service',
  'assets/services/noop': 'passthrough-service',
}

/**
 * Returns the file of an entry of this package.
 *
 * @param entry - As an import spells it: `ssr-pages/errors`.
 */
export function ownModule(entry: string): string {
  const path = entry.slice('ssr-pages/'.length)
  const name = NAMES[path] ?? path.replaceAll('/', '-')
  const file = import.meta.url.endsWith('.ts') ? `astro/${name}.ts` : `astro-${name}.js`
  return fileURLToPath(new URL(file, modules))
}

/** Returns the version in this package's `package.json`. */
export function readVersion(): string {
  const file = new URL('../package.json', modules)
  const { version }: { version: string } = JSON.parse(readFileSync(file, 'utf8'))
  return version
}
