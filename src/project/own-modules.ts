import type { DevEnvironment } from 'vite'

const OWN = /^ssr-pages(?:\/|$)/

/**
 * Lets every module of the server import this package: components of a workspace package import its
 * runtime, but do not have it in a `node_modules` of their own. In a build the pages themselves
 * import it.
 *
 * @param environment - Vite's modules of the server.
 */
export function provideOwnModules(environment: DevEnvironment): void {
  const fetchModule = environment.fetchModule.bind(environment)
  environment.fetchModule = async function fetchOwnModule(id, importer, options) {
    if (!OWN.test(id)) return fetchModule(id, importer, options)
    return { externalize: import.meta.resolve(id), type: 'module' }
  }
}
