import type { FileOptions } from './loader-options.ts'
import type { Loader } from './loader-types.ts'

/**
 * Creates a loader that makes an entry of each item in one file: of a list, whose items have an `id`
 * or `slug`, or of an object, whose keys are the ids.
 *
 * @param fileName - Relative to the root.
 * @param options - How to read it.
 * @returns A loader for `defineCollection()`.
 */
export function file(fileName: string, options: FileOptions = {}): Loader {
  if (fileName.includes('*')) {
    throw new TypeError(
      `file() reads one file (saw ${JSON.stringify(fileName)}). Use glob() for a pattern.`,
    )
  }
  if (options.parser === undefined && !/\.(?:json|ya?ml|toml)$/.test(fileName)) {
    throw new TypeError(
      `file() does not know how to read ${JSON.stringify(fileName)}. Give it a \`parser\`: \`file('data.csv', { parser: (text) => [...] })\`.`,
    )
  }
  return {
    name: 'file-loader',
    async load(context) {
      const { loadFile } = await import('./load-file.ts')
      await loadFile(fileName, options, context)
    },
  }
}
