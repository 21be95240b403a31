import type { Plugin } from 'vite'
import { BundledPackages } from '../../project/bundled-packages.ts'

/**
 * Creates the Vite plugin that makes Vite load packages with `.astro` files, which Node cannot
 * import.
 *
 * @param root - Absolute path of the project.
 */
export function ownPackagesPlugin(root: string): Plugin {
  const packages = new BundledPackages(root)
  return {
    name: 'ssr-pages:own-packages',
    // Vite resolves the imports of a module after this hook.
    transform(_code, id) {
      if (this.environment.config.consumer === 'server') packages.addImporter(id)
    },
    // Not in the configuration, because Vite would copy the object to an ordinary regular
    // expression.
    configureServer({ environments }) {
      const { resolve } = environments.ssr.config
      const { noExternal } = resolve
      if (noExternal === true) return
      resolve.noExternal = [...[noExternal].flat(), packages]
    },
  }
}
