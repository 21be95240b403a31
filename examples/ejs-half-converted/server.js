const { randomBytes } = require('node:crypto')
const { createApp } = require('./app.js')
const { createLibrary } = require('./lib/library.js')

// Without your own secret, all members are signed out when the server restarts.
const { PORT = '3000', SESSION_SECRET = randomBytes(32).toString('hex') } = process.env

const app = createApp({ library: createLibrary(), secret: SESSION_SECRET })
const server = app.listen(Number(PORT), (error) => {
  if (error) throw error
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  console.log(`Tool library on http://localhost:${port}`)
})
