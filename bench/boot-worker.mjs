/** Prints how many milliseconds `ssrPages()` takes; the import of the package is not counted. */
const { ssrPages } = await import(`${process.env.BENCH_PACKAGE}/dist/index.js`)
const began = performance.now()
ssrPages({ dir: process.env.BENCH_PAGES })
console.log(performance.now() - began)
