import express from 'express'
import helmet from 'helmet'
import { ssrPages } from 'ssr-pages'
import { contentSecurityPolicy } from './policy.js'

const dir = `${import.meta.dirname}/dist/pages`

const app = express()
app.use(helmet({ contentSecurityPolicy }))
app.use(ssrPages({ dir, notFound: 'render' }))

const server = app.listen(Number(process.env.PORT ?? 3000), (error) => {
  if (error) {
    console.error(`The docs cannot listen: ${error.message}. Choose another port with PORT=`)
    process.exit(1)
  }
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  console.log(`Docs on http://localhost:${port}`)
})
