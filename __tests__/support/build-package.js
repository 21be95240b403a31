import { buildIfStale } from '../../scripts/dist.js'

/** Before suites that use the built package. */
export default () => buildIfStale()
