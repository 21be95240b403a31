import { measureRender } from './render.mjs'

/** How an Express app answers with the same documents; the first is what the others are compared with. */
const RENDERED = ['own route', 'res.render', 'ejs']

/** How it answers a request that renders nothing. */
const NOT_RENDERED = ['host', 'host, views']

/**
 * Times views in Express, and a route that renders none behind the middleware of views.
 *
 * @param env - The environment with our build.
 * @param options - How many `slices`, and the `node` binary.
 * @returns Rows with page, variant, microseconds, and the ratio to the first variant.
 */
export async function measureViews(env, { slices, node }) {
  const worker = 'views-worker.mjs'
  const measure = (names, pages) => {
    const variants = names.map((name) => [name, { ...env, BENCH_VIEWS: name }])
    return measureRender(Object.fromEntries(variants), { pages, slices, node, worker })
  }
  return [
    ...(await measure(RENDERED, ['H', 'T', 'L', 'S'])),
    ...(await measure(NOT_RENDERED, ['host'])),
  ]
}
