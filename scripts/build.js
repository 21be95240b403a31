/** Builds the package, unless `dist` is up to date: `node scripts/build.js`. */
import { buildIfStale } from './dist.js'

buildIfStale()
