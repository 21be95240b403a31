import type { Plugin } from 'vite'

/** Modules of code may be missed on purpose, by an `import()` that never runs: they fail when they are run. */
const CODE = /(?:^|\/)[^./]*$|\.(?:[cm]?[jt]sx?|astro|html)$/

/**
 * Creates the Vite plugin that refuses imports of images, styles, texts and the like that are not there, as
 * a build does. Vite would take the path for the address of a file in a browser.
 *
 * @returns A plugin for Vite's `plugins`.
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
      // As Vite says it of a module. For the aliases of TypeScript, a component is asked for by such a name.
      const file = importer.replace(/\.astro\.ts$/, '.astro')
      const what = `Failed to load url ${source} (resolved id: ${source}) in ${file}`
      throw new Error(`${what}. Does the file exist?`)
    },
  }
}
