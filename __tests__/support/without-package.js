import { removeIfStale } from '../../scripts/dist.js'

/** Before suites that run from `src`: one that uses the package after all finds a fresh build, or none. */
export default () => removeIfStale()
