/** Builds the package, unless that was done: `node scripts/build.js`. */
import { buildIfStale } from './dist.js'

buildIfStale()
