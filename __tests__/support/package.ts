import { ROOT } from './root.ts'

/** The command line of the built package. */
export const BIN: string = `${ROOT}/bin/ssr-pages.js`
