import express from 'express'

/**
 * The package and the pages that it has built: of this checkout, or of the release to compare with.
 */
const { BENCH_PACKAGE, BENCH_PAGES } = process.env

export default async () => {
  const { ssrPages } = await import(`${BENCH_PACKAGE}/dist/index.js`)
  const app = express()
  app.use(ssrPages({ dir: BENCH_PAGES }))
  return app
}
