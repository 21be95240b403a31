import type { GlobOptions } from './loader-options.ts'
import type { Loader } from './loader-types.ts'

/**
 * Creates a loader that makes an entry of each file that a pattern matches.
 *
 * @param options - Which files, and how to name entries.
 * @returns A loader for `defineCollection()`.
 */
export function glob(options: GlobOptions): Loader {
  const patterns = [options.pattern].flat()
  for (const start of ['../', '/']) {
    if (patterns.some((pattern) => pattern.replace(/^!/, '').startsWith(start))) {
      throw new TypeError(
        `The pattern of glob() may not begin with \`${start}\` (saw ${JSON.stringify(options.pattern)}). Name the folder by \`base\`.`,
      )
    }
  }
  return {
    name: 'glob-loader',
    // Imported here, because pages may import the configuration too, and never load anything.
    async load(context) {
      const { loadGlob } = await import('./load-glob.ts')
      await loadGlob(options, context)
    },
  }
}
