import type { Plugin } from 'vite'

/**
 * Code. A missing module may be intended, behind an `import()` that never runs, so it fails when it
 * runs.
 */
const CODE = /(?:^|\/)[^./]*$|\.(?:[cm]?[jt]sx?|astro|html)$/

/**
 * Creates the Vite plugin that refuses imports of missing images, styles, texts and other files
 * that are not code, as a build does. Vite would treat the path as a URL for the browser.
 */
export function missingFilesPlugin(): Plugin {
  return {
    name: 'ssr-pages:missing-files',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      const isServer = this.environment.config.consumer === 'server'
      if (!isServer || importer === undefined || !/^\.{0,2}\//.test(source)) return undefined
      if (CODE.test(source)) return undefined
      const found = await this.resolve(source, importer, { ...options, skipSelf: true })
      if (found) return found
      // The message of Vite for a missing module. Components import under the name of a TypeScript
      // file, so that aliases of `tsconfig.json` apply.
      const file = importer.replace(/\.astro\.ts$/, '.astro')
      const what = `Failed to load url ${source} (resolved id: ${source}) in ${file}`
      throw new Error(`${what}. Does the file exist?`)
    },
  }
}
