import { ROOT } from './root.ts'

/**
 * The command line of the built package. The package is built before suites that import this file, or a helper
 * that does; see jest.config.js.
 */
export const BIN: string = `${ROOT}/bin/ssr-pages.js`
