import { once } from 'node:events'
import { createServer } from 'node:http'
import { deliveryTimes } from './delivery-times.js'

/**
 * Starts a stand-in for the API of another company, on a free port of localhost.
 *
 * @returns {Promise<string>} Its URL.
 */
export async function startCarrier() {
  const server = createServer((request, response) => {
    if (request.url !== '/delivery-times') return response.writeHead(404).end()
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(deliveryTimes()))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  return `http://127.0.0.1:${port}`
}
