/** Serves the blog of the content part: `fork('content-worker.mjs', [builder, built])`. */
import { createServer } from 'node:http'
import { pathToFileURL } from 'node:url'
import express from 'express'

const [builder, built] = process.argv.slice(2)
const app = express()
if (builder === 'astro') {
  const { handler } = await import(pathToFileURL(built).href)
  app.use(handler)
} else {
  const { ssrPages } = await import(`${process.env.BENCH_PACKAGE}/dist/index.js`)
  app.use(ssrPages({ dir: built }))
}
const server = createServer(app)
process.on('message', () => process.send?.({ rss: process.memoryUsage.rss() }))
process.on('disconnect', () => process.exit())
server.listen(0, '127.0.0.1', () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  process.send?.({ port })
})
