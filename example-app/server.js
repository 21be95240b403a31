import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { createApp } from './app.js'
import { startCarrier } from './shop/carrier-service.js'
import { createCarrier } from './shop/carrier.js'
import { openShop } from './shop/shop.js'

const {
  PORT = '3000',
  SHOP_DB = fileURLToPath(new URL('data/shop.db', import.meta.url)),
  // Without your own secret, all customers are signed out when the server restarts.
  SESSION_SECRET = randomBytes(32).toString('hex'),
  CARRIER_URL = await startCarrier(),
} = process.env

const app = createApp({
  shop: await openShop(SHOP_DB),
  carrier: createCarrier(CARRIER_URL),
  secret: SESSION_SECRET,
})

const server = app.listen(Number(PORT), (error) => {
  if (error) {
    console.error(
      `The shop cannot listen on port ${PORT}: ${error.message}. Choose another with PORT=`,
    )
    process.exit(1)
  }
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  console.log(`Shop on http://localhost:${port}`)
})
